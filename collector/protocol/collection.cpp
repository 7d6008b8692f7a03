#include "collector/protocol/collection.h"

#include "collector/ops/failpoint.h"
#include "collector/protocol/bucket_sum.h"
#include "collector/protocol/collection_request.h"
#include "collector/protocol/job_state.h"
#include "collector/protocol/ledger_book.h"
#include "collector/protocol/noised_share.h"
#include "collector/protocol/refuse.h"
#include "collector/protocol/resource_id.h"
#include "collector/protocol/stop.h"

namespace tacit::protocol {
namespace {

using store::CollectionState;
using wire::ProblemType;

// Why a collection may have failed; what else the store holds is a mistake of ours.
constexpr std::array kFailures{ProblemType::invalidBatchSize, ProblemType::batchMismatch, ProblemType::batchOverlap,
                               ProblemType::batchInvalid};

tl::unexpected<wire::Problem> failure(const Task& task, const store::Collection& collection) {
    for (const ProblemType type : kFailures) {
        if (wire::token(type) != collection.problem) continue;
        if (type == ProblemType::invalidBatchSize)
            return refuse(task, type,
                          "the batch has fewer than " + std::to_string(task.terms.min_batch_size) +
                              " reports; its days are open again: wait, or ask for a longer interval");
        // Given up by restore --refuse-batches (refused_batches.cpp).
        if (type == ProblemType::batchInvalid)
            return refuse(task, type,
                          "this server was restored from a copy, and its operator gave these days up for ever; "
                          "ask for the days after them");
        const bool overlap = type == ProblemType::batchOverlap;
        return refuse(task, ProblemType::batchMismatch,
                      (overlap ? "the helper collected or gave up a part of these days before; " : "") +
                          mismatch_detail(collection.interval));
    }
    TACIT_ASSERT(false);
}

Result<Collections::Answer, wire::Problem> answer_of(const Task& task, const store::Collection& collection) {
    switch (collection.state) {
        case CollectionState::draining:
        case CollectionState::asking:
        case CollectionState::collected: return Collections::Answer{collection.id, std::nullopt};
        case CollectionState::ready: return Collections::Answer{collection.id, collection.response};
        case CollectionState::failed: return failure(task, collection);
        case CollectionState::deleted: return refuse(task, 404, "this collection job was deleted");
    }
    TACIT_ASSERT(false);
}

Result<store::Collection> find(store::Reader& reader, const Task& task, const wire::CollectionJobId& id) {
    TACIT_TRY(auto found, reader.collection(task.key, id));
    if (!found) return fail(Fault::internal, "there is no collection job with this id");
    return *std::move(found);
}

// Writes the row in its next state.
Result<void> move_to(store::Tx& tx, const Task& task, store::Collection& collection, CollectionState next) {
    TACIT_ASSERT(may_follow(collection.state, next));
    collection.state = next;
    return tx.put_collection(task.key, collection);
}

// Nothing was collected. invalidBatchSize opens the days again; after anything else a person has to look, because open
// days would invite reports that can never count.
Result<void> end_uncollected(store::Tx& tx, const Parts& parts, const Task& task, store::Collection collection,
                             ProblemType type) {
    using Reason = task::BatchRefused::Reason;
    const bool too_small = type == ProblemType::invalidBatchSize;
    collection.problem = wire::token(type);
    collection.aggregate_share_request.clear();
    if (too_small) {
        TACIT_CHECK(tx.delete_batch(task.key, collection.interval));
    } else {
        TACIT_CHECK(tx.put_batch(task.key, {collection.interval, store::BatchState::corrupt}));
    }
    TACIT_CHECK(parts.ledger.append(
        tx, task, task::BatchRefused{collection.interval, too_small ? Reason::too_small : Reason::corrupt}));
    return move_to(tx, task, collection, CollectionState::failed);
}

// Once every report is in its bucket: the request to the helper, or the end where there are too few.
Result<void> count_and_ask(store::Tx& tx, const Parts& parts, const Task& task, store::Collection collection) {
    TACIT_TRY(const auto buckets, tx.buckets(task.key, collection.interval));
    const BatchTotals own = totals(buckets);
    if (own.report_count < task.terms.min_batch_size)
        return end_uncollected(tx, parts, task, std::move(collection), ProblemType::invalidBatchSize);
    TACIT_TRY(auto request, decode<wire::CollectionJobReq>(collection.request));
    TACIT_TRY(collection.aggregate_share_request,
              encode(wire::AggregateShareReq{std::move(request), wire::BatchSelector::of(collection.interval),
                                             own.report_count, own.checksum}));
    return move_to(tx, task, collection, CollectionState::asking);
}

// Whether the ciphertext can hold a share of this task for its publisher. Nobody here can open it, and after this
// answer nobody can ask again.
bool plausible(const Task& task, const wire::HpkeCiphertext& share) {
    return share.config_id == task.terms.publisher.hpke_config.id && share.enc.size() == hpke::kKeySize &&
           share.payload.size() == task.vdaf.agg_share_size() + hpke::Aead::kTagSize;
}

}  // namespace

Result<Collections::Answer, wire::Problem> Collections::create(const Task& task, ByteView body) const {
    const wire::CollectionJobId id{resource_id("collection_job", task.id, body)};
    const auto request = decode<wire::CollectionJobReq>(body);
    if (!request) return refuse(task, ProblemType::invalidMessage, to_text(request.error()));

    TACIT_FAILPOINT("collection.before_create");
    TACIT_TRY(Answer answer,
              parts_.store.write("collection: create", [&](store::Tx& tx) -> Result<Answer, wire::Problem> {
                  TACIT_TRY(const auto known, tx.collection(task.key, id));
                  if (known && may_follow(known->state, CollectionState::draining) == false)
                      return answer_of(task, *known);
                  TACIT_TRY(const store::TaskState state, tx.task_state(task.key));
                  if (state.stopped) return refuse(task, 409, "collecting this task stopped: " + *state.stopped);
                  TACIT_TRY(const wire::Interval interval, check_request(task, *request));
                  TACIT_CHECK(check_interval(task, interval, state.close_document.has_value(), parts_.clock.now()));
                  TACIT_CHECK(check_overlap(tx, task, interval));
                  store::Collection collection;
                  collection.id = id;
                  collection.interval = interval;
                  collection.request = to_bytes(body);
                  TACIT_CHECK(tx.put_batch(task.key, {interval, store::BatchState::closing}));
                  TACIT_CHECK(tx.put_collection(task.key, collection));
                  return Answer{id, std::nullopt};
              }));
    TACIT_FAILPOINT("collection.created");
    return answer;
}

Result<Collections::Answer, wire::Problem> Collections::poll(const Task& task, const wire::CollectionJobId& id) const {
    TACIT_TRY(const auto found, parts_.store.read("collection: poll", [&](store::Reader& reader) {
        return reader.collection(task.key, id);
    }));
    if (!found) return refuse(task, 404, "there is no collection job with this id");
    if (found->state != CollectionState::ready && found->state != CollectionState::failed) {
        TACIT_TRY(const store::TaskState state, parts_.store.read("collection: poll", [&](store::Reader& reader) {
            return reader.task_state(task.key);
        }));
        if (state.stopped) return refuse(task, 409, "collecting this task stopped: " + *state.stopped);
    }
    return answer_of(task, *found);
}

Result<void, wire::Problem> Collections::remove(const Task& task, const wire::CollectionJobId& id) const {
    return parts_.store.write("collection: remove", [&](store::Tx& tx) -> Result<void, wire::Problem> {
        TACIT_TRY(auto found, tx.collection(task.key, id));
        if (!found || found->state == CollectionState::deleted)
            return refuse(task, 404, "there is no collection job with this id");
        if (!may_follow(found->state, CollectionState::deleted))
            return refuse(task, 409, "the helper was asked already; delete the job once its answer is there");
        if (found->state == CollectionState::draining) TACIT_CHECK(tx.delete_batch(task.key, found->interval));
        found->response.clear();
        TACIT_CHECK(move_to(tx, task, *found, CollectionState::deleted));
        return {};
    });
}

Result<std::vector<store::Collection>> Collections::active(const Task& task) const {
    return parts_.store.read("collection: active",
                             [&](store::Reader& reader) { return reader.unfinished_collections(task.key); });
}

Result<Collections::Progress> Collections::step(const Task& task, const wire::CollectionJobId& id) const {
    TACIT_TRY(const Progress progress, parts_.store.write("collection: step", [&](store::Tx& tx) -> Result<Progress> {
        TACIT_TRY(store::Collection collection, find(tx, task, id));
        if (collection.state == CollectionState::draining) {
            TACIT_TRY(const std::uint64_t pending, tx.pending_count(task.key, collection.interval));
            if (pending > 0) return Progress{Step::wait, {}};
            TACIT_CHECK(count_and_ask(tx, parts_, task, std::move(collection)));
            TACIT_TRY(collection, find(tx, task, id));
        }
        if (collection.state == CollectionState::asking)
            return Progress{Step::ask, std::move(collection.aggregate_share_request)};
        return Progress{collection.state == CollectionState::collected ? Step::tell : Step::done, {}};
    }));
    TACIT_FAILPOINT("collection.stepped");
    // It may just have ended; or it is collected, and the attempt of absorb() to bring its line into the file failed.
    if (progress.step == Step::done || progress.step == Step::tell) TACIT_CHECK(parts_.ledger.sync(task));
    return progress;
}

Result<void> Collections::absorb(const Task& task, const wire::CollectionJobId& id, ByteView body) const {
    const auto helper = decode<wire::AggregateShare>(body);
    if (!helper || !plausible(task, helper->encrypted_aggregate_share))
        return stop_task(
            parts_, task,
            "the helper's answer to the request for its aggregate share is not one. Ask the helper's operator "
            "which version runs there");

    TACIT_FAILPOINT("collection.before_commit");
    TACIT_CHECK(parts_.store.write("collection: collect", [&](store::Tx& tx) -> Result<void> {
        TACIT_TRY(store::Collection collection, find(tx, task, id));
        if (collection.state != CollectionState::asking) return {};
        TACIT_TRY(const store::TaskState state, tx.task_state(task.key));
        if (state.stopped) return fail(Fault::refused, "collecting this task stopped");
        TACIT_TRY(const auto buckets, tx.buckets(task.key, collection.interval));
        TACIT_TRY(const auto request, decode<wire::CollectionJobReq>(collection.request));
        TACIT_TRY(NoisedShare own, make_noised_share(parts_, task, buckets, request));
        TACIT_TRY(collection.response,
                  encode(wire::CollectionJobResp{totals(buckets).report_count, covered(buckets, collection.interval),
                                                 std::move(own.ciphertext), helper->encrypted_aggregate_share}));
        collection.aggregate_share_request.clear();
        TACIT_CHECK(tx.put_batch(task.key, {collection.interval, store::BatchState::collected}));
        TACIT_CHECK(parts_.ledger.append(tx, task, batch_collected(task, collection.interval, own)));
        TACIT_CHECK(tx.forget_interval(task.key, collection.interval));
        return move_to(tx, task, collection, CollectionState::collected);
    }));
    TACIT_FAILPOINT("collection.committed_before_ledger");
    return parts_.ledger.sync(task);
}

Result<bool> Collections::refused(const Task& task, const wire::CollectionJobId& id, wire::ProblemType type) const {
    switch (type) {
        case ProblemType::invalidBatchSize:
        case ProblemType::batchMismatch:
        case ProblemType::batchOverlap:
            TACIT_CHECK(parts_.store.write("collection: refused", [&](store::Tx& tx) -> Result<void> {
                TACIT_TRY(store::Collection collection, find(tx, task, id));
                if (collection.state != CollectionState::asking) return {};
                return end_uncollected(tx, parts_, task, std::move(collection), type);
            }));
            TACIT_FAILPOINT("collection.refused_before_ledger");
            TACIT_CHECK(parts_.ledger.sync(task));
            return true;
        case ProblemType::invalidMessage:
        case ProblemType::invalidAggregationParameter:
        case ProblemType::unsupportedExtension:
        case ProblemType::invalidExtension:
        case ProblemType::stepMismatch:
            TACIT_CHECK(record_stop(parts_, task,
                                    "the helper refuses the request for its aggregate share as " +
                                        std::string(wire::token(type)) +
                                        ". Ask the helper's operator which version runs there"));
            return true;
        // A missing task, a clock that is behind or an error of the server's own can be put right over there.
        case ProblemType::about_blank:
        case ProblemType::unrecognizedTask:
        case ProblemType::unrecognizedAggregationJob:
        case ProblemType::batchInvalid: return false;
    }
    TACIT_ASSERT(false);
}

Result<void> Collections::deliverable(const Task& task, const wire::CollectionJobId& id) const {
    TACIT_CHECK(parts_.store.write("collection: deliver", [&](store::Tx& tx) -> Result<void> {
        TACIT_TRY(store::Collection collection, find(tx, task, id));
        if (collection.state != CollectionState::collected) return {};
        return move_to(tx, task, collection, CollectionState::ready);
    }));
    TACIT_FAILPOINT("collection.ready");
    return {};
}

}  // namespace tacit::protocol
