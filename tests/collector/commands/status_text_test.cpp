#include "collector/status_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collector/store/open.h"
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

class Status : public testing::Test {
protected:
    std::string text() { return status_text(*store_, task_, wire::Role::helper).value(); }
    void write(const std::function<Result<void>(store::Tx&, store::TaskKey)>& body) {
        ASSERT_TRUE(store_->write("test", [&](store::Tx& tx) -> Result<void> {
            TACIT_TRY(const store::TaskKey key, tx.ensure_task(task_.terms.id, wire::Role::helper));
            return body(tx, key);
        }));
    }
    test::TrialFolder trial_;
    const StoredTask task_ = accept_offer(trial_.helper(), trial_.random(), trial_.offer())->task;
    const std::unique_ptr<store::Store> store_ = store::open(trial_.helper().database).value();
};

TEST_F(Status, SaysToStartTheServerBeforeTheTaskWasLoaded) { EXPECT_THAT(text(), HasSubstr("serve")); }

TEST_F(Status, NamesTheCommandThatRepairsACorruptBatch) {
    write([&](store::Tx& tx, store::TaskKey key) {
        return tx.put_batch(key, {{task::interval(task_.task).start, 2}, store::BatchState::corrupt});
    });

    EXPECT_THAT(text(), HasSubstr("CORRUPT"));
    EXPECT_THAT(text(), HasSubstr("tacit-collector discard"));
}

TEST_F(Status, ShowsWhyATaskStopped) {
    write([](store::Tx& tx, store::TaskKey key) { return tx.stop_task(key, "the helper answers nonsense"); });

    EXPECT_THAT(text(), HasSubstr("STOPPED: the helper answers nonsense"));
}

TEST_F(Status, TellsRejectedReportsInStepsOnly) {
    write([](store::Tx& tx, store::TaskKey key) {
        return tx.count_rejected(key, wire::ReportError::vdaf_verify_error, 37);
    });

    EXPECT_THAT(text(), HasSubstr("vdaf_verify_error: under 100"));
    EXPECT_THAT(text(), testing::Not(HasSubstr("37")));
}

}  // namespace
}  // namespace tacit::collector
