#include "schemas/release/stats/analyse.h"

#include <gtest/gtest.h>

#include <cmath>

#include "schemas/release/rehearsal.h"
#include "schemas/release/stats/bases.h"
#include "tests/unit/release/stats/example.h"

namespace tacit::release {
namespace {

using test::Example;
using test::find;
using test::find_line;
using test::one_batch;

Results analysed(const Example& example, std::vector<Batch> batches, Options options = {}) {
    options.bootstrap_replicates = 0;
    auto results = analyse(example.survey, example.compiled, batches, options);
    EXPECT_TRUE(results) << to_text(results.error());
    return *std::move(results);
}

// x and y of test::two_choices(), with people that are counted once in every table.
class TwoChoices : public ::testing::Test {
protected:
    void people(std::string_view x, std::string_view y, std::int64_t count) {
        totals[two.cell("x", x)] += count;
        totals[two.cell("y", y)] += count;
        totals[two.cell("xy", x, y)] += count;
    }

    Example two = test::two_choices();
    std::vector<std::int64_t> totals = std::vector<std::int64_t>(two.compiled.output_size);
};

TEST_F(TwoChoices, AnExactTotalGivesExactShares) {
    people("a", "c", 300);
    people("a", "d", 100);
    people("b", "d", 500);
    people("a", "no_answer", 60);
    people("no_answer", "no_answer", 40);

    const Results results = analysed(two, one_batch(totals));

    EXPECT_EQ(results.n, 1000);
    const Cell& a = find(find(results, "x"), "a");
    EXPECT_NEAR(find(a.shares, Base::all).estimate->value, 0.46, 1e-9);
    EXPECT_NEAR(find(a.shares, Base::answered).estimate->value, 460 / 960.0, 1e-9);
    const Cell& ac = find(find(results, "xy"), "a", "c");
    EXPECT_NEAR(find(ac.shares, Base::all).estimate->value, 0.3, 1e-9);
    EXPECT_NEAR(find(ac.shares, Base::row).estimate->value, 300 / 460.0, 1e-9);
    EXPECT_NEAR(find(ac.shares, Base::row_answered).estimate->value, 0.75, 1e-9);
    EXPECT_NEAR(find(ac.shares, Base::row_answered).base_size, 400, 1e-9);
    EXPECT_EQ(code(find(ac.shares, Base::row_answered).status), 'A');
    const Line& d = find_line(find(results, "xy").columns, "d");
    EXPECT_NEAR(find(d.shares, Base::answered).estimate->value, 600 / 900.0, 1e-9);
    EXPECT_EQ(code(find(d.shares, Base::answered).status), 'E');
}

// Two totals that round to the same n-hat must give the same shares of everybody, or the exact number could be solved.
TEST_F(TwoChoices, TheNumberOfPeopleIsRoundedInEveryFormula) {
    people("a", "c", 500);
    people("b", "d", 501);
    const Results some = analysed(two, one_batch(totals));
    people("b", "d", 3);
    const Results more = analysed(two, one_batch(totals));

    EXPECT_EQ(some.n, 1000);
    EXPECT_EQ(more.n, 1000);
    EXPECT_NEAR(find(find(find(more, "x"), "a").shares, Base::all).estimate->value, 0.5, 1e-9);
    EXPECT_NEAR(find(find(find(some, "x"), "a").shares, Base::all).estimate->value, 0.5, 1e-9);
}

TEST_F(TwoChoices, ARowThatIsNotClearlyAboveTheNoiseIsWithheld) {
    people("a", "c", 900);
    people("b", "d", 4);

    const Results results = analysed(two, one_batch(totals));

    const Line& b = find_line(find(results, "xy").rows, "b");
    EXPECT_FALSE(b.publishable);
    EXPECT_NEAR(b.needed, 4 * b.count_sd, 1e-9);
    const Share& share = find(find(find(results, "xy"), "b", "d").shares, Base::row_answered);
    EXPECT_FALSE(share.estimate);
    EXPECT_EQ(code(share.status), 'Q');
    EXPECT_EQ(code(share.reason), "base_too_small");
    EXPECT_TRUE(find(find(find(results, "xy"), "a", "c").shares, Base::row_answered).estimate);
}

// T17: what is published below zero stays below zero.
TEST_F(TwoChoices, NegativeTotalsStaySigned) {
    people("a", "c", 900);
    totals[two.cell("xy", "b", "d")] = -17;

    const Results results = analysed(two, one_batch(totals));

    EXPECT_EQ(find(find(results, "xy"), "b", "d").noisy, -17);
    EXPECT_LT(find(find(results, "xy"), "b", "d").count, 0);
    EXPECT_LT(find(find(results, "xy"), "b", "d").count_interval.low, -17);
    const Share& share = find(find(find(results, "xy"), "b", "d").shares, Base::all);
    EXPECT_LT(share.estimate->value, 0);
    EXPECT_EQ(share.estimate->interval.low, 0);
    EXPECT_GT(share.estimate->interval.high, 0);
    EXPECT_EQ(code(share.status), 'U');
}

TEST_F(TwoChoices, AMaskedCellHasNoSharesAndChangesNothingElse) {
    people("a", "c", 900);
    people("b", "c", 10);
    people("b", "d", 300);
    Options options;
    options.mask_below = mask_preset("cms");
    const Results plain = analysed(two, one_batch(totals));
    const Results masked = analysed(two, one_batch(totals), options);

    const Cell& small = find(find(masked, "xy"), "b", "c");
    EXPECT_EQ(code(small.status), 'Q');
    EXPECT_EQ(code(small.reason), "masked");
    for (const Share& share : small.shares) EXPECT_FALSE(share.estimate);
    EXPECT_EQ(find(find(find(masked, "xy"), "b", "d").shares, Base::row).estimate->value,
              find(find(find(plain, "xy"), "b", "d").shares, Base::row).estimate->value);
    EXPECT_EQ(masked.comparisons.size(), plain.comparisons.size());
    EXPECT_EQ(mask_preset("nhs"), 8);
    EXPECT_FALSE(mask_preset("other"));
}

TEST_F(TwoChoices, AMaskedPointIsNotShownAndItsChangeIsThatOfAllPoints) {
    people("a", "c", 900);
    people("b", "c", 10);
    people("b", "d", 300);
    std::vector<std::int64_t> later = totals;
    later[two.cell("xy", "b", "c")] += 100;
    const std::vector<Batch> batches{{totals, 0, 1}, {later, 1, 2}};
    Options options;
    options.mask_below = mask_preset("cms");
    const auto trend_of = [](const Results& results) {
        for (const Trend& trend : results.trends)
            if (trend.table == "xy" && trend.row == "b" && trend.column == "c") return trend;
        return Trend{};
    };

    const Trend plain = trend_of(analysed(two, batches));
    const Trend masked = trend_of(analysed(two, batches, options));

    ASSERT_EQ(masked.points.size(), 2u);
    EXPECT_FALSE(masked.points[0].estimate);
    EXPECT_EQ(code(masked.points[0].reason), "masked");
    ASSERT_TRUE(masked.points[1].estimate);
    EXPECT_EQ(masked.change->value, plain.change->value);
}

TEST_F(TwoChoices, ARehearsalNamesAFigureAlsoWhereAllHeldTheTruth) {
    people("a", "c", 900);
    people("b", "d", 300);
    const Results truth = analysed(two, one_batch(totals));
    Rehearsal rehearsal(truth, 1);
    rehearsal.add(truth);

    for (const auto& [kind, summary] : rehearsal.summary()) {
        EXPECT_EQ(summary.least, 1) << words(kind);
        EXPECT_NE(summary.least_name, "") << words(kind);
    }
}

// Two rows of 400 with shares 0.75 and 0.25, by hand: the sampling alone gives √(2·0.1875/400).
TEST_F(TwoChoices, ADifferenceHasTheErrorsOfBothRows) {
    people("a", "c", 30000);
    people("a", "d", 10000);
    people("b", "c", 10000);
    people("b", "d", 30000);

    const Results results = analysed(two, one_batch(totals));

    ASSERT_FALSE(results.comparisons.empty());
    const Comparison& comparison = results.comparisons.front();
    EXPECT_EQ(comparison.row + comparison.other + comparison.column, "abc");
    EXPECT_NEAR(comparison.difference->value, 0.5, 1e-9);
    EXPECT_NEAR(comparison.difference->error, std::sqrt(2 * 0.1875 / 40000), 1e-4);
    EXPECT_NEAR(comparison.ratio->value, 3, 1e-9);
    const double of_logarithm = std::sqrt(0.1875 / 40000 / 0.5625 + 0.1875 / 40000 / 0.0625);
    EXPECT_NEAR(std::log(comparison.ratio->interval.high / 3) / kZ95, of_logarithm, 1e-3);
    EXPECT_FALSE(comparison.primary);
    EXPECT_FALSE(comparison.p);
}

TEST_F(TwoChoices, NoRatioOfASmallShareIsPublished) {
    people("a", "c", 6);
    people("a", "d", 394);
    people("b", "c", 200);
    people("b", "d", 200);

    const Results results = analysed(two, one_batch(totals));

    for (const Comparison& comparison : results.comparisons)
        if (comparison.column == "c") {
            EXPECT_TRUE(comparison.difference);
            EXPECT_FALSE(comparison.ratio);
        }
}

TEST_F(TwoChoices, DeclaredContrastsAreCorrectedTogether) {
    people("a", "c", 3000);
    people("a", "d", 2900);
    people("b", "c", 2800);
    people("b", "d", 3100);
    Options options;
    options.primary = {{"xy", "c", "a", "b"}, {"xy", "d", "a", "b"}};

    const Results results = analysed(two, one_batch(totals), options);

    ASSERT_GE(results.comparisons.size(), 2U);
    const Comparison& first = results.comparisons[0];
    EXPECT_TRUE(first.primary);
    EXPECT_GT(*first.p, 0);
    EXPECT_NEAR(*first.p_holm, std::min(1.0, 2 * *first.p), 1e-9);
    for (std::size_t i = 2; i < results.comparisons.size(); ++i) EXPECT_FALSE(results.comparisons[i].primary);
    options.primary.resize(6, options.primary.front());
    EXPECT_FALSE(analyse(two.survey, two.compiled, one_batch(totals), options));
}

TEST_F(TwoChoices, SeveralBatchesAddUpWithTheirNoise) {
    people("a", "c", 700);
    people("b", "d", 300);
    std::vector<Batch> batches{{totals, 0, 1}, {totals, 1, 2}};
    batches[1].totals[two.cell("x", "a")] += 40;

    const Results one = analysed(two, one_batch(totals));
    const Results both = analysed(two, batches);

    EXPECT_EQ(both.batches, 2U);
    EXPECT_EQ(both.n, 2020);  // 40 more in one table of three, of weights 3, 3 and 1: 2017
    EXPECT_EQ(find(find(both, "x"), "a").noisy, 1440);
    EXPECT_NEAR(find(find(both, "x"), "a").count_sd, std::sqrt(2.0) * find(find(one, "x"), "a").count_sd, 1e-9);
    EXPECT_TRUE(one.trends.empty());
    ASSERT_FALSE(both.trends.empty());
    const Trend& trend = both.trends.front();
    ASSERT_EQ(trend.points.size(), 2U);
    EXPECT_NEAR(trend.change->value, trend.points[1].estimate->value - trend.points[0].estimate->value, 1e-12);
    EXPECT_NEAR(trend.change->error, std::hypot(trend.points[0].estimate->error, trend.points[1].estimate->error),
                1e-12);
    EXPECT_FALSE(trend.slope);
}

TEST_F(TwoChoices, WrongTotalsAreRefused) {
    EXPECT_FALSE(analyse(two.survey, two.compiled, std::vector<Batch>{}));
    totals.pop_back();
    EXPECT_FALSE(analyse(two.survey, two.compiled, one_batch(totals)));
}

// survey.md rule 12: of those asked about the change, that is n-hat without who waits and who never was treated.
TEST(Analyse, NamesOfWhomARateIsARate) {
    const Example core = test::bundled_example("core");
    std::vector<std::int64_t> totals(core.compiled.output_size);
    const auto question = survey::find_question(core.survey, "pgi");

    const auto base = asked(core.survey, core.compiled, *question);

    ASSERT_TRUE(base);
    EXPECT_EQ(base->everybody, 1);
    ASSERT_EQ(base->cells.terms.size(), 2U);
    EXPECT_EQ(base->cells.terms[0].cell, core.cell("state", "waiting"));
    EXPECT_EQ(base->cells.terms[1].cell, core.cell("state", "never"));
    EXPECT_EQ(base->cells.terms[0].coefficient, -1);
    EXPECT_FALSE(asked(core.survey, core.compiled, *survey::find_question(core.survey, "start_level")));
}

constexpr const char* kScore = R"json({
  "id": "score", "version": "1", "profile": "wide",
  "questions": [{"id": "phq8", "kind": "score", "instrument": "phq8"}],
  "derived": [],
  "groups": [{"id": "band", "of": "phq8", "levels": [
    {"code": "low", "cells": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]},
    {"code": "high", "cells": [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]},
    {"code": "missing", "cells": ["no_answer"]}]}],
  "tables": [{"id": "bands", "kind": "margin", "of": ["band"]}, {"id": "sum", "kind": "sum", "of": ["phq8"]}]})json";

