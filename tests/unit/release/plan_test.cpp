#include "schemas/release/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include "schemas/release/stats/interval.h"

namespace tacit::release {
namespace {

survey::SurveyFile core() {
    std::ifstream in(TACIT_SCHEMAS "/surveys/core.json");
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    auto file = survey::load_file(text);
    EXPECT_TRUE(file) << to_text(file.error());
    return *std::move(file);
}

// Everybody as likely in one cell of a table as in another; a sum of 0.
std::vector<double> even(const survey::Compiled& compiled) {
    std::vector<double> shares;
    for (const survey::CompiledTable& table : compiled.tables)
        shares.insert(shares.end(), table.cell_count,
                      table.kind == survey::TableKind::sum ? 0 : 1 / static_cast<double>(table.cell_count));
    return shares;
}

class Planned : public ::testing::Test {
protected:
    Plan planned(std::uint64_t expect) const {
        auto result = plan(file, compiled, even(compiled), expect);
        EXPECT_TRUE(result) << to_text(result.error());
        return *std::move(result);
    }
    static PlannedTable table(const Plan& plan, std::string_view id) {
        for (const PlannedTable& found : plan.tables)
            if (found.id == id) return found;
        ADD_FAILURE() << id;
        return plan.tables.front();
    }

    survey::SurveyFile file = core();
    survey::Compiled compiled = *survey::compile(file.survey);
};

TEST_F(Planned, MoreAnswersGiveNarrowerIntervalsAndMoreRows) {
    const Plan few = planned(400);
    const Plan many = planned(4000);

    EXPECT_LT(table(many, "diagnosed").half_width, table(few, "diagnosed").half_width);
    EXPECT_LT(table(many, "phq8_sum").half_width, table(few, "phq8_sum").half_width);
    const auto published = [](const PlannedTable& t) {
        return std::count_if(t.rows.begin(), t.rows.end(), [](const PlannedRow& row) { return row.chance > 0.9; });
    };
    EXPECT_EQ(published(table(few, "start_now")), 0);
    EXPECT_EQ(published(table(many, "start_now")), 5);
    EXPECT_TRUE(many.useful);
}

TEST_F(Planned, TheNumberOfAnswersThatARowNeedsIsEnough) {
    const PlannedRow row = table(planned(400), "start_now").rows.front();
    ASSERT_LT(row.chance, 0.5);

    const PlannedRow enough = table(planned(row.respondents), "start_now").rows.front();
    const PlannedRow short_of = table(planned(row.respondents * 9 / 10), "start_now").rows.front();

    EXPECT_NEAR(enough.chance, 0.9, 0.01);
    EXPECT_LT(short_of.chance, 0.9);
}

TEST_F(Planned, AShareOfOneHalfIsWithinFivePointsFromTheNumberThatIsSaid) {
    const std::uint64_t respondents = table(planned(400), "diagnosed").respondents_for_5_points;
    const double variance = 2.0 * compiled.tables[3].sigma_squared;

    const auto people = static_cast<double>(respondents);
    const auto share = wilson_noisy(people / 2, people, variance);

    ASSERT_EQ(compiled.tables[3].id, "diagnosed");
    EXPECT_NEAR((share->interval.high - share->interval.low) / 2, 0.05, 0.0005);
}

// 22 weights, of which "start_now" has one: dropping it leaves √(21/22) of the noise; twice its weight √(23/44).
TEST_F(Planned, SaysWhatAnotherWeightWouldGive) {
    const PlannedTable start_now = table(planned(1000), "start_now");

    EXPECT_NEAR(start_now.others_without, std::sqrt(21.0 / 22), 0.01);
    EXPECT_NEAR(start_now.own_with_twice, std::sqrt(23.0 / 44), 0.01);
    EXPECT_NEAR(start_now.others_with_twice, std::sqrt(23.0 / 22), 0.01);
}

TEST_F(Planned, RefusesWhatTheServersDoNotReleaseAndWhatSaysNothing) {
    const Plan tiny = planned(60);

    EXPECT_FALSE(tiny.useful);
    ASSERT_FALSE(tiny.advice.empty());
    EXPECT_NE(tiny.advice.front().find("below 100"), std::string::npos);
    EXPECT_NE(to_text(tiny, "even").find("REFUSED"), std::string::npos);
    EXPECT_FALSE(plan(file, compiled, even(compiled), 0));
}

// A plan of crosses alone, with a row of which nobody is sure to be published: the words say from when.
TEST_F(Planned, RefusesASurveyOfWhichNoRowIsPublishable) {
    survey::Survey thin = file.survey;
    thin.tables = {thin.tables[1], thin.tables[2]};
    survey::SurveyFile thin_file{thin, file.texts};
    const survey::Compiled thin_compiled = *survey::compile(thin);
    std::vector<double> shares = even(thin_compiled);

    const Plan refused = *plan(thin_file, thin_compiled, shares, 110);

    EXPECT_FALSE(refused.useful);
    EXPECT_NE(to_text(refused, "even").find("The next row to be published is"), std::string::npos);
}

// In that survey the row "same" is never asked whether it would do it again: the other two are compared, small as they
// may be.
TEST_F(Planned, ComparesTheLargestRowsThatAreAsked) {
    std::ifstream in(TACIT_SCHEMAS "/../tests/e2e/small.json");
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    const survey::SurveyFile small = survey::load_file(text).value();
    const survey::Compiled tables = *survey::compile(small.survey);
    std::vector<double> shares(tables.output_size, 0);
    const survey::CompiledTable& cross = tables.tables.back();
    const std::size_t columns = cross.axes.back().codes.size();
    shares[cross.first_cell] = 0.2;                    // low, yes
    shares[cross.first_cell + 1] = 0.1;                // low, no
    shares[cross.first_cell + 2 * columns - 1] = 0.5;  // same, neither
    shares[cross.first_cell + 2 * columns] = 0.1;      // high, yes
    shares[cross.first_cell + 2 * columns + 1] = 0.1;

    const Plan made = *plan(small, tables, shares, 5000);

    ASSERT_TRUE(made.detectable);
    EXPECT_EQ(made.detectable->row, "low");
    EXPECT_EQ(made.detectable->other, "high");
}

TEST_F(Planned, IsInPlainWords) {
    const std::string text = to_text(planned(1000), "even");

    for (const char c : text) ASSERT_EQ(c & 0x80, 0) << "a letter that is not plain";
    for (const char* word : {"sigma", "epsilon", "rho", "zCDP"}) EXPECT_EQ(text.find(word), std::string::npos) << word;
    EXPECT_NE(text.find("With 1000 answers you will be able to tell apart a difference of about"), std::string::npos);
    EXPECT_NE(text.find("59.9 times in 100"), std::string::npos);
}

TEST_F(Planned, IsJsonForPrograms) {
    const json::Node node = plan_node(planned(1000));

    EXPECT_EQ(*node.find("format")->text(), "tacit-plan-1");
    EXPECT_TRUE(*node.find("useful")->boolean());
    ASSERT_EQ(node.find("tables")->items()->size(), compiled.tables.size());
    const json::Node& first = node.find("tables")->items()->front();
    EXPECT_EQ(first.find("rows")->items()->size(), 6U);
    EXPECT_EQ(*node.find("guess_operator_thousandths")->integer(), 599);
}

}  // namespace
}  // namespace tacit::release
