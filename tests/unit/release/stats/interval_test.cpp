#include "schemas/release/stats/interval.h"

#include <gtest/gtest.h>

namespace tacit::release {
namespace {

double width(const std::optional<ShareInterval>& share) { return share->interval.high - share->interval.low; }

TEST(Interval, WithoutNoiseIsWilsons) {
    const auto share = wilson_noisy(50, 100, 0);

    EXPECT_NEAR(share->interval.low, 0.40383, 1e-5);
    EXPECT_NEAR(share->interval.high, 0.59617, 1e-5);
}

// The widths that dp.md section 4.3 tabulates, in points at a share of one half.
TEST(Interval, HasTheTabulatedWidthsWithNoise) {
    EXPECT_NEAR(100 * width(wilson_noisy(100, 200, 2 * 64)), 25.8, 0.15);
    EXPECT_NEAR(100 * width(wilson_noisy(250, 500, 2 * 64)), 12.4, 0.1);
    EXPECT_NEAR(100 * width(wilson_noisy(250, 500, 2 * 400)), 23.7, 0.1);
    EXPECT_NEAR(100 * width(wilson_noisy(1000, 2000, 2 * 400)), 7.1, 0.1);
    EXPECT_NEAR(100 * width(wilson_noisy(2500, 5000, 2 * 400)), 3.5, 0.1);
    EXPECT_NEAR(100 * width(wilson_noisy(50000, 100000, 2 * 400)), 0.6, 0.05);
}

// By hand at num = 0: (768.29 + √(768.29² + 4·40768.29·491.71)) / (2·40768.29).
TEST(Interval, OfAShareFarBelowZeroIsThatOfZero) {
    const auto share = wilson_noisy(-40, 200, 2 * 64);

    EXPECT_TRUE(share->at_edge);
    EXPECT_EQ(share->interval.low, 0);
    EXPECT_NEAR(share->interval.high, 0.1197, 1e-4);
    EXPECT_EQ(share->value, -0.2);
}

TEST(Interval, OfAShareFarAboveOneIsItsMirror) {
    const auto below = wilson_noisy(-40, 200, 2 * 64);
    const auto above = wilson_noisy(240, 200, 2 * 64);

    EXPECT_TRUE(above->at_edge);
    EXPECT_EQ(above->interval.high, 1);
    EXPECT_NEAR(above->interval.low, 1 - below->interval.high, 1e-12);
}

TEST(Interval, IsNeverASinglePoint) {
    for (int y = -200; y <= 400; ++y) {
        const auto share = wilson_noisy(y, 200, 2 * 16);
        ASSERT_TRUE(share) << y;
        EXPECT_GT(width(share), 0) << y;
        EXPECT_GE(share->interval.low, 0) << y;
        EXPECT_LE(share->interval.high, 1) << y;
    }
}

TEST(Interval, HoldsItsValueWhereThatIsAShare) {
    for (int y = 0; y <= 200; ++y) {
        const auto share = wilson_noisy(y, 200, 2 * 16);
        EXPECT_LE(share->interval.low, share->value) << y;
        EXPECT_GE(share->interval.high, share->value) << y;
    }
}

// survey.md section 2: rows of four cells with σ² = 22 from 53 people, with 88 from 106; of six with 176 from 184.
TEST(Interval, OfARowIsPublishedFromFourStandardDeviationsOfItsNoise) {
    EXPECT_FALSE(share_in_row(20, 53, 2 * 22, 4));
    EXPECT_TRUE(share_in_row(20, 54, 2 * 22, 4));
    EXPECT_FALSE(share_in_row(20, 106, 2 * 88, 4));
    EXPECT_TRUE(share_in_row(20, 107, 2 * 88, 4));
    EXPECT_FALSE(share_in_row(20, 183, 2 * 176, 6));
    EXPECT_TRUE(share_in_row(20, 184, 2 * 176, 6));
}

// The roots of dp.md section 4.4 for num = 40, den = 100, v = 32, b = 4:
// A = 10000 + 3.8415·(100 − 128), B = −8000 − 3.8415·(100 − 64), C = 1600 − 3.8415·32.
TEST(Interval, OfARowIsFiellers) {
    const auto share = share_in_row(40, 100, 32, 4);

    EXPECT_NEAR(share->interval.low, 0.27032, 1e-4);
    EXPECT_NEAR(share->interval.high, 0.55236, 1e-4);
}

TEST(Interval, CountsNoiseThatNumeratorAndBaseShareOnce) {
    const Fraction apart{40, 100, 32, 128, 0};
    const Fraction together{40, 100, 32, 128, 32};

    EXPECT_LT(width(share_interval(together)), width(share_interval(apart)));
    EXPECT_LT(share_variance(together), share_variance(apart));
}

// [q(1−q)m + v((1−q)² + (b−1)q²)]/m² of dp.md section 4.5 at q = 0.4, m = 100, v = 32, b = 4.
TEST(Interval, VarianceOfAShareIsTheTabulatedFormula) {
    EXPECT_NEAR(share_variance({40, 100, 32, 4 * 32, 32}), (0.24 * 100 + 32 * (0.36 + 3 * 0.16)) / 10000, 1e-12);
}

TEST(Interval, OfNobodyIsNone) {
    EXPECT_FALSE(wilson_noisy(0, 0, 0));
    EXPECT_FALSE(wilson_noisy(5, -10, 0));
    EXPECT_FALSE(base_is_publishable(0, 0));
}

}  // namespace
}  // namespace tacit::release