// design.md section 5: S/m + s²/m + (v_S + μ²·Var m)/m². Bands of 12 and 13 totals: means 5.5 and 18, variances 143/12
// and 14; 100 and 300 people: s² = (100·143/12 + 300·14)/400 + 0.25·0.75·12.5².
TEST(Analyse, GivesTheMeanOfAScoreWithItsThreeErrors) {
    const Example score = test::example(kScore);
    std::vector<std::int64_t> totals(score.compiled.output_size);
    totals[score.cell("bands", "low")] = 100;
    totals[score.cell("bands", "high")] = 300;
    totals[score.cell("bands", "missing")] = 50;
    totals[score.cell("sum", "sum")] = 800;

    const Mean mean = *find(analysed(score, one_batch(totals)), "sum").mean;

    const double s2 = (100 * 143 / 12.0 + 300 * 14) / 400 + 0.25 * 0.75 * 12.5 * 12.5;
    const double v = 2.0 * score.table("bands").sigma_squared;
    const double v_sum = 2.0 * score.table("sum").sigma_squared;
    EXPECT_NEAR(mean.mean->value, 14, 1e-9);
    EXPECT_NEAR(mean.sd, std::sqrt(s2), 1e-9);
    EXPECT_NEAR(mean.mean->error, std::sqrt(s2 / 400 + (v_sum + 4 * 2 * v) / 160000), 1e-9);
    EXPECT_EQ(code(mean.status), 'A');
}

