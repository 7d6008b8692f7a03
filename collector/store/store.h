// Storage in the words of the protocol. Protocol code sees this file; SQL is inside an engine (collector/store/sqlite).
//
// Work happens in transactions with a name (for metrics and failpoints). A transaction commits exactly when its body returns
// a value; the body may be run again when the engine was busy, so it has no effect outside the transaction. Once write()
// returns a value, everything it did is durable.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "collector/store/rows.h"
#include "crypto/base/result.h"

namespace tacit::store {

// The verbs that read. All fail with Fault::unavailable (busy, disk full) or Fault::corrupt.
class Reader {
public:
    virtual ~Reader() = default;

    // The row of a task in a role, if it was ever loaded (Tx::ensure_task).
    virtual Result<std::optional<TaskKey>> find_task(const wire::TaskId& id, wire::Role role) = 0;
    virtual Result<TaskState> task_state(TaskKey task) = 0;
    virtual Result<std::optional<Batch>> batch_at(TaskKey task, wire::Time time) = 0;
    virtual Result<std::vector<Batch>> batches(TaskKey task) = 0;  // by start
    // True once a report with this id is stored or was aggregated or rejected, until its batch is collected.
    virtual Result<bool> report_known(TaskKey task, const wire::ReportId& id) = 0;

    // Buckets that have reports in no job, oldest first, each with how many (counted up to `count_max`).
    virtual Result<std::vector<std::pair<wire::Time, std::uint64_t>>> ready_buckets(TaskKey task, std::uint64_t count_max) = 0;
    virtual Result<std::vector<PendingReport>> ready_reports(TaskKey task, wire::Time time, std::size_t count_max) = 0;
    virtual Result<std::vector<LeaderJob>> leader_jobs(TaskKey task) = 0;
    virtual Result<std::uint64_t> leader_job_count(TaskKey task) = 0;
    virtual Result<bool> leader_job_exists(TaskKey task, std::int64_t job_number) = 0;
    virtual Result<std::vector<PendingReport>> job_reports(TaskKey task, std::int64_t job_number) = 0;  // in job order
    // Reports of the interval that are not yet in a bucket, in a job or not.
    virtual Result<std::uint64_t> pending_count(TaskKey task, const wire::Interval& interval) = 0;

    virtual Result<std::vector<Bucket>> buckets(TaskKey task, const wire::Interval& interval) = 0;  // by time
    virtual Result<std::optional<HelperJob>> helper_job(TaskKey task, const Sha256& request_hash) = 0;
    virtual Result<std::optional<HelperJob>> helper_job(TaskKey task, const wire::AggregationJobId& id) = 0;

    // Those that are draining, asking or collected, oldest first: the others only grow in number.
    virtual Result<std::vector<Collection>> unfinished_collections(TaskKey task) = 0;
    virtual Result<std::optional<Collection>> collection(TaskKey task, const wire::CollectionJobId& id) = 0;
    virtual Result<std::optional<AggregateShareAnswer>> aggregate_share(TaskKey task, const wire::AggregateShareId& id) = 0;

    virtual Result<std::vector<std::string>> ledger(TaskKey task) = 0;               // every line, in order
    virtual Result<std::optional<std::string>> ledger_last(TaskKey task) = 0;        // the last line
    virtual Result<std::vector<std::pair<wire::ReportError, std::uint64_t>>> rejected(TaskKey task) = 0;
};

// The verbs that change, each within one transaction.
class Tx : public Reader {
public:
    // Finds or makes the row of a task in a role.
    virtual Result<TaskKey> ensure_task(const wire::TaskId& id, wire::Role role) = 0;
    virtual Result<void> close_task(TaskKey task, std::string_view close_document) = 0;
    virtual Result<void> stop_task(TaskKey task, std::string_view reason) = 0;
    virtual Result<void> resume_task(TaskKey task) = 0;
    virtual Result<void> set_peer_head(TaskKey task, std::string_view head) = 0;
    virtual Result<void> set_lost_head(TaskKey task, std::string_view head) = 0;

