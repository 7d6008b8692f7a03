#include "crypto/sign/signature.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace tacit::sign {
namespace {

using test::SeededRandom;

constexpr std::array kKinds = {Kind::acceptance, Kind::texts, Kind::ledger, Kind::close, Kind::counted, Kind::form};

// RFC 8032, section 7.1, test 2.
TEST(Signature, ReproducesTheTestVectorOfEd25519) {
    const auto key =
        SecretKey::from_seed(*from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    ASSERT_TRUE(key);

    const Signature signature = sign_raw(*key, *from_hex("72"));

    EXPECT_EQ(to_hex(key->public_key().bytes), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    EXPECT_EQ(to_hex(signature.bytes),
              "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
              "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

TEST(Signature, SignsTheKindAndTheHashOfTheBytes) {
    SeededRandom random(1);
    const SecretKey key = SecretKey::generate(random);
    const Bytes canonical = to_bytes(as_bytes("{\"n\":1}"));
    Bytes message = to_bytes(as_bytes("tacit v1 ledger"));
    message.push_back(0);
    append(message, sha256(canonical));

    const Signature signature = sign(key, Kind::ledger, canonical);

    EXPECT_TRUE(verify_raw(key.public_key(), message, signature));
}

TEST(Signature, HoldsForItsOwnKindOnly) {
    SeededRandom random(2);
    const SecretKey key = SecretKey::generate(random);

    for (const Kind made : kKinds) {
        const Signature signature = sign(key, made, as_bytes("{}"));
        for (const Kind shown : kKinds)
            EXPECT_EQ(verify(key.public_key(), shown, as_bytes("{}"), signature), made == shown);
    }
}

TEST(Signature, IsRefusedWithAnyFlippedBit) {
    SeededRandom random(3);
    const SecretKey key = SecretKey::generate(random);
    const Signature signature = sign(key, Kind::close, as_bytes("{}"));

    for (std::size_t bit = 0; bit < signature.bytes.size() * 8; ++bit) {
        Signature changed = signature;
        changed.bytes[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
        EXPECT_FALSE(verify(key.public_key(), Kind::close, as_bytes("{}"), changed)) << "bit " << bit;
    }
    EXPECT_FALSE(verify(key.public_key(), Kind::close, as_bytes("{} "), signature));
    EXPECT_FALSE(verify(SecretKey::generate(random).public_key(), Kind::close, as_bytes("{}"), signature));
}

// The identity point as a key makes R = S·B for every message: a library that accepted it would accept forgeries.
TEST(Signature, IsRefusedForAKeyOfSmallOrder) {
    PublicKey identity;
    identity.bytes[0] = 1;
    Signature signature;
    signature.bytes[0] = 1;  // R is the identity, S is 0

    EXPECT_FALSE(verify_raw(identity, as_bytes("any"), signature));
}

TEST(Signature, SeedGivesTheKeyBack) {
    SeededRandom random(4);
    const SecretKey key = SecretKey::generate(random);

    const auto again = SecretKey::from_seed(key.seed());

    ASSERT_TRUE(again);
    EXPECT_EQ(again->public_key(), key.public_key());
    EXPECT_FALSE(SecretKey::from_seed(Bytes(31)));
    EXPECT_FALSE(SecretKey::from_seed(Bytes(64)));
}

}  // namespace
}  // namespace tacit::sign