TEST(Analyse, MarksAMeanOfLowReliability) {
    const Example score = test::example(kScore);
    std::vector<std::int64_t> totals(score.compiled.output_size);
    totals[score.cell("bands", "low")] = 40;
    totals[score.cell("sum", "sum")] = -400;

    const Mean mean = *find(analysed(score, one_batch(totals)), "sum").mean;

    EXPECT_NEAR(mean.mean->value, 2, 1e-9);
    EXPECT_EQ(code(mean.status), 'U');
    EXPECT_EQ(code(mean.reason), "imprecise");
}

// 400 people at the bottom of the scale with a sum below -12·400: the interval is that of a mean of 0.
TEST(Analyse, GivesAMeanOutsideOfItsScaleTheIntervalOfTheEdge) {
    const Example score = test::example(kScore);
    std::vector<std::int64_t> totals(score.compiled.output_size);
    totals[score.cell("bands", "low")] = 400;
    totals[score.cell("sum", "sum")] = -13 * 400;

    const Mean mean = *find(analysed(score, one_batch(totals)), "sum").mean;

    const double v = 2.0 * score.table("bands").sigma_squared;
    const double v_sum = 2.0 * score.table("sum").sigma_squared;
    EXPECT_NEAR(mean.mean->value, -1, 1e-9);
    EXPECT_EQ(mean.mean->interval.low, 0);
    EXPECT_NEAR(mean.mean->interval.high, kZ95 * std::sqrt(143 / 12.0 / 400 + (v_sum + 144 * 2 * v) / 160000), 1e-9);
    EXPECT_EQ(code(mean.status), 'U');
    EXPECT_EQ(code(mean.reason), "edge_of_range");
}

