#include "schemas/instruments/change.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace tacit::instruments {
namespace {

EightItemScore score(int total) {
    std::array<std::uint8_t, 8> items{};
    for (std::uint8_t& item : items) {
        item = static_cast<std::uint8_t>(std::min(total, 3));
        total -= item;
    }
    return *EightItemScore::of(items);
}

TEST(Change, RemissionIsBelowFiveAndGoesBeforeResponse) {
    EXPECT_EQ(response(score(20), score(4)), Response::remission);
    EXPECT_EQ(response(score(20), score(5)), Response::response);
    EXPECT_EQ(response(score(5), score(4)), Response::remission);
}

TEST(Change, ResponseIsADropOfAtLeastHalf) {
    EXPECT_EQ(response(score(19), score(9)), Response::response);
    EXPECT_EQ(response(score(19), score(10)), Response::partial);
    EXPECT_EQ(response(score(20), score(10)), Response::response);
}

TEST(Change, PartialEndsAtThreeQuartersOfTheStart) {
    EXPECT_EQ(response(score(20), score(15)), Response::partial);
    EXPECT_EQ(response(score(20), score(16)), Response::little);
}

TEST(Change, WorseIsFivePointsUp) {
    EXPECT_EQ(response(score(10), score(15)), Response::worse);
    EXPECT_EQ(response(score(10), score(14)), Response::little);
}

TEST(Change, BelowAStartOfFiveThereIsNothingToRespondFrom) {
    EXPECT_EQ(response(score(4), score(0)), Response::below_start);
    EXPECT_EQ(response(score(5), score(5)), Response::little);
}

TEST(Change, WithoutAMeasuredStartThereIsNoChange) {
    EXPECT_EQ(response(std::nullopt, score(3)), Response::no_start);
    EXPECT_EQ(reliable(std::nullopt, score(3)), Reliable::no_start);
}

TEST(Change, ReliableNeedsACaseAtTheStartAndSixPoints) {
    EXPECT_EQ(reliable(score(9), score(0)), Reliable::below_case_at_start);
    EXPECT_EQ(reliable(score(19), score(9)), Reliable::rel_recovery);
    EXPECT_EQ(reliable(score(14), score(9)), Reliable::recovery_only);
    EXPECT_EQ(reliable(score(15), score(9)), Reliable::rel_recovery);
    EXPECT_EQ(reliable(score(20), score(14)), Reliable::rel_improve_only);
    EXPECT_EQ(reliable(score(20), score(15)), Reliable::no_rel_change);
    EXPECT_EQ(reliable(score(10), score(15)), Reliable::no_rel_change);
    EXPECT_EQ(reliable(score(10), score(16)), Reliable::rel_worse);
}

TEST(Change, ANinthItemIsLeftOutAndABlankAmongTheEightGivesNoScore) {
    std::array<std::optional<std::uint8_t>, 9> nine;
    nine.fill(1);
    nine[8] = 3;

    EXPECT_EQ(EightItemScore::of(std::span<const std::optional<std::uint8_t>>(nine))->value(), 8);
    nine[8] = std::nullopt;
    EXPECT_EQ(EightItemScore::of(std::span<const std::optional<std::uint8_t>>(nine))->value(), 8);
    nine[7] = std::nullopt;
    EXPECT_FALSE(EightItemScore::of(std::span<const std::optional<std::uint8_t>>(nine)));
}

// Mixing versions is a type error: neither a total nor nine answered items are a score to take a change from.
static_assert(!std::is_constructible_v<EightItemScore, int>);
static_assert(!std::is_invocable_v<decltype(response), int, int>);
static_assert(!std::is_invocable_v<decltype(&reliable), std::optional<EightItemScore>, int>);

TEST(Change, EveryCategoryHasItsCode) {
    EXPECT_EQ(change_levels(ChangeScale::response)[static_cast<std::size_t>(Response::no_start)], "no_start");
    EXPECT_EQ(change_levels(ChangeScale::response)[static_cast<std::size_t>(Response::partial)], "partial");
    EXPECT_EQ(change_levels(ChangeScale::reliable)[static_cast<std::size_t>(Reliable::rel_worse)], "rel_worse");
    EXPECT_EQ(change_level(ChangeScale::response, score(19), score(9)), 1);
}

}  // namespace
}  // namespace tacit::instruments
