#include "crypto/vdaf/aggregate.h"

#include <gtest/gtest.h>

namespace tacit::vdaf {

using field::Field64;

TEST(AggregateShare, IsDecodedFromItsOwnBytesOnly) {
    const std::vector<Field64> share{Field64::from_u64(1), Field64::from_i64(-1), Field64()};
    const SecretBytes bytes = encode_share(share);

    EXPECT_EQ(to_hex(bytes.view()),
              "0100000000000000"
              "00000000ffffffff"
              "0000000000000000");
    const auto decoded = decode_share(bytes.view(), 3);
    ASSERT_TRUE(decoded.has_value());
    EXPECT_TRUE(std::equal(decoded->begin(), decoded->end(), share.begin(), share.end()));
    EXPECT_FALSE(decode_share(bytes.view(), 2).has_value());
    EXPECT_FALSE(decode_share(bytes.view(), 4).has_value());
    EXPECT_FALSE(decode_share(Bytes(8, 0xff), 1).has_value());
}

TEST(AggregateShare, IsAddedCellByCell) {
    std::vector<Field64> to{Field64::from_u64(1), Field64::from_i64(-1)};
    const std::vector<Field64> more{Field64::from_u64(2), Field64::from_u64(1)};

    add(to, more);

    EXPECT_EQ(to[0].value(), 3u);
    EXPECT_EQ(to[1].value(), 0u);
}

TEST(SignedTotal, IsNegativeAboveHalfTheModulus) {
    constexpr auto kHalf = static_cast<std::int64_t>(Field64::kModulus / 2);
    for (const std::int64_t value :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{123456}, kHalf, -kHalf})
        EXPECT_EQ(signed_total(Field64::from_i64(value)), value);
}

// A total below zero whose residue is taken for the number itself is beyond all that reports and noise explain (2^40
// people), which is what the publisher checks.
TEST(SignedTotal, ReadWithoutItsSignIsCorrupt) {
    for (const std::int64_t total : {-1, -17, -100'000}) {
        EXPECT_EQ(signed_total(Field64::from_i64(total)), total);
        EXPECT_GT(Field64::from_i64(total).value(), std::uint64_t{1} << 40);
    }
}

}  // namespace tacit::vdaf
