#include "crypto/dp/zcdp.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/support/seeded_random.h"
#include "tests/unit/dp/fraction.h"

namespace tacit::dp {
namespace {

using Variances = std::vector<std::uint32_t>;

// The bundled core survey: eleven tables of choices (weights 8, 2 and 1), the PHQ-8 sum, and a multi of at most three.
std::vector<NoisyBlock> core_survey() {
    std::vector<NoisyBlock> blocks = {{2, 8}, {2, 2}, {2, 1}};
    for (int margin = 0; margin < 8; ++margin) blocks.push_back({2, 1});
    blocks.push_back({24 * 24, 2});
    blocks.push_back({6, 1});
    return blocks;
}

TEST(Accountant, GivesTheCoreSurveyItsVariances) {
    const Variances expected = {22, 88, 176, 176, 176, 176, 176, 176, 176, 176, 176, 25'344, 528};

    EXPECT_EQ(sigma_squared(core_survey(), rho_of(Profile::standard)).value(), expected);
    EXPECT_EQ(rho_spent(core_survey(), expected).value(), fraction(1, 8));
}

TEST(Accountant, RoundsVariancesUp) {
    // 3/(2·1/8·1/1) = 12 exactly; 7 tables: Δ²·7/(2·(1/2)) = 14; with ρ = 3/8 it is 2·7/(6/8) = 18.67.
    EXPECT_EQ(sigma_squared(std::vector<NoisyBlock>{{3, 1}}, fraction(1, 8)).value(), Variances{12});
    EXPECT_EQ(sigma_squared(std::vector<NoisyBlock>(7, {2, 1}), fraction(3, 8)).value(), Variances(7, 19));
}

TEST(Accountant, NeverGoesBelowTheLeastVariance) {
    EXPECT_EQ(sigma_squared(std::vector<NoisyBlock>{{2, 1}}, fraction(100, 1)).value(), Variances{4});
    EXPECT_EQ(sigma_squared(std::vector<NoisyBlock>{{0, 1}}, fraction(1, 8)).value(), Variances{4});
}

TEST(Accountant, RefusesAVarianceAboveTheBoundAndSaysWhatToDo) {
    // Δ²/(2ρ) with ρ = 1/2 is Δ²: the bound itself passes, one more does not.
    EXPECT_EQ(sigma_squared(std::vector<NoisyBlock>{{1u << 20, 1}}, fraction(1, 2)).value(), Variances{1u << 20});

    const auto refused =
        sigma_squared(std::vector<NoisyBlock>{{2, 1u << 30}, {(1u << 20) + 1, 1u << 30}}, fraction(1, 2));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::refused);
    EXPECT_EQ(refused.error().where, "1");
    EXPECT_NE(refused.error().remedy.find("weight"), std::string::npos);
}

TEST(Accountant, RefusesExtremesWithoutOverflow) {
    constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max();
    constexpr std::uint32_t kHeavy = std::numeric_limits<std::uint32_t>::max();

    EXPECT_FALSE(sigma_squared(std::vector<NoisyBlock>{{kHuge, 1}, {kHuge, kHeavy}}, fraction(1, kHuge)));
    EXPECT_EQ(sigma_squared(std::vector<NoisyBlock>{{kHuge, kHeavy}}, fraction(kHuge, 1)).value(), Variances{4});
    EXPECT_FALSE(sigma_squared(std::vector<NoisyBlock>{{2, 0}, {2, 1}}, fraction(1, 8)));
    EXPECT_FALSE(sigma_squared(std::vector<NoisyBlock>{{2, 1}}, Rational()));
}

TEST(Accountant, RefusesToCountVariancesThatItWouldNotGive) {
    const std::vector<NoisyBlock> blocks = {{2, 1}};

    EXPECT_FALSE(rho_spent(blocks, Variances{0}));
    EXPECT_FALSE(rho_spent(blocks, Variances{3}));
    EXPECT_FALSE(rho_spent(blocks, Variances{(1u << 20) + 1}));
    EXPECT_FALSE(rho_spent(blocks, Variances{}));
    EXPECT_FALSE(rho_spent(blocks, Variances{4, 4}));
    EXPECT_EQ(rho_spent(blocks, Variances{4}).value(), fraction(1, 4));
    EXPECT_EQ(rho_spent(std::vector<NoisyBlock>{}, Variances{}).value(), Rational());
}

// Whatever the tables and weights: what is spent is at most what was planned, compared exactly, and with one less noise
// in any table that was not raised to the least variance it would be more than that table's part.
TEST(Accountant, SpendsAtMostThePlanAndNoTableGetsMoreThanItsPart) {
    test::SeededRandom random(1);
    for (int round = 0; round < 2000; ++round) {
        const auto draw = random.array<40>();
        std::vector<NoisyBlock> blocks(1 + draw[0] % 12);
        std::uint64_t weights = 0;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            blocks[i] = {.delta_squared = draw[3 * i + 1] * (draw[3 * i + 2] % 2u), .weight = 1u + draw[3 * i + 3] % 9};
            weights += blocks[i].weight;
        }
        const Rational rho = rho_of(kProfiles[draw[39] % 3]);

        const auto variances = sigma_squared(blocks, rho);

        ASSERT_TRUE(variances);
        EXPECT_LE(rho_spent(blocks, *variances).value(), rho.plus(fraction(12, std::uint64_t{1} << 40)).value());
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const Rational part = rho.times(fraction(blocks[i].weight, weights)).value();
            const auto cost = [&](std::uint32_t variance) {
                return fraction(blocks[i].delta_squared, 2ull * variance);
            };
            EXPECT_LE(cost((*variances)[i]), part);
            if ((*variances)[i] > kSigmaSquaredMin) {
                EXPECT_GT(cost((*variances)[i] - 1), part);
            }
        }
    }
}

// Many tables with variances that share no factor: the exact sum needs more than 64 bits, so it is rounded, upwards.
TEST(Accountant, RoundsTheSumUpWhereItIsTooLongToWrite) {
    const std::vector<NoisyBlock> blocks(8, {2, 1});
    const Variances primes = {1'000'003, 999'983, 999'979, 999'961, 999'959, 999'953, 999'931, 999'917};
    long double exact = 0;
    for (const std::uint32_t prime : primes) exact += 1.0L / prime;

    const Rational spent = rho_spent(blocks, primes).value();

    const long double value =
        static_cast<long double>(spent.numerator()) / static_cast<long double>(spent.denominator());
    EXPECT_GT(value, exact);
    EXPECT_LT(value, exact + 8.0L / 0x1p40L);
}

}  // namespace
}  // namespace tacit::dp
