#include "collector/protocol/refused_batches.h"

#include "schemas/wire/problem.h"

namespace tacit::protocol {
namespace {

using store::BatchState;
using store::CollectionState;

// The parts of the interval that are in no batch, and the batches in it that may still be given up.
std::vector<wire::Interval> open_parts(const std::vector<store::Batch>& batches, const wire::Interval& interval) {
    const wire::Time finish = interval.start + interval.duration;
    wire::Time free_from = interval.start;
    std::vector<wire::Interval> parts;
    for (const store::Batch& batch : batches) {  // by start
        if (!wire::overlap(batch.interval, interval)) continue;
        if (batch.interval.start > free_from) parts.push_back({free_from, batch.interval.start - free_from});
        if (batch.state == BatchState::closing || batch.state == BatchState::corrupt) parts.push_back(batch.interval);
        free_from = std::max(free_from, batch.interval.start + batch.interval.duration);
    }
    if (free_from < finish) parts.push_back({free_from, finish - free_from});
    return parts;
}

Result<void> fail_collections(store::Tx& tx, const Task& task, const wire::Interval& interval) {
    TACIT_TRY(const auto collections, tx.unfinished_collections(task.key));
    for (store::Collection collection : collections) {
        const bool undecided =
            collection.state == CollectionState::draining || collection.state == CollectionState::asking;
        if (!undecided || !wire::overlap(collection.interval, interval)) continue;
        collection.state = CollectionState::failed;
        collection.problem = wire::token(wire::ProblemType::batchInvalid);  // collection.cpp has the words
        collection.aggregate_share_request.clear();
        TACIT_CHECK(tx.put_collection(task.key, collection));
    }
    return {};
}

}  // namespace

Result<std::vector<wire::Interval>> refuse_interval(store::Tx& tx, const Task& task, const wire::Interval& interval) {
    TACIT_TRY(const auto batches, tx.batches(task.key));
    const std::vector<wire::Interval> parts = open_parts(batches, interval);
    for (const wire::Interval& part : parts) {
        TACIT_CHECK(fail_collections(tx, task, part));
        TACIT_CHECK(tx.put_batch(task.key, {part, BatchState::refused}));
        TACIT_CHECK(tx.forget_interval(task.key, part));
    }
    return parts;
}

wire::Interval up_to(const Task& task, std::chrono::sys_seconds now) {
    const wire::Time from = task.interval.start;
    return {from, std::max(from, task.latest(now) + 1) - from};
}

Result<bool> all_decided(store::Reader& reader, const Task& task, const wire::Interval& interval) {
    TACIT_TRY(const auto batches, reader.batches(task.key));
    wire::Time decided_until = interval.start;
    for (const store::Batch& batch : batches) {  // by start
        const bool decided = batch.state == BatchState::collected || batch.state == BatchState::refused;
        if (!decided || batch.interval.start > decided_until) continue;
        decided_until = std::max(decided_until, batch.interval.start + batch.interval.duration);
    }
    return decided_until >= interval.start + interval.duration;
}

}  // namespace tacit::protocol
