#include "collector/discard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collector/ops/files.h"
#include "collector/store/open.h"
#include "tests/collector/commands/trial_folder.h"
#include "tests/support/fixed_clock.h"

namespace tacit::collector {
namespace {

using testing::HasSubstr;

class Discard : public testing::Test {
protected:
    Discard() {
        task_ = open(trial_.helper(), wire::Role::helper);
        TACIT_ASSERT(ledger_.open(*task_).has_value());
        batch_ = {task_->interval.start, 2};
    }
    protocol::TaskPtr open(const ops::Config& config, wire::Role role) {
        const ops::KeyFile shared = ops::load_keys(trial_.helper().keys).value();  // the secrets of the task
        const ops::TaskKeys* of = shared.find(stored_.terms.id, wire::Role::helper);
        const auto signing_key = std::make_shared<const sign::SecretKey>(
            sign::SecretKey::from_seed(ops::load_keys(config.keys).value().signing.seed()).value());
        return protocol::open_task(*store_, stored_.json, role, {of->verify_key.clone(), of->peer_token.clone(), {}},
                                   signing_key)
            .value();
    }
    void put(store::BatchState state) {
        ASSERT_TRUE(store_->write("test", [&](store::Tx& tx) { return tx.put_batch(task_->key, {batch_, state}); }));
    }
    store::BatchState state() {
        return store_->read("test", [&](store::Reader& reader) { return reader.batch_at(task_->key, batch_.start); })
            .value()
            ->state;
    }

    static wire::ReportId report_of(wire::Time time) { return {{static_cast<std::uint8_t>(time)}}; }
    // Whether a bucket, a remembered id and a helper's answer of this day are there.
    std::vector<bool> kept(wire::Time time) {
        return store_
            ->read("test",
                   [&](store::Reader& reader) -> Result<std::vector<bool>> {
                       TACIT_TRY(const auto buckets, reader.buckets(task_->key, {time, 1}));
                       TACIT_TRY(const bool known, reader.report_known(task_->key, report_of(time)));
                       TACIT_TRY(const auto job, reader.helper_job(task_->key, sha256(as_bytes(std::to_string(time)))));
                       return std::vector<bool>{!buckets.empty(), known, job.has_value()};
                   })
            .value();
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
    const auto chain = task::verify_chain(ledger_.text(*task_).value(), protocol::own_ledger(*task_)).value();
    EXPECT_EQ(std::get<task::BatchRefused>(chain.entries.back().event),
              (task::BatchRefused{batch_, task::BatchRefused::Reason::discarded}));
    EXPECT_EQ(ops::read_file(trial_.helper().ledgers / (wire::to_text(task_->id) + ".helper.jsonl")).value(),
              ledger_.text(*task_).value())
        << "also in the file";
}

TEST_F(Discard, DeletesWhatWasKeptOfTheBatchAndNothingElse) {
    put(store::BatchState::corrupt);
    const wire::Time beside = batch_.start + batch_.duration;
    for (const wire::Time time : {batch_.start, beside}) {
        ASSERT_TRUE(store_->write("test", [&](store::Tx& tx) -> Result<void> {
            TACIT_CHECK(tx.put_bucket(task_->key, {time, 3, {}, {1, 2, 3}}));
            TACIT_CHECK(tx.remember_report(task_->key, time, report_of(time)));
            return tx.insert_helper_job(
                task_->key,
                {{{static_cast<std::uint8_t>(time)}}, sha256(as_bytes(std::to_string(time))), time, time, {7}});
        }));
    }

    ASSERT_TRUE(discard_batches(*store_, ledger_, *task_, std::nullopt));

    EXPECT_EQ(kept(batch_.start), std::vector<bool>(3, false));
    EXPECT_EQ(kept(beside), std::vector<bool>(3, true));
}

TEST_F(Discard, IsRefusedWhereNothingIsCorruptAnyMore) {
    put(store::BatchState::corrupt);
    ASSERT_TRUE(discard_batches(*store_, ledger_, *task_, std::nullopt));
    const std::string once = ledger_.text(*task_).value();

    const auto again = discard_batches(*store_, ledger_, *task_, std::nullopt);

    ASSERT_FALSE(again);
    EXPECT_THAT(again.error().remedy, HasSubstr("tacit-collector status"));
    EXPECT_FALSE(discard_batches(*store_, ledger_, *task_, batch_)) << "also by name";
    EXPECT_EQ(ledger_.text(*task_).value(), once);
}

TEST_F(Discard, GivesUpOnlyTheBatchThatIsNamed) {
    put(store::BatchState::corrupt);
    const wire::Interval other{batch_.start + batch_.duration, 1};
    ASSERT_TRUE(store_->write("test", [&](store::Tx& tx) {
        return tx.put_batch(task_->key, {other, store::BatchState::corrupt});
    }));

    ASSERT_TRUE(discard_batches(*store_, ledger_, *task_, other));
    EXPECT_EQ(state(), store::BatchState::corrupt);
    // A part of a batch, or more than one, is not a batch.
    EXPECT_FALSE(discard_batches(*store_, ledger_, *task_, wire::Interval{batch_.start, 1}));
    EXPECT_FALSE(discard_batches(*store_, ledger_, *task_, wire::Interval{batch_.start, batch_.duration + 1}));
    EXPECT_EQ(state(), store::BatchState::corrupt);
}

TEST_F(Discard, LeavesACollectedBatchAlone) {
    put(store::BatchState::collected);

    EXPECT_FALSE(discard_batches(*store_, ledger_, *task_, std::nullopt));
    EXPECT_FALSE(discard_batches(*store_, ledger_, *task_, batch_));
    EXPECT_EQ(state(), store::BatchState::collected);
}

// The leader finds out by itself which batch is corrupt; only a helper has to be told.
TEST_F(Discard, DoesNotLetALeaderGiveUpABatchThatIsNotCorrupt) {
    const protocol::TaskPtr leader = open(trial_.leader(), wire::Role::leader);

    EXPECT_FALSE(discard_batches(*store_, ledger_, *leader, batch_));
    EXPECT_FALSE(discard_batches(*store_, ledger_, *leader, std::nullopt));
}

TEST_F(Discard, LetsAHelperNameTheBatchThatTheLeaderFoundCorrupt) {
    const auto given_up = discard_batches(*store_, ledger_, *task_, batch_);

    ASSERT_TRUE(given_up) << to_text(given_up.error());
    EXPECT_EQ(state(), store::BatchState::refused);
}

}  // namespace
}  // namespace tacit::collector
