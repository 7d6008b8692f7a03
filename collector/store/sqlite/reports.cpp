// Uploaded reports, remembered report ids, and the count of rejected ones.
#include <array>

#include "collector/store/sqlite/transaction.h"

namespace tacit::store::sqlite {
namespace {

constexpr const char* kIsStored = "SELECT 1 FROM report WHERE task = ?1 AND id = ?2";
constexpr const char* kIsRemembered = "SELECT 1 FROM remembered WHERE task = ?1 AND id = ?2";
constexpr const char* kInsertReport = "INSERT INTO report (task, time, id) VALUES (?1, ?2, ?3)";
constexpr const char* kInsertBody = "INSERT INTO report_body (sequence, body) VALUES (?1, ?2)";
// One look into the index a bucket: SELECT DISTINCT would read the row of every ready report, at every job that is made.
constexpr const char* kNextReadyTime =
    "SELECT min(time) FROM report INDEXED BY report_ready WHERE task = ?1 AND job IS NULL AND time > ?2";
constexpr const char* kCountReadyUpTo =
    "SELECT count(*) FROM (SELECT 1 FROM report WHERE task = ?1 AND time = ?2 AND job IS NULL LIMIT ?3)";
constexpr const char* kReadyReports =
    "SELECT report.sequence, report.id, report.time, body FROM report JOIN report_body USING (sequence)"
    " WHERE task = ?1 AND time = ?2 AND job IS NULL ORDER BY report.sequence LIMIT ?3";
constexpr const char* kJobReports =
    "SELECT report.sequence, report.id, report.time, body FROM report JOIN report_body USING (sequence)"
    " WHERE job = ?2 AND task = ?1 ORDER BY place";
constexpr const char* kCountReady =
    "SELECT count(*) FROM report WHERE task = ?1 AND time >= ?2 AND time < ?3 AND job IS NULL";
constexpr const char* kCountInJobs =
    "SELECT count(*) FROM leader_job JOIN report ON report.job = leader_job.number"
    " WHERE leader_job.task = ?1 AND leader_job.time >= ?2 AND leader_job.time < ?3";
constexpr const char* kDeleteReport = "DELETE FROM report WHERE sequence = ?2 AND task = ?1";
constexpr const char* kDeleteBody = "DELETE FROM report_body WHERE sequence = ?1";
constexpr const char* kRemember = "INSERT INTO remembered (task, time, id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
constexpr const char* kRejected = "SELECT reason, count FROM rejected WHERE task = ?1 ORDER BY reason";
constexpr const char* kCountRejected =
    "INSERT INTO rejected (task, reason, count) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (task, reason) DO UPDATE SET count = count + excluded.count";
constexpr const char* kUncollected =
    "SELECT sequence FROM report WHERE task = ?1 AND job IS NULL AND NOT EXISTS (SELECT 1 FROM batch"
    " WHERE batch.task = ?1 AND batch.start <= report.time AND report.time < batch.finish AND batch.state <> ?2)";
constexpr const char* kCountUncollectedBuckets =
    "SELECT coalesce(sum(report_count), 0) FROM bucket WHERE task = ?1 AND NOT EXISTS (SELECT 1 FROM batch"
    " WHERE batch.task = ?1 AND batch.start <= bucket.time AND bucket.time < batch.finish AND batch.state <> ?2)";
constexpr std::array kDeleteUncollected{
    "DELETE FROM bucket WHERE task = ?1 AND NOT EXISTS (SELECT 1 FROM batch"
    " WHERE batch.task = ?1 AND batch.start <= bucket.time AND bucket.time < batch.finish AND batch.state <> ?2)",
    "DELETE FROM remembered WHERE task = ?1 AND NOT EXISTS (SELECT 1 FROM batch"
    " WHERE batch.task = ?1 AND batch.start <= remembered.time AND remembered.time < batch.finish"
    " AND batch.state <> ?2)",
    "DELETE FROM helper_job WHERE task = ?1 AND NOT EXISTS (SELECT 1 FROM batch"
    " WHERE batch.task = ?1 AND batch.start <= helper_job.last_time AND helper_job.first_time < batch.finish"
    " AND batch.state <> ?2)",
};

std::vector<PendingReport> pending_reports(Query& row) {
    std::vector<PendingReport> reports;
    while (row.step()) reports.push_back({row.integer(0), row.id<wire::ReportId>(1), row.count(2), row.bytes(3)});
    return reports;
}

}  // namespace

Result<bool> Transaction::report_known(TaskKey task, const wire::ReportId& id) {
    return verb([&]() -> Result<bool> {
        return query(kIsStored).with(task.number, ByteView(id.bytes)).step() ||
               query(kIsRemembered).with(task.number, ByteView(id.bytes)).step();
    });
}

Result<std::vector<std::pair<wire::Time, std::uint64_t>>> Transaction::ready_buckets(TaskKey task,
                                                                                     std::uint64_t count_max) {
    return verb([&]() -> Result<std::vector<std::pair<wire::Time, std::uint64_t>>> {
        const auto limit = static_cast<std::int64_t>(std::min(count_max, kIntegerMax));
        std::vector<std::pair<wire::Time, std::uint64_t>> buckets;
        std::int64_t before = -1;
        while (true) {
            Query time = query(kNextReadyTime);
            time.with(task.number, before).step();
            if (time.null(0)) return buckets;
            before = time.integer(0);
            Query count = query(kCountReadyUpTo);
            count.with(task.number, before, limit).step();
            buckets.emplace_back(time.count(0), count.count(0));
        }
    });
}

Result<std::vector<PendingReport>> Transaction::ready_reports(TaskKey task, wire::Time time, std::size_t count_max) {
    return verb([&]() -> Result<std::vector<PendingReport>> {
        if (time > kIntegerMax) return std::vector<PendingReport>{};
        const auto limit = static_cast<std::int64_t>(std::min<std::uint64_t>(count_max, kIntegerMax));
        Query row = query(kReadyReports);
        return pending_reports(row.with(task.number, static_cast<std::int64_t>(time), limit));
    });
}

Result<std::vector<PendingReport>> Transaction::job_reports(TaskKey task, std::int64_t job_number) {
    return verb([&]() -> Result<std::vector<PendingReport>> {
        Query row = query(kJobReports);
        return pending_reports(row.with(task.number, job_number));
    });
}

Result<std::uint64_t> Transaction::pending_count(TaskKey task, const wire::Interval& interval) {
    return verb([&]() -> Result<std::uint64_t> {
        const Range range = to_range(interval);
        std::uint64_t count = 0;
        for (const char* sql : {kCountReady, kCountInJobs}) {
            Query row = query(sql);
            row.with(task.number, range.start, range.finish).step();
            count += row.count(0);
        }
        return count;
    });
}

Result<bool> Transaction::insert_report(TaskKey task, const wire::ReportId& id, wire::Time time, ByteView report) {
    TACIT_TRY(const bool known, report_known(task, id));
    if (known) return false;
    return verb([&]() -> Result<bool> {
        TACIT_TRY(const std::int64_t column, to_column(time));
        change(kInsertReport, task.number, column, ByteView(id.bytes));
        change(kInsertBody, connection_.last_row(), report);
        return true;
    });
}

Result<void> Transaction::delete_pending_report(TaskKey task, std::int64_t sequence) {
    return verb([&]() -> Result<void> {
        if (change(kDeleteReport, task.number, sequence) == 0)
            return fail(Fault::internal, "there is no such pending report");
        change(kDeleteBody, sequence);
        return {};
    });
}

Result<bool> Transaction::remember_report(TaskKey task, wire::Time time, const wire::ReportId& id) {
    return verb([&]() -> Result<bool> {
        TACIT_TRY(const std::int64_t column, to_column(time));
        return change(kRemember, task.number, column, ByteView(id.bytes)) > 0;
    });
}

Result<std::vector<std::pair<wire::ReportError, std::uint64_t>>> Transaction::rejected(TaskKey task) {
    return verb([&]() -> Result<std::vector<std::pair<wire::ReportError, std::uint64_t>>> {
        std::vector<std::pair<wire::ReportError, std::uint64_t>> counts;
        Query row = query(kRejected);
        for (row.with(task.number); row.step();)
            counts.emplace_back(static_cast<wire::ReportError>(row.integer(0)), row.count(1));
        return counts;
    });
}

Result<void> Transaction::count_rejected(TaskKey task, wire::ReportError reason, std::uint64_t count) {
    return verb([&]() -> Result<void> {
        TACIT_TRY(const std::int64_t column, to_column(count));
        change(kCountRejected, task.number, static_cast<std::int64_t>(reason), column);
        return {};
    });
}

Result<std::uint64_t> Transaction::delete_uncollected(TaskKey task) {
    return verb([&]() -> Result<std::uint64_t> {
        constexpr auto kRefused = static_cast<std::int64_t>(BatchState::refused);
        std::vector<std::int64_t> sequences;
        {
            Query row = query(kUncollected);
            for (row.with(task.number, kRefused); row.step();) sequences.push_back(row.integer(0));
        }
        for (const std::int64_t sequence : sequences) {
            change(kDeleteReport, task.number, sequence);
            change(kDeleteBody, sequence);
        }
        std::uint64_t count = sequences.size();
        {
            Query row = query(kCountUncollectedBuckets);
            row.with(task.number, kRefused).step();
            count += row.count(0);
        }
        for (const char* sql : kDeleteUncollected) change(sql, task.number, kRefused);
        return count;
    });
}

}  // namespace tacit::store::sqlite
