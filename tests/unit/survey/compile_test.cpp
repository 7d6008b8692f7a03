#include "schemas/survey/compile.h"

#include <gtest/gtest.h>

#include "crypto/dp/zcdp.h"
#include "schemas/survey/decode.h"
#include "tests/unit/survey/sample.h"

namespace tacit::survey {
namespace {

using circuits::Block;
using circuits::Choice;
using circuits::Cross;
using circuits::Multi;
using circuits::Sum;

Compiled compiled(const Survey& survey) {
    auto result = compile(survey);
    EXPECT_TRUE(result) << to_text(result.error());
    return *std::move(result);
}

const CompiledTable& table(const Compiled& compiled, std::string_view id) {
    for (const CompiledTable& each : compiled.tables)
        if (each.id == id) return each;
    ADD_FAILURE() << "no table " << id;
    return compiled.tables.front();
}

circuits::Group group(std::uint16_t of, std::vector<std::vector<std::uint16_t>> groups) {
    return {of, std::move(groups)};
}

// design.md section 4: used questions in file order, derived items, all groups, all sums, all crosses.
TEST(Compile, TheCoreSurveyHasItsBlocksInTheDeclaredOrder) {
    const Compiled core = compiled(test::bundled("core").survey);
    std::vector<std::uint16_t> others;
    for (std::uint16_t cell = 1; cell < 24; ++cell) others.push_back(cell);
    Sum sum{2, {}};
    for (std::int32_t total = -12; total <= 12; ++total) sum.values.push_back(total);
    sum.values.push_back(0);
    const std::vector<Block> expected{
        Choice{4},     // 0 diagnosed
        Choice{5},     // 1 age_band
        Choice{26},    // 2 phq8
        Choice{6},     // 3 state
        Choice{8},     // 4 ad_trials
        Choice{24},    // 5 recent_tx
        Choice{8},     // 6 tx_state
        Choice{9},     // 7 weeks
        Choice{8},     // 8 not_helped_before
        Choice{7},     // 9 start_level
        Choice{9},     // 10 pgi
        Choice{10},    // 11 first_change
        Choice{6},     // 12 side_burden
        Multi{13, 3},  // 13 wins
        group(5, {{0, 1}, {2, 6}, {3, 4, 5}, {7, 8, 9, 10, 11}, {12, 13, 14, 20, 21}, {15, 16, 17, 18, 19}, {22, 23}}),
        group(10, {{0, 1}, {2, 3, 4}, {5, 6}, {7, 8}}),
        group(5, {{0}, others}),
        group(8, {{0}, {1}, {2}, {3, 4, 5}, {6, 7}}),
        group(9, {{0}, {1}, {2}, {3}, {4}, {5, 6}}),
        group(
            2,
            {{0, 1, 2, 3, 4}, {5, 6, 7, 8, 9}, {10, 11, 12, 13, 14}, {15, 16, 17, 18, 19}, {20, 21, 22, 23, 24}, {25}}),
        sum,            // 20
        Cross{14, 15},  // 21 treatment group, change
        Cross{16, 17},  // 22 not released
        Cross{22, 15},  // 23
        Cross{18, 19},  // 24 start level, PHQ-8 band
    };

    ASSERT_EQ(core.config.blocks.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(core.config.blocks[i], expected[i]) << "block " << i;
    EXPECT_EQ(core.config.release, (std::vector<std::uint16_t>{21, 23, 24, 0, 1, 3, 4, 6, 7, 11, 12, 20, 13}));
    EXPECT_EQ(core.config.proofs, 3);
    EXPECT_EQ(core.output_size, 174u);
}

TEST(Compile, TheConfigurationBytesOfTheBundledSurveysArePinned) {
    const auto hash = [](std::string_view name) {
        return to_hex(sha256(circuits::encode_config(compiled(test::bundled(name).survey).config).value()));
    };

    EXPECT_EQ(hash("core"), "c297a8e79b96f55269f3ecf99d9456ff36dfe7c5107aec6c926bb205b95ddfe4");
    EXPECT_EQ(hash("full"), "d8f8743f0645fd0c82cf1e3206bb0c998a632f15242a65accb0f6d0f002b6fb8");
}

TEST(Compile, TheCoreSurveyGetsTheVariancesOfTheSurveyReport) {
    const Compiled core = compiled(test::bundled("core").survey);
    std::uint64_t weights = 0;
    for (const CompiledTable& each : core.tables) weights += each.weight;

    EXPECT_EQ(weights, 22u);
    EXPECT_EQ(core.sigma_squared,
              (std::vector<std::uint32_t>{22, 88, 176, 176, 176, 176, 176, 176, 176, 176, 176, 25344, 528}));
    EXPECT_EQ(to_text(core.rho), "1/8");
    EXPECT_EQ(table(core, "tx_outcome").cell_count, 28u);
    EXPECT_EQ(table(core, "not_helped_outcome").cell_count, 40u);
    EXPECT_EQ(table(core, "start_now").cell_count, 36u);
    EXPECT_EQ(table(core, "phq8_sum").delta_squared, 576u);
    EXPECT_EQ(table(core, "wins").delta_squared, 6u);
}

TEST(Compile, NoBundledSurveySpendsMoreThanItsProfile) {
    for (const char* name : {"core", "full"}) {
        const Compiled survey = compiled(test::bundled(name).survey);
        std::vector<dp::NoisyBlock> blocks;
        for (const CompiledTable& each : survey.tables) blocks.push_back({each.delta_squared, each.weight});

        EXPECT_LE(dp::rho_spent(blocks, survey.sigma_squared).value(), survey.rho) << name;
    }
}

TEST(Compile, TheSmallestBatchIsAHundredOrTwiceTheSmallestVariance) {
    EXPECT_EQ(compiled(test::bundled("core").survey).default_min_batch_size, 100u);
    Survey survey = test::bundled("core").survey;
    survey.profile = dp::Profile::strict;
    EXPECT_EQ(compiled(survey).default_min_batch_size, 2u * 88u);
}

TEST(Compile, OneBlockServesTheInnerCrossOfThreeFactorsAndATableOfTheFirstTwo) {
    const Compiled small = compiled(test::small_survey().survey);

    // age, used, rating, phq8, weeks, level, place, pills, change, band, soon, old_only, sum, then the crosses
    const std::vector<Block>& blocks = small.config.blocks;
    ASSERT_EQ(blocks.size(), 16u);
    EXPECT_EQ(blocks[0], Block(Choice{3}));
    EXPECT_EQ(blocks[1], Block(Multi{5, 2}));
    EXPECT_EQ(blocks[2], Block(Multi{10, 2}));
    EXPECT_EQ(blocks[6], Block(Multi{6, 1}));
    EXPECT_EQ(blocks[7], Block(Choice{3}));
    EXPECT_EQ(blocks[8], Block(Choice{8}));
    EXPECT_EQ(blocks[11], Block(group(0, {{1}})));
    EXPECT_EQ(blocks[13], Block(Cross{7, 10}));
    EXPECT_EQ(blocks[14], Block(Cross{13, 9}));
    EXPECT_EQ(blocks[15], Block(Cross{1, 11}));
    EXPECT_EQ(small.config.release, (std::vector<std::uint16_t>{9, 14, 13, 15, 2, 12, 6, 5, 8}));
}

TEST(Compile, TwoGroupsOverTheSameCellsShareABlock) {
    std::string text = test::edited(test::small_survey_text(),
                                    R"({"id": "old_only", "of": "age", "levels": [{"code": "old", "cells": ["old"]}]})",
                                    R"({"id": "old_only", "of": "age", "levels": [{"code": "old", "cells": ["old"]}]},
    {"id": "band2", "of": "phq8", "levels": [
      {"code": "fine", "cells": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]},
      {"code": "bad", "cells": [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]},
      {"code": "missing", "cells": ["no_answer"]}]})");
    text = test::edited(text, R"("of": ["pills", "soon"]})", R"("of": ["soon", "band2"]})");
    json::Node node = json::Document::parse(text)->root().node();
    node.erase("texts");
    const json::Document document = json::Document::from(std::move(node));

    const auto survey = load_definition(document.root());

    ASSERT_TRUE(survey) << to_text(survey.error());
    EXPECT_EQ(compiled(*survey).config.blocks.size(), 17u);
}

TEST(Compile, OnlyTablesInWhichEveryReportMarksOneCellSumToReports) {
    const Compiled small = compiled(test::small_survey().survey);

    for (const CompiledTable& each : small.tables) {
        const bool expected =
            each.id == "bands" || each.id == "three" || each.id == "two" || each.id == "levels" || each.id == "changes";
        EXPECT_EQ(each.sums_to_reports, expected) << each.id;
    }
}

TEST(Compile, TheChunkLengthGivesTheSmallestProof) {
    for (const char* name : {"core", "full"}) {
        const circuits::QuestionnaireConfig config = compiled(test::bundled(name).survey).config;
        const std::size_t products = circuits::product_count(config);
        const auto size = [&](std::size_t chunk) {
            std::size_t power = 1;
            while (power < 1 + (products + chunk - 1) / chunk) power *= 2;
            return 2 * chunk + 2 * (power - 1) + 1;
        };
        for (std::size_t chunk = 1; chunk <= products; ++chunk) {
            EXPECT_LE(size(config.chunk_length), size(chunk)) << name;
            if (chunk < config.chunk_length) {
                EXPECT_LT(size(config.chunk_length), size(chunk)) << name;
            }
        }
    }
}

TEST(Compile, CellsHaveTheNamesOfTheirRowsAndColumns) {
    const Compiled small = compiled(test::small_survey().survey);

    EXPECT_EQ(cell_name(table(small, "bands"), 1), (CellName{"high", ""}));
    EXPECT_EQ(cell_name(table(small, "two"), 0), (CellName{"yes", "soon"}));
    EXPECT_EQ(cell_name(table(small, "two"), 5), (CellName{"missing", "missing"}));
    EXPECT_EQ(cell_name(table(small, "three"), 0), (CellName{"yes/soon", "low"}));
    EXPECT_EQ(cell_name(table(small, "three"), 10), (CellName{"no/missing", "high"}));
    EXPECT_EQ(cell_name(table(small, "ratings"), 3), (CellName{"talk", "bit"}));
    EXPECT_EQ(cell_name(table(small, "ratings"), 9), (CellName{"not_asked", ""}));
    EXPECT_EQ(cell_name(table(small, "used_by_age"), 4), (CellName{"no_answer", "old"}));
    EXPECT_EQ(cell_name(table(small, "score"), 0), (CellName{"sum", ""}));
}

TEST(Compile, ASumCountsFromTheMiddleOfTheScore) {
    const CompiledTable sum = table(compiled(test::small_survey().survey), "score");

    EXPECT_EQ(sum.cell_min, -12);
    EXPECT_EQ(sum.cell_max, 12);
    EXPECT_FALSE(sum.sums_to_reports);
}

TEST(Compile, TotalsDecodeToNamedTablesAndKeepTheirSign) {
    const Compiled core = compiled(test::bundled("core").survey);
    std::vector<std::int64_t> totals(core.output_size);
    for (std::size_t i = 0; i < totals.size(); ++i) totals[i] = static_cast<std::int64_t>(i) - 100;

    const auto tables = decode(core, totals);

    ASSERT_TRUE(tables);
    ASSERT_EQ(tables->size(), 13u);
    EXPECT_EQ((*tables)[0].cells[0].name, (CellName{"medicine", "better"}));
    EXPECT_EQ((*tables)[0].cells[0].total, -100);
    EXPECT_EQ((*tables)[0].cells[27].name, (CellName{"missing", "missing"}));
    EXPECT_EQ((*tables)[1].cells[0].name, (CellName{"antidepressant/h0", "better"}));
    EXPECT_EQ((*tables)[1].cells[39].name, (CellName{"other/missing", "missing"}));
    EXPECT_EQ((*tables)[12].cells[12].name, (CellName{"no_answer", ""}));
    EXPECT_EQ((*tables)[12].cells[12].total, 73);
    totals.pop_back();
    EXPECT_FALSE(decode(core, totals));
}

}  // namespace
}  // namespace tacit::survey
