#include "schemas/task/pairing.h"

#include <gtest/gtest.h>

#include "schemas/task/texts.h"
#include "tests/unit/task/sample_texts.h"
#include "tests/unit/task/samples.h"

namespace tacit::task {
namespace {

using test::key_of;

// Organisation A's leader and organisation B's helper, with everything that pairing needs.
class PairingTest : public ::testing::Test {
protected:
    PairingTest() {
        const Task pinned = test::pinned_task();
        offer_.draft = pinned;
        offer_.texts = test::sample_texts(pinned.definition);
        offer_.leader_keys.configs = {config(5, leader_pair_)};
        helper_ = pinned.helper;
        helper_.signing_key = helper_key_.public_key();
    }
    static wire::HpkeConfig config(wire::HpkeConfigId id, const hpke::KeyPair& pair) {
        return {id, hpke::kKemX25519HkdfSha256, hpke::kKdfHkdfSha256, hpke::kAeadChaCha20Poly1305,
                to_bytes(pair.public_key)};
    }
    Acceptance accept(const Draft& draft) {
        Acceptance acceptance;
        acceptance.task = complete(draft, helper_);
        const wire::TaskId id = task_id(acceptance.task).value();
        acceptance.signature = sign_acceptance(id, helper_key_);
        acceptance.helper_keys.configs = {config(9, helper_pair_)};
        acceptance.sealed_secrets =
            seal_secrets(random_, hpke::chacha20_poly1305(), offer_.leader_keys.configs[0], id, secrets_).value();
        return acceptance;
    }

    tacit::test::SeededRandom random_{1};
    hpke::KeyPair leader_pair_ = hpke::generate_key_pair(random_);
    hpke::KeyPair helper_pair_ = hpke::generate_key_pair(random_);
    sign::SecretKey helper_key_ = key_of(9);
    Secrets secrets_ = generate_secrets(random_);
    Party helper_;
    Offer offer_;
};

TEST_F(PairingTest, FilesReadBackAsTheyWereWritten) {
    const Acceptance acceptance = accept(offer_.draft);
    const auto offer = load_offer(to_text(offer_));
    const auto accepted = load_acceptance(to_text(acceptance));

    ASSERT_TRUE(offer) << to_text(offer.error());
    EXPECT_EQ(to_text(*offer), to_text(offer_));
    ASSERT_TRUE(accepted) << to_text(accepted.error());
    EXPECT_EQ(to_text(*accepted), to_text(acceptance));
}

TEST_F(PairingTest, GivesBothTheSameTaskIdAndSecrets) {
    const auto offer_at_b = load_offer(to_text(offer_));
    const auto acceptance_at_a = load_acceptance(to_text(accept(offer_at_b->draft)));

    const auto id = check_acceptance(offer_, *acceptance_at_a);
    ASSERT_TRUE(id) << to_text(id.error());
    const auto secrets = open_secrets(hpke::chacha20_poly1305(), leader_pair_, *id, acceptance_at_a->sealed_secrets);

    ASSERT_TRUE(secrets) << to_text(secrets.error());
    EXPECT_EQ(*id, task_id(acceptance_at_a->task).value());
    EXPECT_TRUE(equal_ct(secrets->verify_key.view(), secrets_.verify_key.view()));
    EXPECT_TRUE(equal_ct(secrets->leader_to_helper_token.view(), secrets_.leader_to_helper_token.view()));
    EXPECT_FALSE(equal_ct(secrets->verify_key.view(), secrets->leader_to_helper_token.view()));
}

TEST_F(PairingTest, RefusesAnAcceptanceOfAnotherOffer) {
    Draft changed = offer_.draft;
    changed.min_batch_size += 1;

    EXPECT_EQ(check_acceptance(offer_, accept(changed)).error().where, "/task");
}

TEST_F(PairingTest, BindsBothToTheRegisteredAnalysis) {
    offer_.draft.analysis = json::NamedFile{"main.R", test::some_hash(1)};
    const auto offer_at_b = load_offer(to_text(offer_));
    ASSERT_TRUE(offer_at_b) << to_text(offer_at_b.error());
    EXPECT_EQ(offer_at_b->draft.analysis, offer_.draft.analysis);
    EXPECT_TRUE(check_acceptance(offer_, load_acceptance(to_text(accept(offer_at_b->draft))).value()));

    Draft changed = offer_.draft;
    changed.analysis->sha256 = test::some_hash(2);
    EXPECT_EQ(check_acceptance(offer_, accept(changed)).error().where, "/task");
    changed.analysis.reset();
    EXPECT_EQ(check_acceptance(offer_, accept(changed)).error().where, "/task");
}

TEST_F(PairingTest, RefusesASignatureOfAnotherKeyOrTask) {
    Acceptance acceptance = accept(offer_.draft);
    acceptance.signature = sign_acceptance(task_id(acceptance.task).value(), key_of(8));
    EXPECT_EQ(check_acceptance(offer_, acceptance).error().where, "/signature");

    acceptance = accept(offer_.draft);
    acceptance.task.helper.contact = "somebody@else.example";
    EXPECT_EQ(check_acceptance(offer_, acceptance).error().where, "/signature");
}

TEST_F(PairingTest, KeepsTheSecretsFromAnotherKeyAndAnotherTask) {
    const Acceptance acceptance = accept(offer_.draft);
    const wire::TaskId id = task_id(acceptance.task).value();

    EXPECT_FALSE(open_secrets(hpke::chacha20_poly1305(), helper_pair_, id, acceptance.sealed_secrets));
    EXPECT_FALSE(open_secrets(hpke::chacha20_poly1305(), leader_pair_, test::some_task(), acceptance.sealed_secrets));
    EXPECT_TRUE(open_secrets(hpke::chacha20_poly1305(), leader_pair_, id, acceptance.sealed_secrets));
}

TEST_F(PairingTest, TellsOneFileFromTheOther) {
    EXPECT_EQ(load_offer(to_text(accept(offer_.draft))).error().remedy,
              "Give the offer.json that the leader's operator sent.");
    EXPECT_EQ(load_acceptance(to_text(offer_)).error().remedy,
              "Give the acceptance.json that the helper's operator sent back.");
}

}  // namespace
}  // namespace tacit::task
