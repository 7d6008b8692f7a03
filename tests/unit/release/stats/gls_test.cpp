#include "schemas/release/stats/gls.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/seeded_random.h"
#include "tests/unit/release/stats/example.h"

namespace tacit::release {
namespace {

using test::Example;

std::vector<std::int64_t> any_totals(const Example& example, std::uint64_t seed) {
    test::SeededRandom random(seed);
    std::vector<std::int64_t> totals(example.compiled.output_size);
    for (std::int64_t& total : totals) {
        const auto bytes = random.array<2>();
        total = bytes[0] * 4 + bytes[1] % 4 - 200;
    }
    return totals;
}

double residual(const Equation& equation, const std::vector<double>& cells) {
    double sum = 0;
    for (const Equation::Term& term : equation.terms) sum += term.coefficient * cells[term.cell];
    return sum;
}

// A margin and the same margin of a cross with three columns: three noises against one, so 3/4 of the one and 1/4 of
// the other for differences of levels. The total is also that of y: 1/(1/3 + 1/9 + 1/3) = 9/7 of a noise.
TEST(Gls, WeighsAMarginAndTheSumOfACrossByTheirNoise) {
    const Example two = test::two_choices();
    const Adjustment adjustment(two.survey, two.compiled);
    std::vector<std::int64_t> totals(two.compiled.output_size);
    totals[two.cell("x", "a")] = 100;
    totals[two.cell("xy", "a", "c")] = 40;
    totals[two.cell("xy", "a", "d")] = 20;

    const auto cells = adjustment.apply(totals);

    const double v = 2.0 * two.table("x").sigma_squared;
    const Linear difference = Linear{}.add(two.cell("x", "a")).add(two.cell("x", "b"), -1);
    ASSERT_EQ(two.table("x").sigma_squared, two.table("xy").sigma_squared);
    EXPECT_NEAR(cells[two.cell("x", "a")] - cells[two.cell("x", "b")], 0.75 * 100 + 0.25 * 60, 1e-9);
    EXPECT_NEAR(adjustment.covariance(difference, difference), 2 * 0.75 * v, 1e-9 * v);
    EXPECT_NEAR(adjustment.covariance(two.cell("x", "a"), two.cell("x", "a")), (0.5 + 1.0 / 7) * v, 1e-9 * v);
    EXPECT_NEAR(cells[two.cell("x", "a")] + cells[two.cell("x", "b")] + cells[two.cell("x", "no_answer")],
                (100 / 3.0 + 60 / 9.0) / (1 / 3.0 + 1 / 9.0 + 1 / 3.0), 1e-9);
}

// T14: the equations hold, to a billionth.
TEST(Gls, MakesAllTablesAgree) {
    for (const char* name : {"core", "full"}) {
        const Example survey = test::bundled_example(name);
        const Adjustment adjustment(survey.survey, survey.compiled);
        ASSERT_GT(adjustment.equations().size(), 10U);
        const auto cells = adjustment.apply(any_totals(survey, 1));

        for (const Equation& equation : adjustment.equations()) EXPECT_NEAR(residual(equation, cells), 0, 1e-9);
    }
}

TEST(Gls, LeavesTotalsThatAgreeAlone) {
    const Example two = test::two_choices();
    const Adjustment adjustment(two.survey, two.compiled);
    std::vector<std::int64_t> totals(two.compiled.output_size);
    const auto people = [&](std::string_view x, std::string_view y, std::int64_t count) {
        totals[two.cell("x", x)] += count;
        totals[two.cell("y", y)] += count;
        totals[two.cell("xy", x, y)] += count;
    };
    people("a", "c", 30);
    people("a", "d", 12);
    people("b", "no_answer", 5);
    people("no_answer", "d", 7);

    const auto cells = adjustment.apply(totals);

    for (std::size_t i = 0; i < totals.size(); ++i) EXPECT_NEAR(cells[i], static_cast<double>(totals[i]), 1e-9);
    EXPECT_NEAR(adjustment.count(totals), 54, 1e-9);
}

// Against the definition: with the adjustment as a matrix G, the covariance is G·V·Gᵀ.
TEST(Gls, GivesTheExactCovariance) {
    const Example two = test::two_choices();
    const Adjustment adjustment(two.survey, two.compiled);
    const std::size_t cells = two.compiled.output_size;
    std::vector<std::vector<double>> columns;
    std::vector<double> variance, weight;
    for (std::size_t j = 0; j < cells; ++j) {
        std::vector<std::int64_t> unit(cells);
        unit[j] = 1;
        columns.push_back(adjustment.apply(unit));
        weight.push_back(adjustment.count(unit));
    }
    for (const survey::CompiledTable& table : two.compiled.tables)
        variance.insert(variance.end(), table.cell_count, 2.0 * table.sigma_squared);

    double count_variance = 0;
    for (std::size_t a = 0; a < cells; ++a) {
        double with_count = 0;
        for (std::size_t b = 0; b < cells; ++b) {
            double expected = 0;
            for (std::size_t j = 0; j < cells; ++j) expected += columns[j][a] * variance[j] * columns[j][b];
            EXPECT_NEAR(adjustment.covariance(a, b), expected, 1e-9 * variance[a]) << a << ' ' << b;
            with_count += columns[b][a] * variance[b] * weight[b];
        }
        EXPECT_NEAR(adjustment.count_covariance(Linear{}.add(a)), with_count, 1e-9 * variance[a]);
        count_variance += weight[a] * weight[a] * variance[a];
    }
    EXPECT_NEAR(adjustment.count_variance(), count_variance, 1e-9 * count_variance);
}

// dp.md section 4.1, tabulated: five crosses of 6 × 4 that share a factor, with all margins.
TEST(Gls, GainsWhatWasTabulatedForFiveCrossesOfOneFactor) {
    std::string questions = R"({"id": "t", "kind": "single", "options": ["a", "b", "c", "d", "e"]})";
    std::string tables = R"({"id": "t", "kind": "margin", "of": ["t"]})";
    for (const std::string id : {"q1", "q2", "q3", "q4", "q5"}) {
        questions += R"(, {"id": ")" + id + R"(", "kind": "single", "options": ["x", "y", "z"]})";
        tables += R"(, {"id": ")" + id + R"(", "kind": "margin", "of": [")" + id + R"("]})";
        tables += R"(, {"id": "t)" + id + R"(", "kind": "cross", "of": ["t", ")" + id + R"("]})";
    }
    const Example survey = test::example(R"({"id": "five", "version": "1", "profile": "standard", "questions": [)" +
                                         questions + R"(], "derived": [], "groups": [], "tables": [)" + tables + "]}");
    const Adjustment adjustment(survey.survey, survey.compiled);
    const auto sd = [&](std::size_t cell) {
        return std::sqrt(adjustment.covariance(cell, cell) / (2.0 * survey.compiled.tables[0].sigma_squared));
    };

    EXPECT_NEAR(sd(survey.cell("t", "a")), 0.615, 0.01);
    EXPECT_NEAR(sd(survey.cell("tq1", "a", "x")), 0.82, 0.01);
    EXPECT_NEAR(sd(survey.cell("q1", "x")), 0.815, 0.02);
}

// Two groupings of one question agree only in what both can form.
TEST(Gls, TiesGroupingsByTheirCommonLevels) {
    const Example survey = test::example(R"json({
      "id": "levels", "version": "1", "profile": "standard",
      "questions": [{"id": "q", "kind": "single", "options": ["a", "b", "c", "d"]}],
      "derived": [],
      "groups": [{"id": "fine", "of": "q", "levels": [{"code": "a", "cells": ["a"]}, {"code": "b", "cells": ["b"]},
                   {"code": "rest", "cells": ["c", "d", "no_answer"]}]},
                 {"id": "other", "of": "q", "levels": [{"code": "ab", "cells": ["a", "b"]},
                   {"code": "c", "cells": ["c"]}, {"code": "rest", "cells": ["d", "no_answer"]}]}],
      "tables": [{"id": "fine", "kind": "margin", "of": ["fine"]}, {"id": "other", "kind": "margin", "of": ["other"]}]
    })json");
    const Adjustment adjustment(survey.survey, survey.compiled);
    std::vector<std::int64_t> totals(survey.compiled.output_size);
    totals[survey.cell("fine", "a")] = 30;

    const auto cells = adjustment.apply(totals);

    EXPECT_EQ(adjustment.equations().size(), 2U);
    EXPECT_NEAR(cells[survey.cell("fine", "a")] + cells[survey.cell("fine", "b")], cells[survey.cell("other", "ab")],
                1e-9);
    EXPECT_NEAR(cells[survey.cell("other", "ab")], 10, 1e-9);  // variances 2v and v: a third of the difference
    EXPECT_NEAR(cells[survey.cell("other", "c")], 0, 1e-9);
}

TEST(Gls, LeavesOutTablesThatDoNotCountEveryReportOnce) {
    const Example core = test::bundled_example("core");
    const Adjustment adjustment(core.survey, core.compiled);
    const auto totals = any_totals(core, 3);

    const auto cells = adjustment.apply(totals);

    for (const char* id : {"wins", "phq8_sum"}) {
        const auto& table = core.table(id);
        EXPECT_FALSE(adjustment.takes_part(table.first_cell));
        EXPECT_EQ(cells[table.first_cell], static_cast<double>(totals[table.first_cell]));
        EXPECT_EQ(adjustment.covariance(table.first_cell, table.first_cell), 2.0 * table.sigma_squared);
    }
}

}  // namespace
}  // namespace tacit::release
