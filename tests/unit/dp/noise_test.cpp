#include "crypto/dp/noise.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace tacit::dp {
namespace {

using field::Field64;
using test::SeededRandom;

TEST(DiscreteGaussian, AddsOneSampleToEveryCellNegativeOnesAsPMinusTheirSize) {
    SeededRandom for_noise(1);
    SeededRandom for_samples(1);
    std::vector<Field64> cells;
    for (std::uint64_t i = 0; i < 200; ++i) cells.push_back(Field64::from_u64(3));
    const GaussianTable table(16);
    int negative = 0;

    DiscreteGaussianNoise(for_noise).add(cells, 16);

    for (const Field64 cell : cells) {
        const std::int64_t expected = 3 + table.sample(for_samples);
        negative += expected < 0;
        EXPECT_EQ(cell.value(), expected < 0 ? Field64::kModulus - static_cast<std::uint64_t>(-expected)
                                             : static_cast<std::uint64_t>(expected));
    }
    EXPECT_GT(negative, 10);
}

TEST(DiscreteGaussian, WrapsAroundTheModulusLikeTheFieldDoes) {
    SeededRandom random(2);
    for (const std::uint64_t start :
         {std::uint64_t{0}, std::uint64_t{5}, Field64::kModulus - 1, Field64::kModulus - 5}) {
        std::vector<Field64> cells(300, Field64::from_u64(start));

        DiscreteGaussianNoise(random).add(cells, 9);

        for (const Field64 cell : cells) {
            const std::uint64_t moved = (cell - Field64::from_u64(start)).value();
            EXPECT_LT(cell.value(), Field64::kModulus);
            EXPECT_TRUE(moved < 60 || moved > Field64::kModulus - 60) << moved;
        }
    }
}

TEST(DiscreteGaussian, IsDrawnAnewForEveryCall) {
    SeededRandom random(3);
    DiscreteGaussianNoise noise(random);
    std::vector<Field64> first(50);
    std::vector<Field64> second(50);

    noise.add(first, 22);
    noise.add(second, 22);

    EXPECT_NE(first, second);
}

TEST(DiscreteGaussian, TakesTheVarianceOfTheBlock) {
    SeededRandom random(4);
    DiscreteGaussianNoise noise(random);
    const auto spread = [&](std::uint32_t sigma_squared) {
        std::vector<Field64> cells(4000, Field64::from_u64(1'000'000));
        noise.add(cells, sigma_squared);
        double sum = 0;
        for (const Field64 cell : cells) {
            const double off = static_cast<double>(cell.value()) - 1'000'000;
            sum += off * off;
        }
        return sum / 4000;
    };

    // The variance of a mean square of 4,000 Gaussian samples is 2σ⁴/4000: ±10 % is 4.5 standard errors, missed once in
    // 150,000 seeds by a correct sampler.
    for (const std::uint32_t sigma_squared : {4u, 22u, 88u, 528u, 25'344u, 22u})
        EXPECT_NEAR(spread(sigma_squared) / sigma_squared, 1, 0.1) << sigma_squared;
}

}  // namespace
}  // namespace tacit::dp
