#include "crypto/base/random.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/seeded_random.h"

namespace tacit {
namespace {

TEST(RandomSource, TheSystemsNeverRepeats) {
    SystemRandom random;
    std::set<std::array<std::uint8_t, 16>> seen;

    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(random.array<16>()).second);
}

TEST(RandomSource, TheSeededOneRepeatsForItsSeedOnly) {
    test::SeededRandom first(1);
    test::SeededRandom again(1);
    test::SeededRandom other(2);
    const auto bytes = first.array<10'000>();

    EXPECT_EQ(again.array<10'000>(), bytes);
    EXPECT_NE(other.array<10'000>(), bytes);
}

TEST(RandomSource, TheSeededOneGivesOneStreamHoweverItIsCut) {
    test::SeededRandom whole(3);
    test::SeededRandom parts(3);
    Bytes expected(9000);
    whole.fill(expected);

    Bytes got;
    for (std::size_t size = 0; got.size() < expected.size(); size = size * 2 + 1) {
        Bytes part(std::min(size, expected.size() - got.size()));
        parts.fill(part);
        append(got, part);
    }

    EXPECT_EQ(got, expected);
}

}  // namespace
}  // namespace tacit
