#include "crypto/dp/epsilon.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/dp/fraction.h"

namespace tacit::dp {
namespace {

// Values that other implementations of the same proposition keep as regression constants.
TEST(Epsilon, DeltaAgreesWithOtherImplementations) {
    EXPECT_NEAR(delta_upper(fraction(1, 20), 0.25), 0.08177275310, 1e-10);
    EXPECT_NEAR(delta_upper(fraction(1, 2), 0), 0.55883563935, 1e-10);
}

TEST(Epsilon, IsRoundedUpToTwoDecimals) {
    // The exact value lies in (2.41, 2.42].
    EXPECT_EQ(epsilon_upper(fraction(1, 8), 1e-6), 2.42);
    EXPECT_LE(delta_upper(fraction(1, 8), 2.42), 1e-6);
    EXPECT_GT(delta_upper(fraction(1, 8), 2.41), 1e-6);
}

struct Row {
    std::uint64_t numerator, denominator;
    double at_six, at_nine, guess;  // to the nearest printed digit
};

// ε at δ = 10^-6 and 10^-9 by a separate script, and Φ(√(2ρ)/2).
TEST(Epsilon, IsAtMostOneDigitAboveTheTable) {
    for (const Row& row : {Row{1, 64, 0.79, 1.02, .535}, Row{1, 32, 1.14, 1.47, .550}, Row{1, 16, 1.66, 2.12, .570},
                           Row{1, 8, 2.42, 3.06, .599}, Row{1, 4, 3.54, 4.44, .638}, Row{1, 2, 5.22, 6.47, .691},
                           Row{1, 1, 7.77, 9.52, .760}, Row{2, 1, 11.69, 14.15, .841}}) {
        const Rational rho = fraction(row.numerator, row.denominator);
        for (const auto& [upper, printed, unit] : {std::tuple{epsilon_upper(rho, 1e-6), row.at_six, 0.01},
                                                   std::tuple{epsilon_upper(rho, 1e-9), row.at_nine, 0.01},
                                                   std::tuple{guess_upper(rho), row.guess, 0.001}}) {
            EXPECT_GE(upper, printed - 1e-9);
            EXPECT_LE(upper, printed + unit + 1e-9);
        }
    }
}

TEST(Epsilon, NeverPromisesMoreThanTheExactNumber) {
    for (std::uint64_t denominator = 1; denominator < 200; ++denominator) {
        const Rational rho = fraction(1, denominator);
        const double guess = std::erfc(-std::sqrt(2.0 / static_cast<double>(denominator)) / 2 / std::sqrt(2.0)) / 2;

        EXPECT_LE(delta_upper(rho, epsilon_upper(rho, 1e-6)), 1e-6);
        EXPECT_GE(guess_upper(rho), guess);
        EXPECT_LE(guess_upper(rho), guess + 0.0011);
    }
}

TEST(Epsilon, OfNoReleaseIsAtMostOneUnit) {
    EXPECT_LE(epsilon_upper(Rational(), 1e-6), 0.01);
    EXPECT_LE(guess_upper(Rational()), 0.501);
}

}  // namespace
}  // namespace tacit::dp
