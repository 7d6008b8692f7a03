// The production table against values that share neither code nor method with it (gaussian_thresholds.py).
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "crypto/base/bytes.h"
#include "crypto/dp/gaussian_table.h"
#include "tests/support/seeded_random.h"

namespace tacit::dp {
namespace {

struct Expected {
    std::size_t entries = 0;
    std::string sha256;
    std::map<std::size_t, u128> shown;
    std::string samples;  // the hash of a thousand, or nothing
};

std::map<std::uint32_t, Expected> expected_tables() {
    std::map<std::uint32_t, Expected> tables;
#define TABLE(variance, size, hash)  \
    tables[variance].entries = size; \
    tables[variance].sha256 = hash;
#define ENTRY(variance, k, high, low) tables[variance].shown[k] = u128{high} << 64 | low;
#define SAMPLES(variance, hash) tables[variance].samples = hash;
#include "tests/stat/gaussian_thresholds.inc"
#undef SAMPLES
#undef TABLE
#undef ENTRY
    return tables;
}

Bytes big_endian(std::span<const u128> thresholds) {
    Bytes bytes;
    for (const u128 threshold : thresholds)
        for (int shift = 120; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(threshold >> shift));
    return bytes;
}

// Whether every shown entry is within one unit of 2^-128.
bool fits(const Expected& expected, std::span<const u128> thresholds) {
    if (thresholds.size() != expected.entries) return false;
    return std::all_of(expected.shown.begin(), expected.shown.end(), [&](const auto& entry) {
        const u128 got = thresholds[entry.first];
        return (got > entry.second ? got - entry.second : entry.second - got) <= 1;
    });
}

TEST(GaussianThresholds, AreThoseOfAnIndependentComputation) {
    const auto tables = expected_tables();
    ASSERT_GE(tables.size(), 10u);
    for (const auto& [variance, expected] : tables) {
        const GaussianTable table(variance);

        EXPECT_TRUE(fits(expected, table.thresholds())) << "variance " << variance;
        // The fixed-point error is below 2^-200, so no entry is rounded to the other side of an integer.
        EXPECT_EQ(to_hex(sha256(big_endian(table.thresholds()))), expected.sha256) << "variance " << variance;
    }
}

TEST(GaussianThresholds, RiseToAllOnes) {
    for (const std::uint32_t variance : {1u, 4u, 5u, 22u, 88u, 529u, 4096u, 65'536u, 1u << 20}) {
        const GaussianTable table(variance);
        const auto thresholds = table.thresholds();

        EXPECT_TRUE(std::is_sorted(thresholds.begin(), thresholds.end()));
        EXPECT_TRUE(thresholds.back() == ~u128{0});
    }
}

TEST(GaussianThresholds, GiveTheSamplesOfAnIndependentComputation) {
    std::size_t variances = 0;
    for (const auto& [variance, expected] : expected_tables()) {
        if (expected.samples.empty()) continue;
        ++variances;
        test::SeededRandom random(1);
        const GaussianTable table(variance);
        Bytes drawn;
        for (int i = 0; i < 1000; ++i) {
            const auto sample = static_cast<std::uint32_t>(table.sample(random));
            for (int shift = 24; shift >= 0; shift -= 8) drawn.push_back(static_cast<std::uint8_t>(sample >> shift));
        }

        EXPECT_EQ(to_hex(sha256(drawn)), expected.samples) << "variance " << variance;
    }
    EXPECT_EQ(variances, 4u);
}

// The controls: the table of the next variance, and a table that ends after six standard deviations, are both seen.
TEST(GaussianThresholds, OfTheNextVarianceOrACutTailDoNotFit) {
    const auto tables = expected_tables();
    for (const std::uint32_t variance : {4u, 400u, 25'344u}) {
        const GaussianTable next(variance + 1);
        const GaussianTable whole(variance);
        std::size_t six_sigma = 0;
        while (six_sigma * six_sigma < 36 * variance) ++six_sigma;
        const auto cut = whole.thresholds().first(six_sigma);

        EXPECT_FALSE(fits(tables.at(variance), next.thresholds()));
        EXPECT_FALSE(fits(tables.at(variance), cut));
    }
}

}  // namespace
}  // namespace tacit::dp
