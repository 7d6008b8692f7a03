// Aggregation jobs of both roles, and batch buckets.
#include "collector/store/sqlite/transaction.h"

namespace tacit::store::sqlite {
namespace {

constexpr const char* kLeaderJobs =
    "SELECT leader_job.number, time, request, location FROM leader_job JOIN leader_job_request USING (number)"
    " WHERE task = ?1 ORDER BY leader_job.number";
constexpr const char* kJobCount = "SELECT count(*) FROM leader_job WHERE task = ?1";
constexpr const char* kJobExists = "SELECT 1 FROM leader_job WHERE number = ?2 AND task = ?1";
constexpr const char* kInsertJob = "INSERT INTO leader_job (task, time) VALUES (?1, ?2)";
constexpr const char* kInsertRequest = "INSERT INTO leader_job_request (number, request) VALUES (?1, ?2)";
constexpr const char* kTakeReport =
    "UPDATE report SET job = ?1, place = ?2 WHERE sequence = ?3 AND task = ?4 AND time = ?5 AND job IS NULL";
constexpr const char* kSetLocation = "UPDATE leader_job SET location = ?3 WHERE number = ?2 AND task = ?1";
constexpr const char* kReleaseReport =
    "UPDATE report SET job = NULL, place = NULL WHERE sequence = ?2 AND task = ?1 AND job IS NOT NULL";
constexpr const char* kDeleteJob = "DELETE FROM leader_job WHERE number = ?2 AND task = ?1";
constexpr const char* kDeleteRequest = "DELETE FROM leader_job_request WHERE number = ?1";
constexpr const char* kDeleteJobBodies =
    "DELETE FROM report_body WHERE sequence IN (SELECT sequence FROM report WHERE job = ?1)";
constexpr const char* kDeleteJobReports = "DELETE FROM report WHERE job = ?1";
constexpr const char* kBuckets =
    "SELECT time, report_count, checksum, share FROM bucket WHERE task = ?1 AND time >= ?2 AND time < ?3 ORDER BY time";
constexpr const char* kPutBucket =
    "INSERT INTO bucket (task, time, report_count, checksum, share) VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT (task, time) DO UPDATE SET"
    " report_count = excluded.report_count, checksum = excluded.checksum, share = excluded.share";
constexpr const char* kHelperJobByHash =
    "SELECT id, request_hash, first_time, last_time, response FROM helper_job WHERE task = ?1 AND request_hash = ?2";
constexpr const char* kHelperJobById =
    "SELECT id, request_hash, first_time, last_time, response FROM helper_job WHERE task = ?1 AND id = ?2";
constexpr const char* kInsertHelperJob =
    "INSERT INTO helper_job (task, id, request_hash, first_time, last_time, response) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr const char* kDeleteHelperJob = "DELETE FROM helper_job WHERE task = ?1 AND id = ?2";

std::optional<HelperJob> helper_job_of(Query& row) {
    if (!row.step()) return std::nullopt;
    return HelperJob{row.id<wire::AggregationJobId>(0), row.array<Sha256>(1), row.count(2), row.count(3), row.bytes(4)};
}

}  // namespace

Result<std::vector<LeaderJob>> Transaction::leader_jobs(TaskKey task) {
    return verb([&]() -> Result<std::vector<LeaderJob>> {
        std::vector<LeaderJob> jobs;
        Query row = query(kLeaderJobs);
        for (row.with(task.number); row.step();)
            jobs.push_back({row.integer(0), row.count(1), row.bytes(2), row.optional_text(3)});
        return jobs;
    });
}

Result<std::uint64_t> Transaction::leader_job_count(TaskKey task) {
    return verb([&]() -> Result<std::uint64_t> {
        Query row = query(kJobCount);
        row.with(task.number).step();
        return row.count(0);
    });
}

Result<bool> Transaction::leader_job_exists(TaskKey task, std::int64_t job_number) {
    return verb([&]() -> Result<bool> {
        Query row = query(kJobExists);
        return row.with(task.number, job_number).step();
    });
}

Result<std::int64_t> Transaction::insert_leader_job(TaskKey task, wire::Time time, ByteView request,
                                                    const std::vector<std::int64_t>& sequences) {
    return verb([&]() -> Result<std::int64_t> {
        TACIT_TRY(const std::int64_t column, to_column(time));
        change(kInsertJob, task.number, column);
        const std::int64_t job = connection_.last_row();
        change(kInsertRequest, job, request);
        std::int64_t place = 0;
        for (const std::int64_t sequence : sequences)
            if (change(kTakeReport, job, place++, sequence, task.number, column) != 1)
                return fail(Fault::internal, "a report of a new job is not a ready one of its bucket");
        return job;
    });
}

Result<void> Transaction::set_leader_job_location(TaskKey task, std::int64_t job_number,
                                                  const std::optional<std::string>& location) {
    return verb([&]() -> Result<void> {
        if (change(kSetLocation, task.number, job_number, location) == 0)
            return fail(Fault::internal, "there is no such aggregation job");
        return {};
    });
}

Result<void> Transaction::release_report(TaskKey task, std::int64_t sequence) {
    return verb([&]() -> Result<void> {
        if (change(kReleaseReport, task.number, sequence) == 0)
            return fail(Fault::internal, "there is no such report in a job");
        return {};
    });
}

Result<void> Transaction::delete_leader_job(TaskKey task, std::int64_t job_number) {
    return verb([&]() -> Result<void> {
        if (change(kDeleteJob, task.number, job_number) == 0)
            return fail(Fault::internal, "there is no such aggregation job");
        change(kDeleteRequest, job_number);
        change(kDeleteJobBodies, job_number);
        change(kDeleteJobReports, job_number);
        return {};
    });
}

Result<std::vector<Bucket>> Transaction::buckets(TaskKey task, const wire::Interval& interval) {
    return verb([&]() -> Result<std::vector<Bucket>> {
        const Range range = to_range(interval);
        std::vector<Bucket> buckets;
        Query row = query(kBuckets);
        for (row.with(task.number, range.start, range.finish); row.step();)
            buckets.push_back({row.count(0), row.count(1), row.array<Sha256>(2), row.bytes(3)});
        return buckets;
    });
}

Result<void> Transaction::put_bucket(TaskKey task, const Bucket& bucket) {
    return verb([&]() -> Result<void> {
        TACIT_TRY(const std::int64_t time, to_column(bucket.time));
        TACIT_TRY(const std::int64_t count, to_column(bucket.report_count));
        change(kPutBucket, task.number, time, count, ByteView(bucket.checksum),
               ByteView(bucket.sealed_aggregate_share));
        return {};
    });
}

Result<std::optional<HelperJob>> Transaction::helper_job(TaskKey task, const Sha256& request_hash) {
    return verb([&]() -> Result<std::optional<HelperJob>> {
        Query row = query(kHelperJobByHash);
        return helper_job_of(row.with(task.number, ByteView(request_hash)));
    });
}

Result<std::optional<HelperJob>> Transaction::helper_job(TaskKey task, const wire::AggregationJobId& id) {
    return verb([&]() -> Result<std::optional<HelperJob>> {
        Query row = query(kHelperJobById);
        return helper_job_of(row.with(task.number, ByteView(id.bytes)));
    });
}

Result<void> Transaction::insert_helper_job(TaskKey task, const HelperJob& job) {
    return verb([&]() -> Result<void> {
        TACIT_TRY(const std::int64_t first, to_column(job.first_time));
        TACIT_TRY(const std::int64_t last, to_column(job.last_time));
        change(kInsertHelperJob, task.number, ByteView(job.id.bytes), ByteView(job.request_hash), first, last,
               ByteView(job.response));
        return {};
    });
}

Result<void> Transaction::delete_helper_job(TaskKey task, const wire::AggregationJobId& id) {
    return verb([&]() -> Result<void> {
        change(kDeleteHelperJob, task.number, ByteView(id.bytes));
        return {};
    });
}

}  // namespace tacit::store::sqlite
