#include "crypto/seal/at_rest.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace tacit::seal {
namespace {

class AtRest : public testing::Test {
protected:
    test::SeededRandom random_{1};
    Bytes key_ = Bytes(kKeySize, 7);
    Bytes context_ = to_bytes(as_bytes("aggregate share"));
    Bytes plaintext_ = to_bytes(as_bytes("noised totals"));
};

TEST_F(AtRest, OpensWhatItSealed) {
    for (const std::size_t size : {0u, 1u, 13u, 5000u}) {
        const Bytes plaintext(size, 3);

        const Bytes sealed = seal_at_rest(random_, key_, context_, plaintext);
        const auto opened = open_at_rest(key_, context_, sealed);

        EXPECT_EQ(sealed.size(), size + kOverhead);
        ASSERT_TRUE(opened) << opened.error().what;
        EXPECT_TRUE(equal(opened->view(), plaintext));
    }
}

TEST_F(AtRest, SealsTheSameBytesDifferentlyEachTime) {
    EXPECT_NE(seal_at_rest(random_, key_, context_, plaintext_), seal_at_rest(random_, key_, context_, plaintext_));
}

TEST_F(AtRest, RefusesAnyFlippedBit) {
    Bytes sealed = seal_at_rest(random_, key_, context_, plaintext_);
    const auto opens = [&] { return open_at_rest(key_, context_, sealed).has_value(); };
    ASSERT_TRUE(opens());

    for (Bytes* const part : {&sealed, &key_, &context_}) {
        for (std::size_t bit = 0; bit < part->size() * 8; ++bit) {
            (*part)[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
            EXPECT_FALSE(opens()) << "bit " << bit;
            (*part)[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
        }
    }
}

TEST_F(AtRest, RefusesEveryTruncationAndAKeyOfTheWrongSize) {
    const Bytes sealed = seal_at_rest(random_, key_, context_, plaintext_);

    for (std::size_t size = 0; size < sealed.size(); ++size)
        EXPECT_FALSE(open_at_rest(key_, context_, ByteView(sealed).first(size))) << size;
    EXPECT_FALSE(open_at_rest(ByteView(key_).first(31), context_, sealed));
    EXPECT_EQ(open_at_rest({}, context_, sealed).error().fault, Fault::corrupt);
}

}  // namespace
}  // namespace tacit::seal
