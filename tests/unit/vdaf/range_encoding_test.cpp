#include "crypto/circuits/range_encoding.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "crypto/field/field64.h"

namespace tacit::circuits {

using field::Field64;

TEST(RangeEncoding, IsDecodedToTheValueForEveryValue) {
    for (std::uint64_t max = 1; max <= 70; ++max) {
        const RangeEncoding<Field64> range(max);
        for (std::uint64_t value = 0; value <= max; ++value) {
            std::vector<Field64> digits(range.digits());
            range.encode(value, digits);
            for (const Field64 digit : digits) EXPECT_LE(digit.value(), 1u);
            EXPECT_EQ(range.decode(digits).value(), value) << max;
        }
    }
}

TEST(RangeEncoding, CannotStandForAValueAboveItsMaximum) {
    for (std::uint64_t max = 1; max <= 70; ++max) {
        const RangeEncoding<Field64> range(max);
        std::set<std::uint64_t> reached;
        for (std::uint64_t bits = 0; bits < std::uint64_t{1} << range.digits(); ++bits) {
            std::vector<Field64> digits(range.digits());
            for (std::size_t i = 0; i < digits.size(); ++i) digits[i] = Field64::from_u64(bits >> i & 1);
            reached.insert(range.decode(digits).value());
        }
        EXPECT_EQ(reached.size(), max + 1);
        EXPECT_EQ(*reached.rbegin(), max);
    }
}

TEST(RangeEncoding, ReachesTheLargestMaximum) {
    constexpr std::uint64_t kMax = (std::uint64_t{1} << 63) - 1;
    const RangeEncoding<Field64> range(kMax);
    std::vector<Field64> digits(range.digits());

    range.encode(kMax, digits);

    EXPECT_EQ(digits, std::vector<Field64>(63, Field64::one()));
    EXPECT_EQ(range.decode(digits).value(), kMax);
}

}  // namespace tacit::circuits
