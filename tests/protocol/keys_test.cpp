#include "collector/protocol/keys.h"

#include <gtest/gtest.h>

#include "collector/protocol/peer_keys.h"
#include "tests/support/seeded_random.h"

namespace tacit::protocol {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

const sys_days kDay{days(20'000)};
const Bytes kInfo = {1}, kAad = {2}, kPlaintext = {3, 4};

std::vector<wire::HpkeConfig> offered(const KeyRing& ring) {
    return wire::decode_hpke_config_list(ring.list()).value().configs;
}
wire::HpkeCiphertext sealed(Random& random, const wire::HpkeConfig& config) {
    auto sealed = hpke::seal(random, *find_aead(config.aead_id), config.public_key, kInfo, kAad, kPlaintext).value();
    return {config.id, std::move(sealed.enc), std::move(sealed.ciphertext)};
}
bool opens(const KeyRing& ring, const wire::HpkeCiphertext& ciphertext) {
    const auto plaintext = ring.open(ciphertext, kInfo, kAad);
    return plaintext && equal(plaintext->view(), kPlaintext);
}

TEST(KeyRing, OffersChaChaFirstAndAesSecond) {
    test::SeededRandom random(1);
    const auto configs = offered(KeyRing::generate(random));

    ASSERT_EQ(configs.size(), 2u);
    EXPECT_EQ(configs[0].aead_id, hpke::kAeadChaCha20Poly1305);
    EXPECT_EQ(configs[1].aead_id, hpke::kAeadAes128Gcm);
    EXPECT_NE(configs[0].id, configs[1].id);
    EXPECT_NE(configs[0].public_key, configs[1].public_key);
}

TEST(KeyRing, OpensWhatWasSealedToAnyKeyOnOffer) {
    test::SeededRandom random(1);
    const KeyRing ring = KeyRing::generate(random);
    for (const auto& config : offered(ring)) EXPECT_TRUE(opens(ring, sealed(random, config)));
}

TEST(KeyRing, ComesBackFromItsKeyFile) {
    test::SeededRandom random(1);
    const KeyRing ring = KeyRing::generate(random).rotated(random, kDay);

    const auto loaded = KeyRing::load(as_text(ring.to_key_file().view()));

    ASSERT_TRUE(loaded) << to_text(loaded.error());
    EXPECT_EQ(loaded->list(), ring.list());
    EXPECT_TRUE(equal(loaded->to_key_file().view(), ring.to_key_file().view()));
}

TEST(KeyRing, RefusesAFileWithTwoKeysOfOneId) {
    test::SeededRandom random(1);
    std::string file(as_text(KeyRing::generate(random).to_key_file().view()));
    file.replace(file.find("\"id\": 1"), 7, "\"id\": 0");
    EXPECT_FALSE(KeyRing::load(file));
    EXPECT_FALSE(KeyRing::load("{}"));
    EXPECT_FALSE(KeyRing::load(R"({"format": "tacit-hpke-keys-1", "keys": []})"));
}

TEST(KeyRing, OpensWithARetiredKeyForThirtyDays) {
    test::SeededRandom random(1);
    const KeyRing first = KeyRing::generate(random);
    const auto report = sealed(random, offered(first)[0]);

    const KeyRing second = first.rotated(random, kDay);
    const KeyRing third = second.rotated(random, kDay + days(30));
    const KeyRing fourth = third.rotated(random, kDay + days(60));

    EXPECT_TRUE(opens(second, report));
    EXPECT_TRUE(opens(third, report));
    EXPECT_FALSE(opens(fourth, report));
    EXPECT_FALSE(fourth.knows(report.config_id));
}

TEST(KeyRing, OffersOnlyFreshKeysAfterARotation) {
    test::SeededRandom random(1);
    KeyRing ring = KeyRing::generate(random);
    for (int round = 0; round < 200; ++round) {  // ids go round once
        const auto before = offered(ring);
        ring = ring.rotated(random, kDay + days(round * 40));
        for (const auto& config : offered(ring)) {
            for (const auto& old : before) EXPECT_NE(config.id, old.id);
        }
        ASSERT_EQ(offered(ring).size(), 2u);
    }
}

TEST(PeerKeys, RefusesNobodyBeforeItSawAList) {
    const PeerKeys keys;
    EXPECT_TRUE(keys.may_know(77));
    EXPECT_FALSE(keys.hashes().current);
}

TEST(PeerKeys, KnowsTheListBeforeTheLastOne) {
    test::SeededRandom random(1);
    const KeyRing first = KeyRing::generate(random);
    const KeyRing second = first.rotated(random, kDay);
    const KeyRing third = second.rotated(random, kDay + days(1));
    PeerKeys keys;
    ASSERT_TRUE(keys.learn(first.list()));
    ASSERT_TRUE(keys.learn(first.list()));
    EXPECT_FALSE(keys.hashes().previous);
    ASSERT_TRUE(keys.learn(second.list()));

    EXPECT_EQ(keys.hashes().current, sha256(second.list()));
    EXPECT_EQ(keys.hashes().previous, sha256(first.list()));
    EXPECT_TRUE(keys.may_know(offered(first)[0].id));
    EXPECT_TRUE(keys.may_know(offered(second)[1].id));
    EXPECT_FALSE(keys.may_know(offered(third)[0].id));
}

TEST(PeerKeys, AsksForAFreshListOnceWhenAnIdIsUnknown) {
    test::SeededRandom random(1);
    const KeyRing ring = KeyRing::generate(random);
    PeerKeys keys;
    ASSERT_TRUE(keys.learn(ring.list()));
    EXPECT_TRUE(keys.may_know(offered(ring)[0].id));
    EXPECT_FALSE(keys.take_wanted());

    EXPECT_FALSE(keys.may_know(99));

    EXPECT_TRUE(keys.take_wanted());
    EXPECT_FALSE(keys.take_wanted());
}

TEST(PeerKeys, KeepsItsListWhenItIsShownSomethingElse) {
    test::SeededRandom random(1);
    PeerKeys keys;
    ASSERT_TRUE(keys.learn(KeyRing::generate(random).list()));
    const auto before = keys.hashes().current;

    EXPECT_FALSE(keys.learn(as_bytes("<html>")));
    EXPECT_EQ(keys.hashes().current, before);
}

}  // namespace
}  // namespace tacit::protocol
