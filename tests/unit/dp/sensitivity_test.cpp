// The accountant's Δ² against the truth: every honest questionnaire of a small survey is evaluated, and every pair of
// them compared, block by block.
#include "crypto/dp/sensitivity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "tests/support/seeded_random.h"
#include "tests/unit/dp/questionnaires.h"

namespace tacit::dp {
namespace {

using circuits::Block;
using circuits::Choice;
using circuits::Cross;
using circuits::Group;
using circuits::Multi;
using circuits::QuestionnaireConfig;
using circuits::Sum;
using test::all_questionnaires;
using test::Cells;
using test::SeededRandom;

QuestionnaireConfig survey(std::vector<Block> blocks) { return test::config_of(std::move(blocks)); }

// The largest squared distance between the cells of one block over all pairs of questionnaires.
std::uint64_t found(const QuestionnaireConfig& config, std::size_t block) {
    std::vector<Cells> contents_seen;
    for (const auto& questionnaire : all_questionnaires(config)) contents_seen.push_back(questionnaire[block]);
    std::sort(contents_seen.begin(), contents_seen.end());
    contents_seen.erase(std::unique(contents_seen.begin(), contents_seen.end()), contents_seen.end());
    std::uint64_t most = 0;
    for (const Cells& a : contents_seen) {
        for (const Cells& b : contents_seen) {
            std::uint64_t distance = 0;
            for (std::size_t i = 0; i < a.size(); ++i)
                distance += static_cast<std::uint64_t>((a[i] - b[i]) * (a[i] - b[i]));
            most = std::max(most, distance);
        }
    }
    return most;
}

std::optional<std::uint64_t> declared(const QuestionnaireConfig& config, std::size_t block) {
    const auto result = delta_squared(config, block);
    return result ? std::optional(*result) : std::nullopt;
}

TEST(Sensitivity, OfAChoiceIsTwoAsFound) {
    for (std::uint16_t k = 2; k <= 6; ++k) {
        const auto config = survey({Choice{k}});
        EXPECT_EQ(declared(config, 0), 2u);
        EXPECT_EQ(found(config, 0), 2u);
    }
    EXPECT_EQ(declared(survey({Choice{1}}), 0), 2u);  // a single option cannot move: above what is found, never below
}

TEST(Sensitivity, OfAMultiIsTheSmallerOfItsOptionsAndTwiceItsLimitAsFound) {
    for (std::uint16_t k = 1; k <= 7; ++k) {
        for (std::uint16_t max = 1; max <= k; ++max) {
            const auto config = survey({Multi{k, max}});
            EXPECT_EQ(declared(config, 0), std::min<std::uint64_t>(k, 2u * max));
            EXPECT_EQ(found(config, 0), declared(config, 0)) << k << " options, at most " << max;
        }
    }
}

TEST(Sensitivity, OfAFullGroupIsTwoAsFound) {
    const auto config = survey({Choice{6}, Group{0, {{0, 3}, {1}, {2, 4, 5}}}, Group{0, {{0, 1, 2}, {3, 4, 5}}}});
    for (const std::size_t block : {1u, 2u}) {
        EXPECT_EQ(declared(config, block), 2u);
        EXPECT_EQ(found(config, block), 2u);
    }
}

TEST(Sensitivity, OfAGroupThatLeavesCellsOutIsAtMostTwo) {
    const auto config = survey({Choice{6}, Group{0, {{0, 3}}}, Group{0, {{1}, {2}}}});
    EXPECT_EQ(found(config, 1), 1u);
    EXPECT_EQ(declared(config, 1), 2u);
    EXPECT_EQ(found(config, 2), 2u);
    EXPECT_EQ(declared(config, 2), 2u);
}

TEST(Sensitivity, OfCrossesOfChoicesAndGroupsIsTwoAsFound) {
    const auto config = survey({Choice{4}, Choice{3}, Choice{2}, Group{0, {{0, 1}, {2, 3}}}, Cross{0, 1}, Cross{4, 2},
                                Cross{3, 1}, Cross{6, 2}, Cross{0, 0}});
    for (std::size_t block = 4; block < config.blocks.size(); ++block) {
        EXPECT_EQ(declared(config, block), 2u) << block;
        EXPECT_EQ(found(config, block), 2u) << block;
    }
}

TEST(Sensitivity, OfACrossWithMultisIsNeverBelowTheOneFound) {
    for (std::uint16_t k = 1; k <= 4; ++k) {
        for (std::uint16_t max = 1; max <= k; ++max) {
            const auto config = survey({Multi{k, max}, Choice{3}, Multi{3, 2}, Cross{0, 1}, Cross{0, 2}, Cross{3, 2}});
            EXPECT_EQ(declared(config, 3), 2u * max);
            EXPECT_EQ(declared(config, 4), 2u * max * 2);
            EXPECT_EQ(declared(config, 5), 2u * max * 2);
            for (const std::size_t block : {3u, 4u, 5u})
                EXPECT_GE(declared(config, block).value(), found(config, block)) << block;
            // Two different options of the choice share no cell, so here the bound is reached.
            EXPECT_EQ(found(config, 3), 2u * max);
        }
    }
}

TEST(Sensitivity, OfASumIsTheSquareOfItsReachAsFound) {
    const auto config =
        survey({Choice{5}, Sum{0, {-2, -1, 0, 1, 0}}, Sum{0, {7, 7, 7, 7, 7}}, Sum{0, {0, 100, -40, 3, 3}}});
    EXPECT_EQ(declared(config, 1), 9u);
    EXPECT_EQ(declared(config, 2), 0u);
    EXPECT_EQ(declared(config, 3), 140u * 140u);
    for (const std::size_t block : {1u, 2u, 3u}) EXPECT_EQ(found(config, block), declared(config, block));
}

TEST(Sensitivity, OfTheWidestSumDoesNotOverflow) {
    const auto config = survey({Choice{2}, Sum{0, {-2147483647 - 1, 2147483647}}});
    EXPECT_EQ(declared(config, 1), 4294967295ull * 4294967295ull);
}

TEST(Sensitivity, IsNeverBelowTheOneFoundOnRandomSurveys) {
    SeededRandom random(1);
    std::size_t blocks_compared = 0;
    for (int round = 0; round < 100; ++round) {
        std::vector<Block> blocks;
        for (const std::uint8_t draw : random.array<2>()) {
            const auto k = static_cast<std::uint16_t>(1 + draw % 4);
            if (draw & 16) {
                blocks.push_back(Choice{k});
            } else {
                blocks.push_back(Multi{k, static_cast<std::uint16_t>(1 + (draw >> 5) % k)});
            }
        }
        for (int i = 0; i < 4; ++i) {
            const auto draw = random.array<3>();
            const auto of = static_cast<std::uint16_t>(draw[1] % blocks.size());
            const auto* const choice = std::get_if<Choice>(&blocks[of]);
            if (draw[0] % 3 == 0 && choice != nullptr) {
                std::vector<std::int32_t> values(choice->k);
                for (auto& value : values) value = static_cast<std::int8_t>(random.array<1>()[0]);
                blocks.push_back(Sum{of, values});
            } else if (draw[0] % 3 == 1 && choice != nullptr) {
                std::vector<std::vector<std::uint16_t>> groups(1 + draw[2] % 3);
                for (std::uint16_t cell = 0; cell < choice->k; ++cell)
                    groups[random.array<1>()[0] % groups.size()].push_back(cell);
                blocks.push_back(Group{of, groups});
            } else {
                const auto right = static_cast<std::uint16_t>(draw[2] % blocks.size());
                if (std::holds_alternative<Sum>(blocks[of]) || std::holds_alternative<Sum>(blocks[right])) continue;
                blocks.push_back(Cross{of, right});
                if (all_questionnaires(survey(blocks)).front().back().size() > 64)
                    blocks.pop_back();  // keeps the test quick
            }
        }
        const auto config = survey(blocks);
        for (std::size_t block = 0; block < blocks.size(); ++block) {
            ASSERT_TRUE(declared(config, block)) << block;
            EXPECT_GE(*declared(config, block), found(config, block)) << "round " << round << ", block " << block;
            ++blocks_compared;
        }
    }
    EXPECT_GT(blocks_compared, 400u);
}

// Why these are refused: the rule for a group of a choice would declare 2.
TEST(Sensitivity, IsRefusedForAGroupOverAMulti) {
    const auto config = survey({Multi{6, 3}, Group{0, {{0, 1, 2}, {3, 4, 5}}}});
    EXPECT_EQ(found(config, 1), 18u);
    EXPECT_FALSE(declared(config, 1));
}

TEST(Sensitivity, IsRefusedForGroupsThatOverlap) {
    const auto config = survey({Choice{4}, Group{0, {{0, 1}, {0, 2}, {0, 3}, {1}}}});
    EXPECT_GT(found(config, 1), 2u);
    EXPECT_FALSE(declared(config, 1));
    EXPECT_FALSE(declared(survey({Choice{4}, Group{0, {{0, 0}}}}), 1));
}

TEST(Sensitivity, IsRefusedForASumOverAMulti) {
    const auto config = survey({Multi{3, 3}, Sum{0, {1, 1, 1}}});
    EXPECT_EQ(found(config, 1), 9u);  // the rule for a sum over a choice would declare 0
    EXPECT_FALSE(declared(config, 1));
}

TEST(Sensitivity, IsRefusedForACrossWithASum) {
    EXPECT_FALSE(declared(survey({Choice{3}, Sum{0, {0, 5, 9}}, Cross{0, 1}}), 2));
    EXPECT_FALSE(declared(survey({Choice{3}, Sum{0, {0, 5, 9}}, Cross{1, 0}}), 2));
}

TEST(Sensitivity, IsRefusedForGroupsAndSumsOverCrossesOrGroups) {
    EXPECT_FALSE(declared(survey({Choice{2}, Cross{0, 0}, Group{1, {{0}, {1}}}}), 2));
    EXPECT_FALSE(declared(survey({Choice{2}, Group{0, {{0}, {1}}}, Group{1, {{0}, {1}}}}), 2));
    EXPECT_FALSE(declared(survey({Choice{2}, Cross{0, 0}, Sum{1, {0, 1, 2, 3}}}), 2));
    EXPECT_FALSE(declared(survey({Choice{2}, Group{0, {{0}, {1}}}, Sum{1, {0, 1}}}), 2));
}

TEST(Sensitivity, IsRefusedForBlocksThatNameWhatIsNotThere) {
    EXPECT_FALSE(declared(survey({Choice{2}}), 1));
    EXPECT_FALSE(declared(survey({}), 0));
    EXPECT_FALSE(declared(survey({Cross{0, 0}}), 0));
    EXPECT_FALSE(declared(survey({Choice{2}, Cross{0, 2}, Choice{3}}), 1));
    EXPECT_FALSE(declared(survey({Group{1, {{0}}}, Choice{2}}), 0));
    EXPECT_FALSE(declared(survey({Choice{2}, Group{0, {{2}}}}), 1));
    EXPECT_FALSE(declared(survey({Choice{2}, Sum{0, {1}}}), 1));
    EXPECT_FALSE(declared(survey({Multi{3, 0}}), 0));
    EXPECT_FALSE(declared(survey({Multi{3, 4}}), 0));
}

// Each cross squares the number of ones: they outgrow any integer long before the blocks run out.
TEST(Sensitivity, IsRefusedBeforeItOverflows) {
    std::vector<Block> blocks = {Multi{4, 4}};
    for (std::uint16_t i = 0; i < 40; ++i) blocks.emplace_back(Cross{i, i});
    EXPECT_EQ(declared(survey(blocks), 1), 32u);
    EXPECT_FALSE(declared(survey(blocks), 40));
}

}  // namespace
}  // namespace tacit::dp
