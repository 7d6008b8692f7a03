#include "collector/protocol/close.h"

#include <algorithm>

#include "collector/ops/failpoint.h"
#include "collector/protocol/bucket_sum.h"
#include "collector/protocol/ledger_book.h"
#include "collector/protocol/refuse.h"
#include "collector/protocol/stop.h"
#include "schemas/task/close.h"

namespace tacit::protocol {
namespace {

// The most reports, verified or not, in a stretch of days that is in no batch.
Result<std::uint64_t> most_in_a_stretch(store::Reader& reader, const Task& task) {
    TACIT_TRY(const auto batches, reader.batches(task.key));
    std::uint64_t most = 0;
    wire::Time from = task.interval.start;
    const auto look = [&](wire::Time until) -> Result<void> {
        if (until <= from) return {};
        const wire::Interval stretch{from, until - from};
        TACIT_TRY(const std::uint64_t pending, reader.pending_count(task.key, stretch));
        TACIT_TRY(const auto buckets, reader.buckets(task.key, stretch));
        most = std::max(most, pending + totals(buckets).report_count);
        return {};
    };
    for (const store::Batch& batch : batches) {  // by start
        TACIT_CHECK(look(batch.interval.start));
        from = std::max(from, batch.interval.start + batch.interval.duration);
    }
    TACIT_CHECK(look(task.interval.start + task.interval.duration));
    return most;
}

// Closes at this time unless the task is closed, and gives the document that holds.
Result<std::string, wire::Problem> close(const Parts& parts, const Task& task, wire::Time closed, bool ask_for_enough) {
    using Held = Result<std::string, wire::Problem>;
    TACIT_FAILPOINT("close.before_commit");
    TACIT_TRY(std::string held, parts.store.write("task: close", [&](store::Tx& tx) -> Held {
        TACIT_TRY(store::TaskState state, tx.task_state(task.key));
        if (state.close_document) return *std::move(state.close_document);
        if (ask_for_enough) {
            TACIT_TRY(const std::uint64_t most, most_in_a_stretch(tx, task));
            if (most < task.terms.min_batch_size)
                return refuse(task, wire::ProblemType::invalidBatchSize,
                              "what is not collected yet has fewer reports than the minimum");
        }
        TACIT_CHECK(mark_closed(tx, task, closed));
        TACIT_CHECK(parts.ledger.append(tx, task, task::TaskClosed{closed}));
        TACIT_TRY(state, tx.task_state(task.key));
        return state.close_document.value();
    }));
    TACIT_FAILPOINT("close.committed_before_ledger");
    TACIT_CHECK(parts.ledger.sync(task));
    return held;
}

}  // namespace

Result<bool> is_over(store::Reader& reader, const Task& task) {
    TACIT_TRY(const store::TaskState state, reader.task_state(task.key));
    if (!state.close_document) return false;
    TACIT_TRY(const task::Closing closing, task::open_closing(*state.close_document, task.self().signing_key));
    TACIT_TRY(const auto last, reader.batch_at(task.key, closing.closed));
    if (last && last->state == store::BatchState::collected) return true;
    TACIT_TRY(const auto batches, reader.batches(task.key));
    for (const store::Batch& batch : batches)
        if (batch.state == store::BatchState::closing) return false;  // its days may open again
    TACIT_TRY(const std::uint64_t most, most_in_a_stretch(reader, task));
    return most < task.terms.min_batch_size;
}

Result<bool> mark_closed(store::Tx& tx, const Task& task, wire::Time closed) {
    const std::string document = task::sign_closing({task.id, closed}, *task.signing_key);
    TACIT_TRY(const store::TaskState state, tx.task_state(task.key));
    if (state.close_document == document) return false;
    TACIT_CHECK(tx.close_task(task.key, document));
    return true;
}

Result<std::optional<std::string>> TaskClosing::document(const Task& task) const {
    return parts_.store.read("task: closed", [&](store::Reader& reader) -> Result<std::optional<std::string>> {
        TACIT_TRY(store::TaskState state, reader.task_state(task.key));
        return std::move(state.close_document);
    });
}

Result<std::string, wire::Problem> TaskClosing::close_as_leader(const Task& task, bool even_if_too_few) const {
    return close(parts_, task, task.units(parts_.clock.now()), !even_if_too_few);
}

Result<std::string, wire::Problem> TaskClosing::close_as_helper(const Task& task,
                                                                std::string_view leader_document) const {
    const auto closing = task::open_closing(leader_document, task.peer().signing_key);
    if (!closing || closing->task != task.id)
        return refuse(task, wire::ProblemType::invalidMessage, "this is not the leader's closing of this task");
    TACIT_TRY(std::string held, close(parts_, task, closing->closed, false));
    if (held != task::sign_closing(*closing, *task.signing_key))
        return refuse(task, 409, "the leader closed this task at another time before");
    return held;
}

Result<std::optional<std::string>> TaskClosing::document_for_helper(const Task& task) const {
    return parts_.store.read("task: told", [&](store::Reader& reader) -> Result<std::optional<std::string>> {
        TACIT_TRY(const std::uint64_t pending, reader.pending_count(task.key, task.interval));
        if (pending > 0) return std::nullopt;
        TACIT_TRY(store::TaskState state, reader.task_state(task.key));
        return std::move(state.close_document);
    });
}

Result<void> TaskClosing::check_helper(const Task& task, std::string_view helper_document) const {
    TACIT_TRY(const auto own, document(task));
    if (!own) return fail(Fault::internal, "the task is not closed");
    TACIT_TRY(const task::Closing named, task::open_closing(*own, task.self().signing_key));
    const auto answered = task::open_closing(helper_document, task.peer().signing_key);
    if (!answered || *answered != named)
        return stop_task(parts_, task,
                         "the helper's answer to the closing of the task is not the closing time under its "
                         "signature. Ask the helper's operator which version runs there");
    return {};
}

Result<void> TaskClosing::refused_by_helper(const Task& task) const {
    return record_stop(
        parts_, task,
        "the helper closed this task at another time before, which this server forgot: was it restored from a "
        "copy? Stop it and run tacit-collector restore --refuse-batches " +
            wire::to_text(task.id));
}

Result<std::uint64_t> TaskClosing::delete_uncollected(const Task& task) const {
    TACIT_TRY(const bool over,
              parts_.store.read("task: over", [&](store::Reader& reader) { return is_over(reader, task); }));
    if (!over) return 0;
    TACIT_TRY(const std::uint64_t count,
              parts_.store.write("task: delete uncollected", [&](store::Tx& tx) -> Result<std::uint64_t> {
                  TACIT_TRY(const std::uint64_t deleted, tx.delete_uncollected(task.key));
                  if (deleted > 0) TACIT_CHECK(tx.count_rejected(task.key, wire::ReportError::task_expired, deleted));
                  return deleted;
              }));
    TACIT_FAILPOINT("close.uncollected_deleted");
    return count;
}

}  // namespace tacit::protocol
