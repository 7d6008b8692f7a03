#include "crypto/hpke/hpke.h"

#include <gtest/gtest.h>

#include "crypto/hpke/aes_gcm.h"
#include "crypto/hpke/kem_x25519.h"
#include "tests/support/seeded_random.h"

namespace tacit::hpke {
namespace {

using test::SeededRandom;

class Hpke : public testing::TestWithParam<const Aead*> {
protected:
    const Aead& aead() const { return *GetParam(); }

    SeededRandom random_{1};
    KeyPair receiver_ = generate_key_pair(random_);
    Bytes info_ = to_bytes(as_bytes("dap input share"));
    Bytes aad_ = to_bytes(as_bytes("task and report"));
    Bytes plaintext_ = to_bytes(as_bytes("one share of one answer"));
};

INSTANTIATE_TEST_SUITE_P(Aeads, Hpke, testing::Values(&chacha20_poly1305(), &aes_128_gcm()), [](const auto& instance) {
    return instance.param->id() == kAeadAes128Gcm ? "Aes128Gcm" : "ChaCha20Poly1305";
});

TEST_P(Hpke, OpensWhatItSealed) {
    const auto sealed = seal(random_, aead(), receiver_.public_key, info_, aad_, plaintext_);
    ASSERT_TRUE(sealed);
    EXPECT_EQ(sealed->enc.size(), kKeySize);
    EXPECT_EQ(sealed->ciphertext.size(), plaintext_.size() + Aead::kTagSize);

    const auto opened = open(aead(), receiver_, sealed->enc, info_, aad_, sealed->ciphertext);

    ASSERT_TRUE(opened) << opened.error().what;
    EXPECT_TRUE(equal(opened->view(), plaintext_));
}

TEST_P(Hpke, OpensAnEmptyMessageWithEmptyInfoAndAad) {
    const auto sealed = seal(random_, aead(), receiver_.public_key, {}, {}, {});
    ASSERT_TRUE(sealed);

    const auto opened = open(aead(), receiver_, sealed->enc, {}, {}, sealed->ciphertext);

    ASSERT_TRUE(opened) << opened.error().what;
    EXPECT_TRUE(opened->empty());
}

TEST_P(Hpke, OpensALongMessage) {
    Bytes plaintext(100'000);
    random_.fill(plaintext);
    const auto sealed = seal(random_, aead(), receiver_.public_key, info_, aad_, plaintext);
    ASSERT_TRUE(sealed);

    const auto opened = open(aead(), receiver_, sealed->enc, info_, aad_, sealed->ciphertext);

    ASSERT_TRUE(opened) << opened.error().what;
    EXPECT_TRUE(equal(opened->view(), plaintext));
}

TEST_P(Hpke, UsesANewKeyForEveryMessage) {
    const auto first = seal(random_, aead(), receiver_.public_key, info_, aad_, plaintext_);
    const auto second = seal(random_, aead(), receiver_.public_key, info_, aad_, plaintext_);

    ASSERT_TRUE(first && second);
    EXPECT_NE(first->enc, second->enc);
    EXPECT_NE(first->ciphertext, second->ciphertext);
}

TEST_P(Hpke, RefusesAnyFlippedBit) {
    const auto sealed = seal(random_, aead(), receiver_.public_key, info_, aad_, plaintext_);
    ASSERT_TRUE(sealed);
    Bytes enc = sealed->enc;
    Bytes ciphertext = sealed->ciphertext;
    const auto refuses = [&] { return !open(aead(), receiver_, enc, info_, aad_, ciphertext); };
    ASSERT_FALSE(refuses());

    // X25519 ignores the last bit of a public key, but the key schedule binds the bytes as they were sent.
    for (Bytes* const part : {&enc, &ciphertext, &info_, &aad_}) {
        for (std::size_t bit = 0; bit < part->size() * 8; ++bit) {
            (*part)[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
            EXPECT_TRUE(refuses()) << "bit " << bit;
            (*part)[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
        }
    }
    EXPECT_FALSE(refuses());
}

TEST_P(Hpke, RefusesATruncatedOrExtendedCiphertext) {
    const auto sealed = seal(random_, aead(), receiver_.public_key, info_, aad_, plaintext_);
    ASSERT_TRUE(sealed);

    for (std::size_t size = 0; size < sealed->ciphertext.size(); ++size)
        EXPECT_FALSE(open(aead(), receiver_, sealed->enc, info_, aad_, ByteView(sealed->ciphertext).first(size)))
            << size;
    Bytes longer = sealed->ciphertext;
    longer.push_back(0);
    EXPECT_FALSE(open(aead(), receiver_, sealed->enc, info_, aad_, longer));
}

TEST_P(Hpke, RefusesAnotherReceiver) {
    const KeyPair other = generate_key_pair(random_);
    const auto sealed = seal(random_, aead(), receiver_.public_key, info_, aad_, plaintext_);
    ASSERT_TRUE(sealed);

    EXPECT_FALSE(open(aead(), other, sealed->enc, info_, aad_, sealed->ciphertext));
}

TEST_P(Hpke, RefusesKeysOfTheWrongSize) {
    const auto sealed = seal(random_, aead(), receiver_.public_key, info_, aad_, plaintext_);
    ASSERT_TRUE(sealed);

    for (const std::size_t size : {0u, 31u, 33u, 64u}) {
        const Bytes key(size, 9);
        EXPECT_FALSE(seal(random_, aead(), key, info_, aad_, plaintext_)) << size;
        EXPECT_FALSE(open(aead(), receiver_, key, info_, aad_, sealed->ciphertext)) << size;
        EXPECT_FALSE(key_pair_from_secret(key)) << size;
    }
}

// Points of order 1, 2, 4 and 8 on the curve and its twist, and their unreduced forms: each makes the Diffie-Hellman
// value zero.
TEST_P(Hpke, RefusesPublicKeysOfSmallOrder) {
    for (const char* const point : {
             "0000000000000000000000000000000000000000000000000000000000000000",
             "0100000000000000000000000000000000000000000000000000000000000000",
             "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
             "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
             "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
             "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
             "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
         }) {
        const Bytes key = *from_hex(point);

        const auto sealed = seal(random_, aead(), key, info_, aad_, plaintext_);
        const auto opened = open(aead(), receiver_, key, info_, aad_, Bytes(40));

        ASSERT_FALSE(sealed) << point;
        EXPECT_EQ(sealed.error().fault, Fault::refused);
        ASSERT_FALSE(opened) << point;
        EXPECT_NE(opened.error().what.find("small order"), std::string::npos);
    }
}

TEST(HpkeSuites, AMessageOfOneDoesNotOpenInTheOther) {
    SeededRandom random(2);
    const KeyPair receiver = generate_key_pair(random);
    const auto sealed = seal(random, aes_128_gcm(), receiver.public_key, {}, {}, as_bytes("share"));
    ASSERT_TRUE(sealed);

    EXPECT_FALSE(open(chacha20_poly1305(), receiver, sealed->enc, {}, {}, sealed->ciphertext));
}

TEST(HpkeKeys, AStoredSecretGivesThePairBack) {
    SeededRandom random(3);
    const KeyPair pair = generate_key_pair(random);

    const auto again = key_pair_from_secret(pair.secret_key.view());

    ASSERT_TRUE(again);
    EXPECT_EQ(again->public_key, pair.public_key);
}

// RFC 9180, appendix A.2.1 (ChaCha20-Poly1305): here so that it runs on machines without the vector files.
TEST(HpkeKeys, DerivesThePairOfTheStandard) {
    const auto pair = derive_key_pair(*from_hex("1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df"));

    ASSERT_TRUE(pair);
    EXPECT_EQ(to_hex(pair->public_key), "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
    EXPECT_EQ(to_hex(pair->secret_key.view()), "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
}

// A source of randomness that gives one fixed string.
class FixedRandom final : public Random {
public:
    explicit FixedRandom(Bytes bytes) : bytes_(std::move(bytes)) {}
    void fill(MutableByteView out) override {
        TACIT_ASSERT(out.size() == bytes_.size());
        std::copy(bytes_.begin(), bytes_.end(), out.begin());
    }

private:
    Bytes bytes_;
};

// The same appendix: the public function, given the standard's key material as its randomness, makes the standard's
// bytes.
TEST(HpkeKeys, SealsTheMessageOfTheStandard) {
    FixedRandom key_material(*from_hex("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b"));

    const auto sealed =
        seal(key_material, chacha20_poly1305(),
             *from_hex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a"),
             as_bytes("Ode on a Grecian Urn"), as_bytes("Count-0"), as_bytes("Beauty is truth, truth beauty"));

    ASSERT_TRUE(sealed);
    EXPECT_EQ(to_hex(sealed->enc), "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
    EXPECT_EQ(to_hex(sealed->ciphertext),
              "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28");
}

}  // namespace
}  // namespace tacit::hpke
