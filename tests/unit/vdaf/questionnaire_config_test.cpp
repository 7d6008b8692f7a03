#include "crypto/circuits/questionnaire_config.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"
#include "tests/unit/vdaf/questionnaire_samples.h"

namespace tacit::circuits {
namespace {

using test::SeededRandom;

// Where check() finds the first broken rule; empty if it finds none.
std::string broken_at(const QuestionnaireConfig& config) {
    const auto checked = check(config);
    if (checked) return "";
    EXPECT_EQ(checked.error().fault, Fault::refused);
    EXPECT_FALSE(encode_config(config).has_value());
    return checked.error().where;
}

QuestionnaireConfig with_blocks(std::vector<Block> blocks) { return {1, 3, std::move(blocks), {0}}; }

}  // namespace

TEST(QuestionnaireConfig, IsDecodedFromItsOwnBytes) {
    SeededRandom random(1);
    for (int i = 0; i < 500; ++i) {
        const QuestionnaireConfig config = test::random_config(random);
        const auto bytes = encode_config(config);
        ASSERT_TRUE(bytes.has_value()) << to_text(bytes.error());
        const auto decoded = decode_config(*bytes);
        ASSERT_TRUE(decoded.has_value()) << to_text(decoded.error());
        EXPECT_EQ(*decoded, config);
    }
}

TEST(QuestionnaireConfig, RefusesEveryTruncationAndATrailingByte) {
    SeededRandom random(2);
    for (int i = 0; i < 50; ++i) {
        Bytes bytes = *encode_config(test::random_config(random));
        for (std::size_t size = 0; size < bytes.size(); ++size)
            EXPECT_FALSE(decode_config(ByteView(bytes).first(size)).has_value()) << size;
        bytes.push_back(0);
        EXPECT_FALSE(decode_config(bytes).has_value());
    }
}

TEST(QuestionnaireConfig, GivesBackTheSameBytesWheneverItAcceptsChangedOnes) {
    SeededRandom random(3);
    std::size_t accepted = 0;
    for (int i = 0; i < 20000; ++i) {
        Bytes bytes = *encode_config(test::random_config(random));
        for (std::size_t changes = 1 + test::below(random, 3); changes > 0; --changes)
            bytes[test::below(random, bytes.size())] = random.array<1>()[0];

        const auto decoded = decode_config(bytes);
        if (!decoded) continue;
        ++accepted;
        EXPECT_EQ(*encode_config(*decoded), bytes);
    }
    EXPECT_GT(accepted, 100u);
}

TEST(QuestionnaireConfig, RefusesWhatBreaksARule) {
    EXPECT_EQ(broken_at(with_blocks({Choice{2}})), "");
    EXPECT_EQ(broken_at(with_blocks({})), "blocks");
    EXPECT_EQ(broken_at(with_blocks({Choice{0}})), "blocks/0");
    EXPECT_EQ(broken_at(with_blocks({Multi{3, 0}})), "blocks/0");
    EXPECT_EQ(broken_at(with_blocks({Multi{3, 4}})), "blocks/0");
    EXPECT_EQ(broken_at(with_blocks({Choice{2}, Cross{0, 1}})), "blocks/1");
    EXPECT_EQ(broken_at(with_blocks({Choice{2}, Cross{2, 0}, Choice{3}})), "blocks/1");
    EXPECT_EQ(broken_at(with_blocks({Choice{2}, Group{1, {{0}}}})), "blocks/1");
    EXPECT_EQ(broken_at(with_blocks({Choice{2}, Group{0, {}}})), "blocks/1");
    EXPECT_EQ(broken_at(with_blocks({Choice{2}, Group{0, {{0}, {2}}}})), "blocks/1/groups/1");
    EXPECT_EQ(broken_at(with_blocks({Choice{2}, Group{0, {{0, 1}, {1}}}})), "blocks/1/groups/1");
    EXPECT_EQ(broken_at(with_blocks({Choice{2}, Group{0, {{1, 1}}}})), "blocks/1/groups/0");
    EXPECT_EQ(broken_at(with_blocks({Choice{2}, Group{0, {{1}, {}}}})), "");
    EXPECT_EQ(broken_at(with_blocks({Choice{2}, Sum{1, {0, 1}}})), "blocks/1");
    EXPECT_EQ(broken_at(with_blocks({Choice{2}, Sum{0, {0}}})), "blocks/1/values");
}

TEST(QuestionnaireConfig, RefusesOtherNumbersOfProofsAndChunkLengths) {
    QuestionnaireConfig config = with_blocks({Choice{2}});
    for (const std::uint8_t proofs : Bytes{0, 1, 2, 4, 255}) {
        config.proofs = proofs;
        EXPECT_EQ(broken_at(config), "proofs");
    }
    config.proofs = 3;
    config.chunk_length = 0;
    EXPECT_EQ(broken_at(config), "chunk_length");
    config.chunk_length = kChunkLengthMax + 1;
    EXPECT_EQ(broken_at(config), "chunk_length");
}

TEST(QuestionnaireConfig, RefusesAReleaseOfUnknownRepeatedOrNoBlocks) {
    QuestionnaireConfig config = with_blocks({Choice{2}, Choice{3}});
    config.release = {1, 0};
    EXPECT_EQ(broken_at(config), "");
    config.release = {1, 2};
    EXPECT_EQ(broken_at(config), "release/1");
    config.release = {1, 1};
    EXPECT_EQ(broken_at(config), "release/1");
    config.release = {};
    EXPECT_EQ(broken_at(config), "release");
}

TEST(QuestionnaireConfig, RefusesBlocksAndReportsThatWouldWeakenTheProof) {
    EXPECT_EQ(broken_at(with_blocks({Choice{1 << 13}})), "");
    EXPECT_EQ(broken_at(with_blocks({Choice{(1 << 13) + 1}})), "blocks/0/cells");
    EXPECT_EQ(broken_at(with_blocks({Choice{128}, Cross{0, 0}})), "blocks/1/cells");
    EXPECT_EQ(broken_at(with_blocks(std::vector<Block>(8, Choice{1 << 13}))), "");
    EXPECT_EQ(broken_at(with_blocks(std::vector<Block>(9, Choice{1 << 13}))), "blocks/8");
    // Seven full blocks and a multi whose weight digits are one element too many.
    std::vector<Block> blocks(7, Choice{1 << 13});
    blocks.emplace_back(Multi{(1 << 13) - 1, 1});
    EXPECT_EQ(broken_at(with_blocks(blocks)), "");
    blocks.emplace_back(Choice{1});
    EXPECT_EQ(broken_at(with_blocks(blocks)), "blocks/8");
}

// Thousands of tables of tables: sizes are computed once per block, not once per path through them.
TEST(QuestionnaireConfig, MeasuresLongChainsOfTablesQuickly) {
    std::vector<Block> blocks{Choice{1}};
    while (blocks.size() < 5000) {
        const auto last = static_cast<std::uint16_t>(blocks.size() - 1);
        blocks.emplace_back(Cross{last, last});
    }
    const QuestionnaireConfig config = with_blocks(blocks);

    EXPECT_EQ(broken_at(config), "");
    EXPECT_EQ(cell_count(config, 4999), 1u);
    EXPECT_EQ(product_count(config), 5000u);
}

TEST(QuestionnaireConfig, CountsCellsOutputsAndProducts) {
    const QuestionnaireConfig config{
        2,
        3,
        {Choice{4}, Multi{6, 2}, Multi{3, 3}, Group{0, {{0, 1}, {2}}}, Cross{3, 2}, Sum{0, {0, 1, 2, 3}}},
        {4, 5, 0}};
    EXPECT_EQ(cell_counts(config), (std::vector<std::size_t>{4, 6, 3, 2, 6, 1}));
    EXPECT_EQ(output_size(config), 11u);
    EXPECT_EQ(product_count(config), 1u + (6 + 2) + 3 + 1);
}

TEST(BestChunkLength, IsTheSmallestOfTheBest) {
    const auto proof_length = [](std::size_t products, std::size_t c) {
        std::size_t p = 1;
        while (p < 1 + (products + c - 1) / c) p *= 2;
        return 2 * c + 2 * (p - 1) + 1;
    };
    for (std::size_t products = 1; products < 600; ++products) {
        const std::size_t best = best_chunk_length(products);
        for (std::size_t c = 1; c <= products + 1; ++c) {
            if (c < best)
                EXPECT_GT(proof_length(products, c), proof_length(products, best)) << products;
            else
                EXPECT_GE(proof_length(products, c), proof_length(products, best)) << products;
        }
    }
}

}  // namespace tacit::circuits
