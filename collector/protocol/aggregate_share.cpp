#include "collector/protocol/aggregate_share.h"

#include "collector/ops/failpoint.h"
#include "collector/protocol/bucket_sum.h"
#include "collector/protocol/close.h"
#include "collector/protocol/collection_request.h"
#include "collector/protocol/ledger_book.h"
#include "collector/protocol/noised_share.h"
#include "collector/protocol/refuse.h"
#include "collector/protocol/resource_id.h"

namespace tacit::protocol {
namespace {

using wire::ProblemType;

// The batch that is asked for, if the request's form is right.
Result<wire::Interval, wire::Problem> selected(const Task& task, const wire::AggregateShareReq& request) {
    TACIT_TRY(const wire::Interval asked, check_request(task, request.collection_job_req));
    if (request.batch_selector.batch_mode != task.configuration.batch_mode)
        return refuse(task, ProblemType::invalidMessage, "this task has another batch mode");
    const auto batch = wire::interval_of(request.batch_selector);
    if (!batch) return refuse(task, ProblemType::batchInvalid, to_text(batch.error()));
    if (!wire::within(*batch, asked))
        return refuse(task, ProblemType::batchInvalid, "the batch is not inside the interval that the publisher asks for");
    return *batch;
}

// Everything that makes this batch collected, in the caller's transaction.
Result<store::AggregateShareAnswer, wire::Problem> collect(store::Tx& tx, const Parts& parts, const Task& task,
                                                           const wire::Interval& interval,
                                                           const wire::AggregateShareReq& request) {
    TACIT_TRY(const store::TaskState state, tx.task_state(task.key));
    if (state.stopped) return refuse(task, 503, "collecting this task stopped here; ask this server's operator");
    TACIT_CHECK(check_interval(task, interval, state.close_document.has_value(), parts.clock.now()));
    TACIT_CHECK(check_overlap(tx, task, interval));
    TACIT_TRY(const auto buckets, tx.buckets(task.key, interval));
    const BatchTotals own = totals(buckets);
    if (own.report_count < task.terms.min_batch_size)
        return refuse(task, ProblemType::invalidBatchSize, "the batch has fewer reports than the task's minimum");
    if (own != BatchTotals{request.report_count, request.checksum})
        return refuse(task, ProblemType::batchMismatch, "the helper holds other reports for this batch");

    TACIT_TRY(NoisedShare share, make_noised_share(parts, task, buckets, request.collection_job_req));
    TACIT_CHECK(tx.put_batch(task.key, {interval, store::BatchState::collected}));
    TACIT_CHECK(parts.ledger.append(tx, task, batch_collected(task, interval, share)));
    TACIT_CHECK(tx.forget_interval(task.key, interval));
    store::AggregateShareAnswer answer;
    answer.interval = interval;
    TACIT_TRY(answer.response, encode(wire::AggregateShare{std::move(share.ciphertext)}));
    return answer;
}

}  // namespace

Result<AggregateShares::Answer, wire::Problem> AggregateShares::accept(const Task& task, ByteView body,
                                                                       std::string_view ledger_head) const {
    TACIT_CHECK(parts_.ledger.check_header(task, ledger_head));
    const wire::AggregateShareId id{resource_id("aggregate_share", task.id, body)};
    TACIT_TRY(auto known, parts_.store.read("aggregate share: look up", [&](store::Reader& reader) {
        return reader.aggregate_share(task.key, id);
    }));
    if (!known) {
        const auto request = decode<wire::AggregateShareReq>(body);
        if (!request) return refuse(task, ProblemType::invalidMessage, to_text(request.error()));
        TACIT_TRY(const wire::Interval interval, selected(task, *request));

        TACIT_FAILPOINT("aggregate_share.before_commit");
        using Stored = Result<store::AggregateShareAnswer, wire::Problem>;
        TACIT_TRY(known, parts_.store.write("aggregate share: collect", [&](store::Tx& tx) -> Stored {
            TACIT_TRY(auto again, tx.aggregate_share(task.key, id));
            if (again) return *std::move(again);
            TACIT_TRY(store::AggregateShareAnswer answer, collect(tx, parts_, task, interval, *request));
            answer.id = id;
            answer.request_hash = sha256(body);
            TACIT_CHECK(tx.put_aggregate_share(task.key, answer));
            return answer;
        }));
        TACIT_FAILPOINT("aggregate_share.committed_before_ledger");
    }
    TACIT_CHECK(parts_.ledger.sync(task));
    TACIT_FAILPOINT("aggregate_share.before_reply");
    // This may have been the last batch of a closed task. The scheduler looks for what is left, too.
    static_cast<void>(TaskClosing(parts_).delete_uncollected(task));
    // What the batch no longer needs is gone from the database; this takes it off the disk. Where it cannot be done now, the
    // scheduler's next one does it.
    static_cast<void>(parts_.store.checkpoint());
    TACIT_TRY(std::string head, parts_.ledger.header(task));
    return Answer{id, std::move(known->response), std::move(head)};
}

Result<AggregateShares::Answer, wire::Problem> AggregateShares::poll(const Task& task,
                                                                     const wire::AggregateShareId& id) const {
    TACIT_TRY(auto answer, parts_.store.read("aggregate share: poll", [&](store::Reader& reader) {
        return reader.aggregate_share(task.key, id);
    }));
    if (!answer) return refuse(task, 404, "there is no aggregate share with this id");
    TACIT_CHECK(parts_.ledger.sync(task));
    TACIT_TRY(std::string head, parts_.ledger.header(task));
    return Answer{id, std::move(answer->response), std::move(head)};
}

Result<void, wire::Problem> AggregateShares::remove(const Task& task, const wire::AggregateShareId& id) const {
    TACIT_TRY(const bool removed, parts_.store.write("aggregate share: remove", [&](store::Tx& tx) -> Result<bool> {
        TACIT_TRY(const auto answer, tx.aggregate_share(task.key, id));
        if (!answer) return false;
        TACIT_CHECK(tx.delete_aggregate_share(task.key, id));
        return true;
    }));
    if (!removed) return refuse(task, 404, "there is no aggregate share with this id");
    return {};
}

}  // namespace tacit::protocol