// remission 60, response 30, partial 40, little 50, worse 20; 25 started too low, 100 had no start.
TEST(Analyse, CountsResponseAndRemissionOnlyWhereBothScoresWereMeasured) {
    const Example change = test::example(R"json({
      "id": "change", "version": "1", "profile": "wide",
      "questions": [{"id": "phq8", "kind": "score", "instrument": "phq8"}],
      "derived": [{"id": "change", "kind": "change", "score": "phq8", "by": "response"}],
      "groups": [], "tables": [{"id": "change", "kind": "margin", "of": ["change"]}]})json");
    std::vector<std::int64_t> totals(change.compiled.output_size);
    const auto put = [&](std::string_view level, std::int64_t count) { totals[change.cell("change", level)] = count; };
    put("remission", 60);
    put("response", 30);
    put("partial", 40);
    put("little", 50);
    put("worse", 20);
    put("below_start", 25);
    put("no_start", 100);
    put("missing", 25);

    const Results results = analysed(change, one_batch(totals));

    ASSERT_EQ(results.rates.size(), 3U);
    const Rate& remission = results.rates[0];
    EXPECT_EQ(remission.id, "remission");
    ASSERT_EQ(remission.bases.size(), 3U);
    EXPECT_NEAR(remission.bases[0].share.estimate->value, 60 / 200.0, 1e-9);
    EXPECT_NEAR(remission.bases[1].share.estimate->value, 60 / 225.0, 1e-9);
    EXPECT_NEAR(remission.bases[2].share.estimate->value, 60 / 350.0, 1e-9);
    EXPECT_NEAR(results.rates[1].bases[0].share.estimate->value, 90 / 200.0, 1e-9);
    for (const auto& of : remission.bases) EXPECT_FALSE(words_of_rate_base(of.base).empty());
}

