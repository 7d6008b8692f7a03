#include "crypto/dp/rational.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/support/seeded_random.h"
#include "tests/unit/dp/fraction.h"

namespace tacit::dp {
namespace {

constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

TEST(Fraction, IsKeptInLowestTerms) {
    EXPECT_EQ(fraction(6, 48), fraction(1, 8));
    EXPECT_EQ(fraction(6, 48).numerator(), 1u);
    EXPECT_EQ(fraction(6, 48).denominator(), 8u);
    EXPECT_EQ(fraction(0, 7), Rational());
    EXPECT_EQ(fraction(kMax, kMax), fraction(1, 1));
    EXPECT_FALSE(Rational::make(1, 0));
}

TEST(Fraction, AddsSubtractsMultipliesAndDivides) {
    EXPECT_EQ(fraction(1, 6).plus(fraction(1, 10)).value(), fraction(4, 15));
    EXPECT_EQ(fraction(1, 6).minus(fraction(1, 10)).value(), fraction(1, 15));
    EXPECT_EQ(fraction(2, 9).times(fraction(3, 4)).value(), fraction(1, 6));
    EXPECT_EQ(fraction(2, 9).over(fraction(4, 3)).value(), fraction(1, 6));
}

TEST(Fraction, FailsRatherThanWrapOrRound) {
    EXPECT_FALSE(fraction(kMax, 1).plus(fraction(1, 1)));
    EXPECT_FALSE(fraction(1, kMax).plus(fraction(1, kMax - 1)));
    EXPECT_FALSE(fraction(kMax, kMax - 1).plus(fraction(kMax - 1, kMax - 2)));
    EXPECT_FALSE(fraction(kMax, 1).times(fraction(2, 1)));
    EXPECT_FALSE(fraction(1, kMax).times(fraction(1, 2)));
    EXPECT_FALSE(fraction(kMax, 1).over(fraction(1, 2)));
    EXPECT_FALSE(fraction(1, 8).minus(fraction(1, 7)));
    EXPECT_FALSE(fraction(1, 8).over(Rational()));
}

// Where intermediate products need 128 bits but the result fits.
TEST(Fraction, IsExactUpToTheLastBit) {
    EXPECT_EQ(fraction(kMax, 3).times(fraction(3, kMax)).value(), fraction(1, 1));
    EXPECT_EQ(fraction(1, kMax).plus(fraction(kMax - 1, kMax)).value(), fraction(1, 1));
    EXPECT_LT(fraction(kMax - 2, kMax - 1), fraction(kMax - 1, kMax));
    EXPECT_GT(fraction(kMax, kMax - 1), fraction(kMax - 1, kMax - 2 + 1));
}

// A budget at its exact bound passes, and the least amount more does not: no floating-point number can say this.
TEST(Fraction, ComparesBudgetsExactly) {
    const Rational cap = fraction(1, 8);
    const Rational tenth = fraction(1, 80);
    Rational spent;
    for (int i = 0; i < 10; ++i) spent = spent.plus(tenth).value();

    EXPECT_LE(spent, cap);
    EXPECT_GT(spent.plus(fraction(1, 1'000'000'000'000)).value(), cap);
}

TEST(Fraction, OrdersAsItsDifferenceSays) {
    test::SeededRandom random(1);
    for (int round = 0; round < 5000; ++round) {
        const auto draw = random.array<4>();
        const Rational a = fraction(draw[0], draw[1] + 1u);
        const Rational b = fraction(draw[2], draw[3] + 1u);

        EXPECT_EQ(a >= b, a.minus(b).has_value());
        EXPECT_EQ(a == b, a <= b && b <= a);
        EXPECT_EQ(a.plus(b).value().minus(b).value(), a);
        if (b != Rational()) {
            EXPECT_EQ(a.times(b).value().over(b).value(), a);
        }
    }
}

TEST(Fraction, ReadsExactlyWhatItWrites) {
    for (const char* const text : {"0", "1", "1/8", "25344/7", "18446744073709551615", "1/18446744073709551615"})
        EXPECT_EQ(to_text(Rational::from_text(text).value()), text);
    for (const char* const text :
         {"", "/", "1/", "/8", "2/16", "8/1", "0/5", "1/0", "01/8", "1/08", "+1/8", "-1/8", " 1/8", "1/8 ", "1/8/2",
          "0.125", "1e3", "18446744073709551616", "99999999999999999999"})
        EXPECT_FALSE(Rational::from_text(text)) << text;
}

}  // namespace
}  // namespace tacit::dp
