// Whole surveys, one per seed: 5,000 simulated people each, as `tacit simulate --seed 1` to 20 makes them, the noise of
// both aggregators, analysis. At least 94 of 100 published intervals hold the simulator's value.
//
// The simulator's value is what its model implies for a population without end, because that is what the intervals are
// about (they count sampling and noise). It is taken from 400,000 other people of the model, analysed without noise:
// their own sampling makes an interval wider of the mark by √(1 + 5,000/400,000) = 1.006 at most, so that one of 95 %
// holds in 94.9 %.
//
// False alarm: the figures of one survey hang together (shares of one table, comparisons of one row), surveys do not.
// The part held in one survey has a standard deviation of 1.9 points over 80 other seeds of the core survey, the mean
// of twenty one of 0.43: 94 is two of these below 94.9, missed by a correct program once in fifty choices of the seeds;
// of the rows counted apart (5.5 points a survey), once in ten. The seeds are fixed, and were not chosen.
#include <gtest/gtest.h>

#include <cstdio>

#include "client/simulate/rehearse.h"
#include "schemas/release/stats/gls.h"
#include "tests/stat/coverage/setting.h"
#include "tests/support/seeded_random.h"

namespace tacit::test {
namespace {

constexpr std::size_t kEverybody = 400'000;
constexpr std::size_t kPeople = 5000;
constexpr std::uint64_t kSurveys = 20;

struct Case {
    const char* survey;
    const char* by_treatment;   // rows of its table of treatment group and outcome
    const char* by_not_helped;  // of medicines that had not helped before
};

struct Count {
    std::size_t held = 0, published = 0;

    void add(const release::Figure& figure) {
        held += figure.held;
        published += figure.published;
    }
    double share() const { return static_cast<double>(held) / static_cast<double>(published); }
    void print(const char* what) const {
        std::printf("  %-46s %6zu of %6zu published intervals hold it: %.2f %%\n", what, held, published,
                    100 * share());
    }
};

class TwentySurveys : public testing::TestWithParam<Case> {};

TEST_P(TwentySurveys, Publish94IntervalsOfAHundredThatHoldTheSimulatorsValue) {
    const Setting setting = setting_of(GetParam().survey, *simulate::bundled_population("default"));
    const release::Adjustment adjustment(setting.survey, setting.compiled);
    release::Options options;
    options.bootstrap_replicates = 0;
    const auto analysed = [&](std::vector<std::int64_t> totals) {
        const release::Batch batch{std::move(totals), 0, 0};
        return release::analyse(setting.survey, setting.compiled, adjustment, std::span(&batch, 1), options).value();
    };
    release::Rehearsal surveys(analysed(totals_of_everybody(setting, kEverybody)),
                               static_cast<double>(kPeople) / static_cast<double>(kEverybody));

    for (std::uint64_t seed = 1; seed <= kSurveys; ++seed) {
        std::vector<std::int64_t> totals = totals_of(setting, seed, kPeople);
        SeededRandom leader(2 * seed), helper(2 * seed + 1);
        simulate::BothNoises(setting.compiled, leader, helper)(totals);
        surveys.add(analysed(std::move(totals)));
    }

    Count all, by_treatment, by_not_helped, rare;
    for (const release::Figure& figure : surveys.figures()) {
        all.add(figure);
        if (figure.name.starts_with(GetParam().by_treatment)) by_treatment.add(figure);
        if (figure.name.starts_with(GetParam().by_not_helped)) by_not_helped.add(figure);
        if (figure.kind == release::FigureKind::rarely_published) rare.add(figure);
    }
    std::printf("%s, %llu surveys of %zu people\n", GetParam().survey, static_cast<unsigned long long>(kSurveys),
                kPeople);
    all.print("all figures");
    by_treatment.print("outcomes by treatment group");
    by_not_helped.print("outcomes by medicines that had not helped");
    rare.print("figures published in fewer than half of them");
    EXPECT_GE(all.share(), 0.94);
    EXPECT_GE(by_treatment.share(), 0.94);
    EXPECT_GE(by_not_helped.share(), 0.94);
    EXPECT_GE(by_treatment.published, 500u);
    EXPECT_GE(by_not_helped.published, 300u);
}
INSTANTIATE_TEST_SUITE_P(Bundled, TwentySurveys,
                         testing::Values(Case{"core", "tx_outcome ", "not_helped_outcome antidepressant/h"},
                                         Case{"full", "x04_tx_outcome ", "x06_not_helped_outcome antidepressant/h"}),
                         [](const auto& instance) { return std::string(instance.param.survey); });

}  // namespace
}  // namespace tacit::test
