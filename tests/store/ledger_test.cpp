#include "tests/store/store_test.h"

namespace tacit::test {
namespace {

using testing::ElementsAre;

class TaskRow : public StoreTest {
protected:
    store::TaskState state() {
        return read([&](store::Reader& reader) { return reader.task_state(task_); });
    }
};
TACIT_EVERY_ENGINE(TaskRow);

TEST_P(TaskRow, OneTaskInOneRoleIsOneRowForEver) {
    const auto again = write([](store::Tx& tx) { return tx.ensure_task(id_of<wire::TaskId>(1), wire::Role::leader); });
    const auto helper = write([](store::Tx& tx) { return tx.ensure_task(id_of<wire::TaskId>(1), wire::Role::helper); });
    const auto other = write([](store::Tx& tx) { return tx.ensure_task(id_of<wire::TaskId>(2), wire::Role::leader); });
    open();
    const auto later = write([](store::Tx& tx) { return tx.ensure_task(id_of<wire::TaskId>(1), wire::Role::leader); });

    EXPECT_EQ(again, task_);
    EXPECT_EQ(later, task_);
    EXPECT_NE(helper, task_);
    EXPECT_NE(other, task_);
    EXPECT_NE(other, helper);
}

TEST_P(TaskRow, ANewTaskIsNeitherClosedNorStopped) {
    EXPECT_FALSE(state().close_document);
    EXPECT_FALSE(state().stopped);
    EXPECT_FALSE(state().peer_head);
    EXPECT_FALSE(state().lost_head);
}

TEST_P(TaskRow, ATaskKeepsWhatIsSaidOfIt) {
    write([&](store::Tx& tx) -> Result<void> {
        TACIT_CHECK(tx.close_task(task_, "closed"));
        TACIT_CHECK(tx.stop_task(task_, "why"));
        TACIT_CHECK(tx.set_lost_head(task_, "lost"));
        return tx.set_peer_head(task_, "theirs");
    });
    open();

    EXPECT_EQ(state().close_document, "closed");
    EXPECT_EQ(state().stopped, "why");
    EXPECT_EQ(state().peer_head, "theirs");
    EXPECT_EQ(state().lost_head, "lost");
    write([&](store::Tx& tx) { return tx.resume_task(task_); });
    EXPECT_FALSE(state().stopped);
}

TEST_P(TaskRow, ATaskThatDoesNotExistIsAnError) {
    EXPECT_FALSE(store_->read("test", [](store::Reader& reader) { return reader.task_state({999}); }));
    EXPECT_FALSE(store_->write("test", [](store::Tx& tx) { return tx.stop_task({999}, "why"); }));
}

TEST_P(TaskRow, TheLedgerKeepsItsLinesInOrder) {
    EXPECT_FALSE(read([&](store::Reader& reader) { return reader.ledger_last(task_); }));
    for (const std::uint64_t seq : {1u, 2u, 3u})
        write([&](store::Tx& tx) { return tx.append_ledger(task_, seq, "line " + std::to_string(seq)); });

    EXPECT_THAT(read([&](store::Reader& reader) { return reader.ledger(task_); }),
                ElementsAre("line 1", "line 2", "line 3"));
    EXPECT_EQ(read([&](store::Reader& reader) { return reader.ledger_last(task_); }), "line 3");
}

TEST_P(TaskRow, ALedgerLineIsNeverReplaced) {
    write([&](store::Tx& tx) { return tx.append_ledger(task_, 2, "two"); });

    EXPECT_FALSE(store_->write("test", [&](store::Tx& tx) { return tx.append_ledger(task_, 2, "other"); }));
    EXPECT_FALSE(store_->write("test", [&](store::Tx& tx) { return tx.append_ledger(task_, 1, "before"); }));
    EXPECT_THAT(read([&](store::Reader& reader) { return reader.ledger(task_); }), ElementsAre("two"));
}

}  // namespace
}  // namespace tacit::test