// Both rows have the same rates in each stratum; the crude shares differ because the mix does.
TEST(Analyse, StandardisesAwayADifferenceThatIsOneOfMix) {
    const Example three = test::example(R"json({
      "id": "three", "version": "1", "profile": "wide",
      "questions": [{"id": "tx", "kind": "single", "options": ["a", "b"]},
                    {"id": "start", "kind": "single", "options": ["mild", "severe"]},
                    {"id": "out", "kind": "single", "options": ["well", "ill"]}],
      "derived": [], "groups": [],
      "tables": [{"id": "t", "kind": "cross", "of": ["tx", "start", "out"]}]})json");
    std::vector<std::int64_t> totals(three.compiled.output_size);
    const auto put = [&](std::string_view row, std::int64_t well, std::int64_t ill) {
        totals[three.cell("t", row, "well")] = well;
        totals[three.cell("t", row, "ill")] = ill;
    };
    put("a/mild", 600, 400);
    put("a/severe", 60, 240);
    put("b/mild", 180, 120);
    put("b/severe", 200, 800);
    Options half;
    half.reference = {{"t", {{"mild", 0.5}, {"severe", 0.5}}}};

    const Results own = analysed(three, one_batch(totals));
    const Results given = analysed(three, one_batch(totals), half);

    ASSERT_EQ(own.standardised.size(), 4U);
    EXPECT_NEAR(own.standardised[0].crude->value, 660 / 1300.0, 1e-9);
    EXPECT_NEAR(own.standardised[2].crude->value, 380 / 1300.0, 1e-9);
    EXPECT_NEAR(own.standardised[0].standardised->value, 0.4, 1e-9);
    EXPECT_NEAR(own.standardised[2].standardised->value, 0.4, 1e-9);
    EXPECT_NEAR(own.weightings.front().weights[0].second, 0.5, 1e-9);
    EXPECT_EQ(code(own.standardised[0].status), 'E');
    EXPECT_NEAR(given.standardised[0].standardised->value, 0.5 * 0.6 + 0.5 * 0.2, 1e-9);
    // Rows that differ in one level: four pairs, each with two columns.
    EXPECT_EQ(own.comparisons.size(), 8U);
    for (const Comparison& comparison : own.comparisons) {
        if (comparison.row != "a/mild" || comparison.other != "b/mild") continue;
        EXPECT_NEAR(comparison.difference->value, 0, 1e-9);
    }
}

}  // namespace
}  // namespace tacit::release
