// Batches, collection jobs, the helper's aggregate shares, and the forgetting that follows a collection.
#include <array>

#include "collector/store/sqlite/transaction.h"

namespace tacit::store::sqlite {
namespace {

constexpr const char* kBatchAt =
    "SELECT start, finish, state FROM batch WHERE task = ?1 AND start <= ?2 AND finish > ?2"
    " ORDER BY start DESC LIMIT 1";
constexpr const char* kBatches = "SELECT start, finish, state FROM batch WHERE task = ?1 ORDER BY start";
constexpr const char* kPutBatch =
    "INSERT INTO batch (task, start, finish, state) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT (task, start) DO UPDATE SET finish = excluded.finish, state = excluded.state";
constexpr const char* kDeleteBatch = "DELETE FROM batch WHERE task = ?1 AND start = ?2 AND finish = ?3";

constexpr const char* kUnfinishedCollections =
    "SELECT id, start, finish, state, request, aggregate_share_request, response, problem FROM collection"
    " WHERE task = ?1 AND state IN (?2, ?3, ?4) ORDER BY number";
constexpr const char* kCollection =
    "SELECT id, start, finish, state, request, aggregate_share_request, response, problem FROM collection"
    " WHERE task = ?1 AND id = ?2";
constexpr const char* kPutCollection =
    "INSERT INTO collection (task, id, start, finish, state, request, aggregate_share_request, response, problem)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
    " ON CONFLICT (task, id) DO UPDATE SET start = excluded.start, finish = excluded.finish, state = excluded.state,"
    " request = excluded.request, aggregate_share_request = excluded.aggregate_share_request,"
    " response = excluded.response, problem = excluded.problem";

constexpr const char* kAggregateShare =
    "SELECT id, start, finish, request_hash, response FROM aggregate_share WHERE task = ?1 AND id = ?2";
constexpr const char* kPutAggregateShare =
    "INSERT INTO aggregate_share (task, id, start, finish, request_hash, response) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
    " ON CONFLICT (task, id) DO UPDATE SET start = excluded.start, finish = excluded.finish,"
    " request_hash = excluded.request_hash, response = excluded.response";
constexpr const char* kDeleteAggregateShare = "DELETE FROM aggregate_share WHERE task = ?1 AND id = ?2";

// What names a report of the interval [?2, ?3), children before parents. A helper's answer goes as soon as one of its
// reports lies in the interval: the leader had it, or its count would not have matched.
constexpr std::array kForget{
    "DELETE FROM report_body WHERE sequence IN"
    " (SELECT sequence FROM report WHERE task = ?1 AND time >= ?2 AND time < ?3 AND job IS NULL)",
    "DELETE FROM report WHERE task = ?1 AND time >= ?2 AND time < ?3 AND job IS NULL",
    "DELETE FROM report_body WHERE sequence IN (SELECT sequence FROM leader_job JOIN report ON report.job = number"
    " WHERE leader_job.task = ?1 AND leader_job.time >= ?2 AND leader_job.time < ?3)",
    "DELETE FROM report WHERE job IN (SELECT number FROM leader_job WHERE task = ?1 AND time >= ?2 AND time < ?3)",
    "DELETE FROM leader_job_request WHERE number IN"
    " (SELECT number FROM leader_job WHERE task = ?1 AND time >= ?2 AND time < ?3)",
    "DELETE FROM leader_job WHERE task = ?1 AND time >= ?2 AND time < ?3",
    "DELETE FROM remembered WHERE task = ?1 AND time >= ?2 AND time < ?3",
    "DELETE FROM bucket WHERE task = ?1 AND time >= ?2 AND time < ?3",
    "DELETE FROM helper_job WHERE task = ?1 AND first_time < ?3 AND last_time >= ?2",
};

Batch batch_of(const Query& row) { return {to_interval(row, 0, 1), static_cast<BatchState>(row.integer(2))}; }

Collection collection_of(const Query& row) {
    return {row.id<wire::CollectionJobId>(0),
            to_interval(row, 1, 2),
            static_cast<CollectionState>(row.integer(3)),
            row.bytes(4),
            row.bytes(5),
            row.bytes(6),
            row.text(7)};
}

}  // namespace

Result<std::optional<Batch>> Transaction::batch_at(TaskKey task, wire::Time time) {
    return verb([&]() -> Result<std::optional<Batch>> {
        if (time > kIntegerMax) return std::nullopt;
        Query row = query(kBatchAt);
        if (!row.with(task.number, static_cast<std::int64_t>(time)).step()) return std::nullopt;
        return batch_of(row);
    });
}

Result<std::vector<Batch>> Transaction::batches(TaskKey task) {
    return verb([&]() -> Result<std::vector<Batch>> {
        std::vector<Batch> batches;
        Query row = query(kBatches);
        for (row.with(task.number); row.step();) batches.push_back(batch_of(row));
        return batches;
    });
}

Result<void> Transaction::put_batch(TaskKey task, const Batch& batch) {
    return verb([&]() -> Result<void> {
        TACIT_TRY(const Range range, to_columns(batch.interval));
        change(kPutBatch, task.number, range.start, range.finish, static_cast<std::int64_t>(batch.state));
        return {};
    });
}

Result<void> Transaction::delete_batch(TaskKey task, const wire::Interval& interval) {
    return verb([&]() -> Result<void> {
        const Range range = to_range(interval);
        if (change(kDeleteBatch, task.number, range.start, range.finish) == 0)
            return fail(Fault::internal, "there is no such batch");
        return {};
    });
}

Result<std::vector<Collection>> Transaction::unfinished_collections(TaskKey task) {
    return verb([&]() -> Result<std::vector<Collection>> {
        std::vector<Collection> collections;
        Query row = query(kUnfinishedCollections);
        const auto number = [](CollectionState state) { return static_cast<std::int64_t>(state); };
        row.with(task.number, number(CollectionState::draining), number(CollectionState::asking),
                 number(CollectionState::collected));
        while (row.step()) collections.push_back(collection_of(row));
        return collections;
    });
}

Result<std::optional<Collection>> Transaction::collection(TaskKey task, const wire::CollectionJobId& id) {
    return verb([&]() -> Result<std::optional<Collection>> {
        Query row = query(kCollection);
        if (!row.with(task.number, ByteView(id.bytes)).step()) return std::nullopt;
        return collection_of(row);
    });
}

Result<void> Transaction::put_collection(TaskKey task, const Collection& collection) {
    return verb([&]() -> Result<void> {
        TACIT_TRY(const Range range, to_columns(collection.interval));
        change(kPutCollection, task.number, ByteView(collection.id.bytes), range.start, range.finish,
               static_cast<std::int64_t>(collection.state), ByteView(collection.request),
               ByteView(collection.aggregate_share_request), ByteView(collection.response),
               std::string_view(collection.problem));
        return {};
    });
}

Result<std::optional<AggregateShareAnswer>> Transaction::aggregate_share(TaskKey task,
                                                                         const wire::AggregateShareId& id) {
    return verb([&]() -> Result<std::optional<AggregateShareAnswer>> {
        Query row = query(kAggregateShare);
        if (!row.with(task.number, ByteView(id.bytes)).step()) return std::nullopt;
        return AggregateShareAnswer{row.id<wire::AggregateShareId>(0), to_interval(row, 1, 2), row.array<Sha256>(3),
                                    row.bytes(4)};
    });
}

Result<void> Transaction::put_aggregate_share(TaskKey task, const AggregateShareAnswer& answer) {
    return verb([&]() -> Result<void> {
        TACIT_TRY(const Range range, to_columns(answer.interval));
        change(kPutAggregateShare, task.number, ByteView(answer.id.bytes), range.start, range.finish,
               ByteView(answer.request_hash), ByteView(answer.response));
        return {};
    });
}

Result<void> Transaction::delete_aggregate_share(TaskKey task, const wire::AggregateShareId& id) {
    return verb([&]() -> Result<void> {
        change(kDeleteAggregateShare, task.number, ByteView(id.bytes));
        return {};
    });
}

Result<void> Transaction::forget_interval(TaskKey task, const wire::Interval& interval) {
    return verb([&]() -> Result<void> {
        const Range range = to_range(interval);
        for (const char* sql : kForget) change(sql, task.number, range.start, range.finish);
        return {};
    });
}

}  // namespace tacit::store::sqlite
