// The whole chain, briefly: simulated people, exact totals, the noise of both aggregators, analysis. The long run is
// tacit-coverage. Seeds are fixed; the bounds leave room for the few runs.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>

#include "schemas/release/stats/gls.h"
#include "schemas/survey/load.h"
#include "tests/stat/coverage/coverage.h"

namespace tacit::test {
namespace {

constexpr std::size_t kPeople = 20'000;
constexpr std::size_t kRespondents = 1000;
constexpr std::size_t kRuns = 250;

class Chain : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        std::ifstream in(TACIT_SCHEMAS "/surveys/core.json");
        const std::string text((std::istreambuf_iterator<char>(in)), {});
        auto file = survey::load_file(text);
        ASSERT_TRUE(file) << to_text(file.error());
        survey_ = new survey::Survey(std::move(file->survey));
        compiled_ = new survey::Compiled(*survey::compile(*survey_));
        const auto population = simulate::load_population(*simulate::bundled_population("default"));
        ASSERT_TRUE(population) << to_text(population.error());
        pool_ = new PopulationPool(*survey_, *compiled_, *population, kPeople, 20261121);
    }
    static void TearDownTestSuite() {
        delete pool_;
        delete compiled_;
        delete survey_;
    }
    static std::map<Kind, Coverage::Summary> run(Fault fault, std::size_t runs = kRuns) {
        return measure_coverage(*survey_, *compiled_, *pool_, kRespondents, runs, 1, fault).summary();
    }

    static std::vector<std::int64_t> drawn() {
        SeededRandom random(3);
        return pool_->sample(kRespondents, random);
    }

    static inline const survey::Survey* survey_ = nullptr;
    static inline const survey::Compiled* compiled_ = nullptr;
    static inline const PopulationPool* pool_ = nullptr;
};

TEST_F(Chain, IntervalsHoldTheTruth) {
    const auto summary = run(Fault::none);

    for (const Kind kind : {Kind::share, Kind::group_share, Kind::difference}) {
        ASSERT_TRUE(summary.contains(kind)) << to_text(kind);
        EXPECT_GE(summary.at(kind).held, 0.94) << to_text(kind);
        EXPECT_LE(summary.at(kind).held, 0.96) << to_text(kind);
    }
    // One mean only: 5 standard errors of its 250 runs.
    EXPECT_NEAR(summary.at(Kind::mean).held, 0.95, 0.069);
    for (const Kind kind : {Kind::small_share, Kind::true_zero})
        EXPECT_GE(summary.at(kind).held, 0.94) << to_text(kind);
}

TEST_F(Chain, NoticesAnAggregatorWithoutNoise) {
    const auto summary = run(Fault::one_server_silent, 60);

    EXPECT_GT(summary.at(Kind::share).held, 0.97);
}

TEST_F(Chain, NoticesMoreNoiseThanIsDeclared) {
    const auto summary = run(Fault::twice_the_noise, 60);

    EXPECT_LT(summary.at(Kind::share).held, 0.92);
    EXPECT_LT(summary.at(Kind::group_share).held, 0.94);
}

// T14: the mean of 10,000 adjusted replicates is within 5 standard errors of the truth in every cell; where totals
// below zero are clamped before, cells that hold nobody drift away.
TEST_F(Chain, AdjustingIsUnbiasedAndClampingIsNot) {
    const release::Adjustment adjustment(*survey_, *compiled_);
    const std::vector<std::int64_t> truth = drawn();
    constexpr std::size_t kReplicates = 10'000;
    std::vector<double> plain(truth.size()), clamped(truth.size());
    std::vector<double> variance(truth.size());
    for (const survey::CompiledTable& table : compiled_->tables)
        for (std::size_t i = 0; i < table.cell_count; ++i) variance[table.first_cell + i] = 2.0 * table.sigma_squared;
    SeededRandom random(4);
    for (std::size_t replicate = 0; replicate < kReplicates; ++replicate) {
        std::vector<std::int64_t> noisy = truth;
        // Any noise of mean zero and this variance will do: the sum of twelve even ones is quick.
        for (std::size_t cell = 0; cell < noisy.size(); ++cell) {
            double sum = -6;
            for (const std::uint8_t byte : random.array<12>()) sum += (byte + 0.5) / 256;
            noisy[cell] += std::llround(std::sqrt(variance[cell]) * sum);
        }
        const auto adjusted = adjustment.apply(noisy);
        for (std::int64_t& total : noisy) total = std::max<std::int64_t>(0, total);
        const auto from_clamped = adjustment.apply(noisy);
        for (std::size_t cell = 0; cell < truth.size(); ++cell) {
            plain[cell] += (adjusted[cell] - static_cast<double>(truth[cell])) / kReplicates;
            clamped[cell] += (from_clamped[cell] - static_cast<double>(truth[cell])) / kReplicates;
        }
    }
    double worst = 0;
    double worst_clamped = 0;
    for (std::size_t cell = 0; cell < truth.size(); ++cell) {
        const double error = std::sqrt(adjustment.covariance(cell, cell) / kReplicates);
        worst = std::max(worst, std::abs(plain[cell]) / error);
        worst_clamped = std::max(worst_clamped, std::abs(clamped[cell]) / error);
    }
    EXPECT_LT(worst, 5);
    EXPECT_GT(worst_clamped, 20);
}

}  // namespace
}  // namespace tacit::test
