#include "collector/protocol/close.h"

#include "collector/ops/failpoint.h"
#include "collector/protocol/ledger_book.h"
#include "collector/protocol/refuse.h"
#include "collector/protocol/stop.h"
#include "schemas/task/close.h"

namespace tacit::protocol {
namespace {

// Closes with this document unless the task is closed, and gives the document that holds.
Result<std::string> close(const Parts& parts, const Task& task, const std::string& document, wire::Time closed) {
    TACIT_FAILPOINT("close.before_commit");
    TACIT_TRY(std::string held, parts.store.write("task: close", [&](store::Tx& tx) -> Result<std::string> {
        TACIT_TRY(store::TaskState state, tx.task_state(task.key));
        if (state.close_document) return *std::move(state.close_document);
        TACIT_CHECK(tx.close_task(task.key, document));
        TACIT_CHECK(parts.ledger.append(tx, task, task::TaskClosed{closed}));
        return document;
    }));
    TACIT_FAILPOINT("close.committed_before_ledger");
    TACIT_CHECK(parts.ledger.sync(task));
    return held;
}

}  // namespace

Result<std::optional<std::string>> TaskClosing::document(const Task& task) const {
    return parts_.store.read("task: closed", [&](store::Reader& reader) -> Result<std::optional<std::string>> {
        TACIT_TRY(store::TaskState state, reader.task_state(task.key));
        return std::move(state.close_document);
    });
}

Result<std::string, wire::Problem> TaskClosing::close_as_leader(const Task& task) const {
    const task::Closing closing{task.id, task.units(parts_.clock.now())};
    TACIT_TRY(std::string held, close(parts_, task, task::sign_closing(closing, *task.signing_key), closing.closed));
    return held;
}

Result<std::string, wire::Problem> TaskClosing::close_as_helper(const Task& task, std::string_view leader_document) const {
    const auto closing = task::open_closing(leader_document, task.peer().signing_key);
    if (!closing || closing->task != task.id)
        return refuse(task, wire::ProblemType::invalidMessage, "this is not the leader's closing of this task");
    TACIT_TRY(const std::string held, close(parts_, task, std::string(leader_document), closing->closed));
    if (held != leader_document) return refuse(task, 409, "the leader closed this task at another time before");
    return task::sign_closing(*closing, *task.signing_key);
}

Result<void> TaskClosing::check_helper(const Task& task, std::string_view helper_document) const {
    TACIT_TRY(const auto own, document(task));
    if (!own) return fail(Fault::internal, "the task is not closed");
    TACIT_TRY(const task::Closing named, task::open_closing(*own, task.self().signing_key));
    const auto answered = task::open_closing(helper_document, task.peer().signing_key);
    if (!answered || *answered != named)
        return stop_task(parts_, task, "the helper's answer to the closing of the task is not the closing time under its "
                                       "signature. Ask the helper's operator which version runs there");
    return {};
}

Result<std::uint64_t> TaskClosing::delete_uncollected(const Task& task) const {
    TACIT_TRY(const bool over, parts_.store.read("task: closed and collected", [&](store::Reader& reader) -> Result<bool> {
        TACIT_TRY(const store::TaskState state, reader.task_state(task.key));
        if (!state.close_document) return false;
        TACIT_TRY(const task::Closing closing, task::open_closing(*state.close_document, task.terms.leader.signing_key));
        TACIT_TRY(const auto batch, reader.batch_at(task.key, closing.closed));
        return batch && batch->state == store::BatchState::collected;
    }));
    if (!over) return 0;
    TACIT_TRY(const std::uint64_t count,
              parts_.store.write("task: delete uncollected", [&](store::Tx& tx) -> Result<std::uint64_t> {
                  TACIT_TRY(const std::uint64_t deleted, tx.delete_uncollected(task.key));
                  if (deleted > 0)
                      TACIT_CHECK(tx.count_rejected(task.key, wire::ReportError::task_expired, deleted));
                  return deleted;
              }));
    TACIT_FAILPOINT("close.uncollected_deleted");
    return count;
}

}  // namespace tacit::protocol
