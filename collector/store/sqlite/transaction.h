// The verbs of store.h as SQL statements, over one connection inside one open transaction. Private to this engine.
//
// After the first failure of SQLite every further verb fails with the same Error: SQLite may have rolled back by
// itself, and a later statement would then be a transaction of its own.
#pragma once
#include <concepts>
#include <limits>
#include <optional>

#include "collector/store/sqlite/connection.h"
#include "collector/store/store.h"

namespace tacit::store::sqlite {

class Transaction final : public Tx {
public:
    explicit Transaction(Connection& connection) : connection_(connection) {}

    const std::optional<Error>& failure() const { return failure_; }
    bool was_busy() const { return busy_; }

    // reports.cpp
    Result<bool> report_known(TaskKey task, const wire::ReportId& id) override;
    Result<std::vector<std::pair<wire::Time, std::uint64_t>>> ready_buckets(TaskKey task,
                                                                            std::uint64_t count_max) override;
    Result<std::vector<PendingReport>> ready_reports(TaskKey task, wire::Time time, std::size_t count_max) override;
    Result<std::uint64_t> leader_job_count(TaskKey task) override;
    Result<bool> leader_job_exists(TaskKey task, std::int64_t job_number) override;
    Result<std::vector<PendingReport>> job_reports(TaskKey task, std::int64_t job_number) override;
    Result<std::uint64_t> pending_count(TaskKey task, const wire::Interval& interval) override;
    Result<bool> insert_report(TaskKey task, const wire::ReportId& id, wire::Time time, ByteView report) override;
    Result<void> delete_pending_report(TaskKey task, std::int64_t sequence) override;
    Result<bool> remember_report(TaskKey task, wire::Time time, const wire::ReportId& id) override;
    Result<std::vector<std::pair<wire::ReportError, std::uint64_t>>> rejected(TaskKey task) override;
    Result<void> count_rejected(TaskKey task, wire::ReportError reason, std::uint64_t count) override;
    Result<std::uint64_t> delete_uncollected(TaskKey task) override;

    // aggregation.cpp
    Result<std::vector<LeaderJob>> leader_jobs(TaskKey task) override;
    Result<std::int64_t> insert_leader_job(TaskKey task, wire::Time time, ByteView request,
                                           const std::vector<std::int64_t>& sequences) override;
    Result<void> set_leader_job_location(TaskKey task, std::int64_t job_number,
                                         const std::optional<std::string>& location) override;
    Result<void> release_report(TaskKey task, std::int64_t sequence) override;
    Result<void> delete_leader_job(TaskKey task, std::int64_t job_number) override;
    Result<std::vector<Bucket>> buckets(TaskKey task, const wire::Interval& interval) override;
    Result<void> put_bucket(TaskKey task, const Bucket& bucket) override;
    Result<std::optional<HelperJob>> helper_job(TaskKey task, const Sha256& request_hash) override;
    Result<std::optional<HelperJob>> helper_job(TaskKey task, const wire::AggregationJobId& id) override;
    Result<void> insert_helper_job(TaskKey task, const HelperJob& job) override;
    Result<void> delete_helper_job(TaskKey task, const wire::AggregationJobId& id) override;

    // collection.cpp
    Result<std::optional<Batch>> batch_at(TaskKey task, wire::Time time) override;
    Result<std::vector<Batch>> batches(TaskKey task) override;
    Result<void> put_batch(TaskKey task, const Batch& batch) override;
    Result<void> delete_batch(TaskKey task, const wire::Interval& interval) override;
    Result<std::vector<Collection>> unfinished_collections(TaskKey task) override;
    Result<std::optional<Collection>> collection(TaskKey task, const wire::CollectionJobId& id) override;
    Result<void> put_collection(TaskKey task, const Collection& collection) override;
    Result<std::optional<AggregateShareAnswer>> aggregate_share(TaskKey task,
                                                                const wire::AggregateShareId& id) override;
    Result<void> put_aggregate_share(TaskKey task, const AggregateShareAnswer& answer) override;
    Result<void> delete_aggregate_share(TaskKey task, const wire::AggregateShareId& id) override;
    Result<void> forget_interval(TaskKey task, const wire::Interval& interval) override;

    // ledger.cpp: the task's row and its ledger
    Result<std::optional<TaskKey>> find_task(const wire::TaskId& id, wire::Role role) override;
    Result<TaskState> task_state(TaskKey task) override;
    Result<TaskKey> ensure_task(const wire::TaskId& id, wire::Role role) override;
    Result<void> close_task(TaskKey task, std::string_view close_document) override;
    Result<void> stop_task(TaskKey task, std::string_view reason) override;
    Result<void> resume_task(TaskKey task) override;
    Result<void> set_peer_head(TaskKey task, std::string_view head) override;
    Result<void> set_lost_head(TaskKey task, std::string_view head) override;
    Result<std::vector<std::string>> ledger(TaskKey task) override;
    Result<std::optional<std::string>> ledger_last(TaskKey task) override;
    Result<void> append_ledger(TaskKey task, std::uint64_t seq, std::string_view line) override;

private:
    // Runs the body of a verb, which returns a Result and may throw SQLite's exceptions.
    template <class Body>
    auto verb(Body&& body) -> decltype(body()) {
        if (failure_) return tl::make_unexpected(*failure_);
        try {
            return body();
        } catch (const SQLite::Exception& exception) {
            busy_ = is_busy(exception);
            failure_ = to_error(exception);
            return tl::make_unexpected(*failure_);
        }
    }
    Query query(const char* sql) { return connection_.query(sql); }
    // Runs a statement that gives no rows; how many rows it changed.
    template <class... Values>
    int change(const char* sql, const Values&... values) {
        return query(sql).with(values...).run();
    }

    Connection& connection_;
    std::optional<Error> failure_;
    bool busy_ = false;
};

// Numbers of the protocol have 64 bits, SQLite's 63. Where one does not fit, nothing is stored under it.
inline constexpr std::uint64_t kIntegerMax = std::numeric_limits<std::int64_t>::max();

inline Result<std::int64_t> to_column(std::uint64_t number) {
    if (number > kIntegerMax) return fail(Fault::refused, "a number of more than 63 bits cannot be stored");
    return static_cast<std::int64_t>(number);
}

// An interval as two columns, [start, finish). To look things up: empty where it does not fit.
struct Range {
    std::int64_t start = 0;
    std::int64_t finish = 0;
};
inline Range to_range(const wire::Interval& interval) {
    const auto finish = wire::end(interval);
    if (!finish || *finish > kIntegerMax) return {};
    return {static_cast<std::int64_t>(interval.start), static_cast<std::int64_t>(*finish)};
}
// To store it.
inline Result<Range> to_columns(const wire::Interval& interval) {
    const auto finish = wire::end(interval);
    if (!finish || *finish > kIntegerMax) return fail(Fault::refused, "the end of an interval does not fit 63 bits");
    return to_range(interval);
}
inline wire::Interval to_interval(const Query& row, int start, int finish) {
    return {row.count(start), row.count(finish) - row.count(start)};
}

}  // namespace tacit::store::sqlite
