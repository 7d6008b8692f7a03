#include "collector/status_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collector/store/open.h"
#include "schemas/task/entry.h"
#include "schemas/task/ledger.h"
#include "tests/collector/commands/trial_folder.h"

namespace tacit::collector {
namespace {

using testing::HasSubstr;

TEST(CoarseCount, TellsStepsOnly) {
    EXPECT_EQ(coarse_count(0), "none");
    EXPECT_EQ(coarse_count(1), "under 10");
    EXPECT_EQ(coarse_count(9), "under 10");
    EXPECT_EQ(coarse_count(10), "under 100");
    EXPECT_EQ(coarse_count(999'999), "under 1000000");
    EXPECT_EQ(coarse_count(1'000'000), "a million or more");
}

class StatusOfATask : public testing::Test {
protected:
    Status status() { return status_of(*store_, task_, wire::Role::helper).value(); }
    std::string text() { return status().text; }
    // As the server leaves it when it has loaded the task.
    void begin_ledger() {
        write([&](store::Tx& tx, store::TaskKey key) {
            task::Entry entry;
            entry.role = wire::Role::helper;
            entry.task = task_.terms.id;
            entry.event = task::TextsServed{1, sha256(as_bytes(*task_.texts))};
            const sign::SecretKey key_of_helper = ops::load_keys(trial_.helper().keys).value().signing;
            return tx.append_ledger(key, 0, task::sign_entry(entry, key_of_helper));
        });
    }
    void write(const std::function<Result<void>(store::Tx&, store::TaskKey)>& body) {
        ASSERT_TRUE(store_->write("test", [&](store::Tx& tx) -> Result<void> {
            TACIT_TRY(const store::TaskKey key, tx.ensure_task(task_.terms.id, wire::Role::helper));
            return body(tx, key);
        }));
    }
    test::TrialFolder trial_;
    StoredTask task_ = accept_offer(trial_.helper(), trial_.random(), trial_.offer())->task;
    const std::unique_ptr<store::Store> store_ = store::open(trial_.helper().database).value();
};

TEST_F(StatusOfATask, SaysToStartTheServerBeforeTheTaskWasLoaded) {
    EXPECT_THAT(text(), HasSubstr("serve"));
    EXPECT_FALSE(status().all_well);
}

TEST_F(StatusOfATask, IsAllWellOnceTheServerHasLoadedIt) {
    begin_ledger();
    EXPECT_TRUE(status().all_well) << text();
}

TEST_F(StatusOfATask, NamesTheRegisteredAnalysis) {
    EXPECT_THAT(text(), testing::Not(HasSubstr("analysis")));
    task_.task.analysis = json::NamedFile{"main.R", {}};

    EXPECT_THAT(text(), HasSubstr("registered analysis: main.R, SHA-256 " + std::string(64, '0')));
}

TEST_F(StatusOfATask, SaysThatAnEditedWordingIsNotServed) {
    begin_ledger();
    task_.texts->replace(task_.texts->find("depress"), 7, "DEPRESS");

    EXPECT_THAT(text(), HasSubstr("NOT SERVED: the wording"));
    EXPECT_THAT(text(), HasSubstr("restore the file"));
    EXPECT_FALSE(status().all_well);
}

TEST_F(StatusOfATask, NamesTheCommandThatRepairsACorruptBatch) {
    begin_ledger();
    write([&](store::Tx& tx, store::TaskKey key) {
        return tx.put_batch(key, {{task::interval(task_.task).start, 2}, store::BatchState::corrupt});
    });

    EXPECT_THAT(text(), HasSubstr("CORRUPT"));
    EXPECT_THAT(text(), HasSubstr("tacit-collector discard"));
    EXPECT_FALSE(status().all_well);
}

TEST_F(StatusOfATask, ShowsWhyATaskStopped) {
    begin_ledger();
    write([](store::Tx& tx, store::TaskKey key) { return tx.stop_task(key, "the helper answers nonsense"); });

    EXPECT_THAT(text(), HasSubstr("STOPPED: the helper answers nonsense"));
    EXPECT_FALSE(status().all_well);
}

TEST_F(StatusOfATask, TellsRejectedReportsInStepsOnly) {
    write([](store::Tx& tx, store::TaskKey key) {
        return tx.count_rejected(key, wire::ReportError::vdaf_verify_error, 37);
    });

    EXPECT_THAT(text(), HasSubstr("vdaf_verify_error: under 100"));
    EXPECT_THAT(text(), testing::Not(HasSubstr("37")));
}

}  // namespace
}  // namespace tacit::collector