    // Stores an uploaded report. False: its id is known already (report_known), and nothing was changed.
    virtual Result<bool> insert_report(TaskKey task, const wire::ReportId& id, wire::Time time, ByteView report) = 0;
    // Makes a job of these pending reports, in this order, and returns its number.
    virtual Result<std::int64_t> insert_leader_job(TaskKey task, wire::Time time, ByteView request,
                                                   const std::vector<std::int64_t>& sequences) = 0;
    virtual Result<void> set_leader_job_location(TaskKey task, std::int64_t job_number,
                                                 const std::optional<std::string>& location) = 0;
    // Takes a pending report out of its job: it is ready again.
    virtual Result<void> release_report(TaskKey task, std::int64_t sequence) = 0;
    // Deletes the job with its reports; the bytes are gone after the next checkpoint().
    virtual Result<void> delete_leader_job(TaskKey task, std::int64_t job_number) = 0;
    virtual Result<void> delete_pending_report(TaskKey task, std::int64_t sequence) = 0;

    // The replay check: false when this id was remembered before. An id remembered here is kept until forget_interval().
    virtual Result<bool> remember_report(TaskKey task, wire::Time time, const wire::ReportId& id) = 0;
    virtual Result<void> count_rejected(TaskKey task, wire::ReportError reason, std::uint64_t count) = 0;
    virtual Result<void> put_bucket(TaskKey task, const Bucket& bucket) = 0;  // inserts or replaces
    virtual Result<void> insert_helper_job(TaskKey task, const HelperJob& job) = 0;
    virtual Result<void> delete_helper_job(TaskKey task, const wire::AggregationJobId& id) = 0;

    virtual Result<void> put_batch(TaskKey task, const Batch& batch) = 0;     // by interval start; inserts or replaces
    virtual Result<void> delete_batch(TaskKey task, const wire::Interval& interval) = 0;
    virtual Result<void> put_collection(TaskKey task, const Collection& collection) = 0;  // by id; inserts or replaces
    virtual Result<void> put_aggregate_share(TaskKey task, const AggregateShareAnswer& answer) = 0;
    virtual Result<void> delete_aggregate_share(TaskKey task, const wire::AggregateShareId& id) = 0;
    // After collection: deletes buckets, remembered ids, pending reports, jobs and helper answers of the interval.
    virtual Result<void> forget_interval(TaskKey task, const wire::Interval& interval) = 0;
    // After closing: deletes what is kept of days in no batch that is closing, collected or corrupt, for no batch will ever
    // count it: reports in no job, buckets, remembered ids and helper answers. Returns how many reports they were. A job that
    // was posted runs to its end first.
    virtual Result<std::uint64_t> delete_uncollected(TaskKey task) = 0;

    // A number above that of the last line.
    virtual Result<void> append_ledger(TaskKey task, std::uint64_t seq, std::string_view line) = 0;
};

// Thread-safe. Writers wait for each other; readers see the last commit. A body opens no transaction of its own. Keep reads
// short: the write-ahead log cannot be truncated while one is open.
class Store {
public:
    virtual ~Store() = default;

    template <class Body>
    auto write(std::string_view name, Body&& body) -> decltype(body(std::declval<Tx&>())) {
        decltype(body(std::declval<Tx&>())) result = fail(Fault::internal, "the transaction did not run");
        bool refused_by_body = false;
        const Result<void> committed = run_write(name, [&](Tx& tx) -> Result<void> {
            result = body(tx);
            refused_by_body = !result;
            if (!result) return tl::make_unexpected(Error{Fault::refused, "rolled back by its body", {}, {}});
            return {};
        });
        if (!committed && !refused_by_body) return tl::make_unexpected(committed.error());
        return result;
    }
    template <class Body>
    auto read(std::string_view name, Body&& body) -> decltype(body(std::declval<Reader&>())) {
        decltype(body(std::declval<Reader&>())) result = fail(Fault::internal, "the transaction did not run");
        const Result<void> finished = run_read(name, [&](Reader& reader) -> Result<void> {
            result = body(reader);
            return {};
        });
        if (!finished) return tl::make_unexpected(finished.error());
        return result;
    }
    // Truncates the write-ahead log, so that what was deleted is gone from the disk as well.
    virtual Result<void> checkpoint() = 0;
    // Writes the last commit to a new file, readable by its owner alone. Others read and write meanwhile.
    virtual Result<void> backup(const std::filesystem::path& to) = 0;

protected:
    // Runs the body in one transaction and commits when it returns a value, else rolls back. Reruns it when busy.
    virtual Result<void> run_write(std::string_view name, const std::function<Result<void>(Tx&)>& body) = 0;
    virtual Result<void> run_read(std::string_view name, const std::function<Result<void>(Reader&)>& body) = 0;
};

}  // namespace tacit::store
