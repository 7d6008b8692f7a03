#include "collector/discard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collector/store/open.h"
#include "tests/collector/commands/trial_folder.h"
#include "tests/support/fixed_clock.h"

namespace tacit::collector {
namespace {

using testing::HasSubstr;

class Discard : public testing::Test {
protected:
    Discard() {
        const auto keys = ops::load_keys(trial_.helper().keys).value();
        const ops::TaskKeys* of = keys.find(stored_.terms.id, wire::Role::helper);
        const auto signing_key =
            std::make_shared<const sign::SecretKey>(sign::SecretKey::from_seed(keys.signing.seed()).value());
        task_ = protocol::open_task(*store_, stored_.json, wire::Role::helper,
                                    {of->verify_key.clone(), of->peer_token.clone(), {}}, signing_key)
                    .value();
        TACIT_ASSERT(ledger_.open(*task_).has_value());
        batch_ = {task_->interval.start, 2};
    }
    void put(store::BatchState state) {
        ASSERT_TRUE(store_->write("test", [&](store::Tx& tx) { return tx.put_batch(task_->key, {batch_, state}); }));
    }
    store::BatchState state() {
        return store_->read("test", [&](store::Reader& reader) { return reader.batch_at(task_->key, batch_.start); })
            .value()
            ->state;
    }

    test::TrialFolder trial_;
    const tacit::test::FixedClock clock_{std::chrono::sys_seconds(std::chrono::seconds(1'793'600'000))};
    const StoredTask stored_ = accept_offer(trial_.helper(), trial_.random(), trial_.offer())->task;
    const std::unique_ptr<store::Store> store_ = store::open(trial_.helper().database).value();
    protocol::LedgerBook ledger_{*store_, clock_, trial_.helper().ledgers};
    protocol::TaskPtr task_;
    wire::Interval batch_;
};

TEST_F(Discard, GivesUpACorruptBatchForEverAndSaysSoInTheLedger) {
    put(store::BatchState::corrupt);

    const auto given_up = discard_batches(*store_, ledger_, *task_, std::nullopt);

    ASSERT_TRUE(given_up) << to_text(given_up.error());
    EXPECT_EQ(*given_up, std::vector{batch_});
    EXPECT_EQ(state(), store::BatchState::refused);
    EXPECT_THAT(ledger_.text(*task_).value(), HasSubstr("batch_refused"));
}

TEST_F(Discard, LeavesACollectedBatchAlone) {
    put(store::BatchState::collected);

    EXPECT_FALSE(discard_batches(*store_, ledger_, *task_, std::nullopt));
    EXPECT_FALSE(discard_batches(*store_, ledger_, *task_, batch_));
    EXPECT_EQ(state(), store::BatchState::collected);
}

TEST_F(Discard, LetsAHelperNameTheBatchThatTheLeaderFoundCorrupt) {
    const auto given_up = discard_batches(*store_, ledger_, *task_, batch_);

    ASSERT_TRUE(given_up) << to_text(given_up.error());
    EXPECT_EQ(state(), store::BatchState::refused);
}

}  // namespace
}  // namespace tacit::collector
