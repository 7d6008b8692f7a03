// Both samplers against the distribution they claim, by chi-square with fixed seeds.
//
// The bound is a score of 6. With df from 16 (σ² = 4) to about 100 degrees of freedom, χ² of a correct sampler exceeds
// df + 6·√(2·df) with probability below 3e-5 (the tail of the chi-square distribution at df = 16: 49.9), so a new seed
// would be refused by mistake once in 30,000; the seeds here are fixed and never are. With N samples a standard
// deviation wrong by a factor 1 ± ε moves χ² by about 2ε²N: 2 % of 250,000 samples is 200, that is a score of 14 (df =
// 100) or more.
#include <gtest/gtest.h>

#include "crypto/dp/gaussian_exact.h"
#include "crypto/dp/gaussian_table.h"
#include "tests/stat/chi_square.h"
#include "tests/support/seeded_random.h"

namespace tacit::dp {
namespace {

using test::chi_square_score;
using test::SeededRandom;

constexpr double kBound = 6;
constexpr int kSamples = 250'000;

using Counts = std::map<std::int64_t, std::uint64_t>;

Counts from_table(std::uint32_t variance) {
    SeededRandom random(variance);
    const GaussianTable table(variance);
    Counts counts;
    for (int i = 0; i < kSamples; ++i) ++counts[table.sample(random)];
    return counts;
}

Counts from_rejection(std::uint32_t variance) {
    SeededRandom random(variance);
    Counts counts;
    for (int i = 0; i < kSamples; ++i) ++counts[sample_exact(random, variance)];
    return counts;
}

class GaussianFit : public testing::TestWithParam<std::uint32_t> {};
INSTANTIATE_TEST_SUITE_P(Variances, GaussianFit, testing::Values(4, 16, 22, 64, 400));

TEST_P(GaussianFit, OfTheTableIsGoodAndTwoPercentOffIsSeen) {
    const Counts counts = from_table(GetParam());

    EXPECT_LE(chi_square_score(counts, GetParam()), kBound);
    EXPECT_GT(chi_square_score(counts, GetParam() * 1.02 * 1.02), kBound);
    EXPECT_GT(chi_square_score(counts, GetParam() * 0.98 * 0.98), kBound);
}

TEST_P(GaussianFit, OfTheRejectionSamplerIsGoodAndTwoPercentOffIsSeen) {
    const Counts counts = from_rejection(GetParam());

    EXPECT_LE(chi_square_score(counts, GetParam()), kBound);
    EXPECT_GT(chi_square_score(counts, GetParam() * 1.02 * 1.02), kBound);
    EXPECT_GT(chi_square_score(counts, GetParam() * 0.98 * 0.98), kBound);
}

// A large variance, with fewer samples: 50,000 see 5 % (2·0.05²·50000 = 250).
TEST(GaussianFitOfALargeVariance, IsGoodAndFivePercentOffIsSeen) {
    SeededRandom random(7);
    const GaussianTable table(10'000);
    Counts counts;
    for (int i = 0; i < 50'000; ++i) ++counts[table.sample(random)];

    EXPECT_LE(chi_square_score(counts, 10'000), kBound);
    EXPECT_GT(chi_square_score(counts, 10'000 * 1.05 * 1.05), kBound);
    EXPECT_GT(chi_square_score(counts, 10'000 * 0.95 * 0.95), kBound);
}

// The control for single values: a sampler that never gives 3, and one that gives zero once too often, are seen.
TEST(GaussianFitControl, AMissingValueAndAHeavyZeroAreSeen) {
    Counts missing = from_table(16);
    missing[4] += missing[3];
    missing[3] = 0;
    Counts heavy = from_table(16);
    heavy[0] += heavy[0] / 20;

    EXPECT_GT(chi_square_score(missing, 16), kBound);
    EXPECT_GT(chi_square_score(heavy, 16), kBound);
}

// One server's noise alone has variance σ², and two servers' together 2σ². The mean of N squares has standard error
// √(2/N)·σ²: 6 of those are missed by a correct sampler with probability 2e-9.
TEST(GaussianVariance, OfOneServerIsAsDeclaredAndOfTwoTwiceThat) {
    const double bound = 6 * std::sqrt(2.0 / kSamples);
    for (const std::uint32_t variance : {4u, 22u, 176u}) {
        SeededRandom of_leader(100 + variance);
        SeededRandom of_helper(200 + variance);
        const GaussianTable table(variance);
        double alone = 0;
        double together = 0;
        for (int i = 0; i < kSamples; ++i) {
            const double leader = table.sample(of_leader);
            const double helper = table.sample(of_helper);
            alone += leader * leader;
            together += (leader + helper) * (leader + helper);
        }

        EXPECT_NEAR(alone / kSamples / variance, 1, bound);
        EXPECT_NEAR(together / kSamples / variance, 2, 2 * bound);
        EXPECT_GT(std::abs(together / kSamples / variance - 1), 2 * bound);  // half the noise missing would be seen
    }
}

}  // namespace
}  // namespace tacit::dp
