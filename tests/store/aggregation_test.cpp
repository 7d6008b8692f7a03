#include "tests/store/store_test.h"

namespace tacit::test {
namespace {

using testing::IsEmpty;

class Aggregation : public StoreTest {
protected:
    // A job of the ready reports of a bucket, in reverse order.
    std::int64_t make_job(wire::Time time) {
        return write([&](store::Tx& tx) -> Result<std::int64_t> {
            TACIT_TRY(const auto reports, tx.ready_reports(task_, time, 100));
            std::vector<std::int64_t> sequences;
            for (auto report = reports.rbegin(); report != reports.rend(); ++report)
                sequences.push_back(report->sequence);
            return tx.insert_leader_job(task_, time, blob(0x55), sequences);
        });
    }
    std::vector<store::LeaderJob> jobs() {
        return read([&](store::Reader& reader) { return reader.leader_jobs(task_); });
    }
    std::vector<store::PendingReport> reports_of(std::int64_t job) {
        return read([&](store::Reader& reader) { return reader.job_reports(task_, job); });
    }
};
TACIT_EVERY_ENGINE(Aggregation);

TEST_P(Aggregation, AJobKeepsItsRequestAndItsReportsInOrder) {
    for (std::uint8_t i = 1; i <= 3; ++i) insert(i, 20);

    const auto number = make_job(20);

    const auto found = jobs();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].number, number);
    EXPECT_EQ(found[0].time, 20u);
    EXPECT_EQ(found[0].request, blob(0x55));
    EXPECT_FALSE(found[0].location);
    const auto reports = reports_of(number);
    ASSERT_EQ(reports.size(), 3u);
    EXPECT_EQ(reports[0].report_id, report_id(3));
    EXPECT_EQ(reports[2].report_id, report_id(1));
    EXPECT_EQ(reports[2].report, blob(1));
}

TEST_P(Aggregation, JobsAreCountedUntilTheyAreDeleted) {
    const auto count = [&] { return read([&](store::Reader& reader) { return reader.leader_job_count(task_); }); };
    EXPECT_EQ(count(), 0u);
    insert(1, 20);
    insert(2, 21);
    const auto first = make_job(20);
    make_job(21);
    EXPECT_EQ(count(), 2u);

    write([&](store::Tx& tx) { return tx.delete_leader_job(task_, first); });

    EXPECT_EQ(count(), 1u);
}

TEST_P(Aggregation, AJobExistsUntilItIsDeleted) {
    insert(1, 20);
    const auto number = make_job(20);
    const auto exists = [&](std::int64_t job) {
        return read([&](store::Reader& reader) { return reader.leader_job_exists(task_, job); });
    };
    EXPECT_TRUE(exists(number));
    EXPECT_FALSE(exists(number + 1));

    write([&](store::Tx& tx) { return tx.delete_leader_job(task_, number); });

    EXPECT_FALSE(exists(number));
}

TEST_P(Aggregation, AReportIsInOneJobOnly) {
    insert(1, 20);
    const auto sequence = ready(20).at(0).sequence;
    make_job(20);

    EXPECT_THAT(ready(20), IsEmpty());
    EXPECT_THAT(read([&](store::Reader& reader) { return reader.ready_buckets(task_, 9); }), IsEmpty());
    EXPECT_FALSE(
        store_->write("test", [&](store::Tx& tx) { return tx.insert_leader_job(task_, 20, blob(1), {sequence}); }));
    EXPECT_EQ(jobs().size(), 1u);
}

TEST_P(Aggregation, AJobTakesReportsOfItsBucketOnly) {
    insert(1, 20);
    const auto sequence = ready(20).at(0).sequence;

    EXPECT_FALSE(
        store_->write("test", [&](store::Tx& tx) { return tx.insert_leader_job(task_, 21, blob(1), {sequence}); }));
}

TEST_P(Aggregation, AReleasedReportIsReadyAgain) {
    insert(1, 20);
    insert(2, 20);
    const auto job = make_job(20);
    const auto sequence = reports_of(job).at(0).sequence;

    write([&](store::Tx& tx) { return tx.release_report(task_, sequence); });

    EXPECT_EQ(ready(20).at(0).sequence, sequence);
    EXPECT_EQ(reports_of(job).size(), 1u);
}

TEST_P(Aggregation, ADeletedJobTakesItsReportsAlong) {
    insert(1, 20);
    const auto job = make_job(20);
    insert(2, 20);

    write([&](store::Tx& tx) { return tx.delete_leader_job(task_, job); });

    EXPECT_THAT(jobs(), IsEmpty());
    EXPECT_THAT(reports_of(job), IsEmpty());
    EXPECT_FALSE(known(1));
    EXPECT_TRUE(known(2));
    EXPECT_FALSE(store_->write("test", [&](store::Tx& tx) { return tx.delete_leader_job(task_, job); }));
}

TEST_P(Aggregation, AJobNumberIsNeverUsedTwice) {
    insert(1, 20);
    const auto first = make_job(20);
    write([&](store::Tx& tx) { return tx.delete_leader_job(task_, first); });
    insert(2, 20);

    EXPECT_GT(make_job(20), first);
}

TEST_P(Aggregation, AJobRemembersWhereToPoll) {
    insert(1, 20);
    const auto job = make_job(20);

    write([&](store::Tx& tx) { return tx.set_leader_job_location(task_, job, "/tasks/x/aggregation_jobs/y"); });

    EXPECT_EQ(jobs().at(0).location, "/tasks/x/aggregation_jobs/y");
    EXPECT_EQ(jobs().at(0).request, blob(0x55));

    write([&](store::Tx& tx) { return tx.set_leader_job_location(task_, job, std::nullopt); });

    EXPECT_EQ(jobs().at(0).location, std::nullopt);
}

TEST_P(Aggregation, ABucketIsReplacedByItsTime) {
    store::Bucket bucket{20, 5, sha256(as_bytes("a")), blob(1)};
    write([&](store::Tx& tx) { return tx.put_bucket(task_, bucket); });
    bucket = {20, 6, sha256(as_bytes("b")), blob(2, 5000)};
    write([&](store::Tx& tx) { return tx.put_bucket(task_, bucket); });
    write([&](store::Tx& tx) { return tx.put_bucket(task_, {22, 1, {}, blob(3)}); });

    const auto found = read([&](store::Reader& reader) { return reader.buckets(task_, {20, 2}); });

    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].report_count, 6u);
    EXPECT_EQ(found[0].checksum, sha256(as_bytes("b")));
    EXPECT_EQ(found[0].sealed_aggregate_share, blob(2, 5000));
    EXPECT_EQ(read([&](store::Reader& reader) { return reader.buckets(task_, {20, 3}); }).size(), 2u);
}

TEST_P(Aggregation, AHelperJobIsFoundByItsRequestAndByItsId) {
    const store::HelperJob job{id_of<wire::AggregationJobId>(4), sha256(as_bytes("request")), 20, 21, blob(9)};
    write([&](store::Tx& tx) { return tx.insert_helper_job(task_, job); });

    const auto by_hash = read([&](store::Reader& reader) { return reader.helper_job(task_, job.request_hash); });
    const auto by_id = read([&](store::Reader& reader) { return reader.helper_job(task_, job.id); });
    const auto other = read([&](store::Reader& reader) { return reader.helper_job(task_, sha256(as_bytes("other"))); });

    ASSERT_TRUE(by_hash && by_id);
    EXPECT_EQ(by_hash->id, job.id);
    EXPECT_EQ(by_id->request_hash, job.request_hash);
    EXPECT_EQ(by_id->first_time, 20u);
    EXPECT_EQ(by_id->last_time, 21u);
    EXPECT_EQ(by_id->response, blob(9));
    EXPECT_FALSE(other);
}

TEST_P(Aggregation, AHelperJobIsInsertedOnceAndDeletedById) {
    const store::HelperJob job{id_of<wire::AggregationJobId>(4), sha256(as_bytes("request")), 20, 21, blob(9)};
    write([&](store::Tx& tx) { return tx.insert_helper_job(task_, job); });

    EXPECT_FALSE(store_->write("test", [&](store::Tx& tx) { return tx.insert_helper_job(task_, job); }));
    write([&](store::Tx& tx) { return tx.delete_helper_job(task_, job.id); });
    EXPECT_FALSE(read([&](store::Reader& reader) { return reader.helper_job(task_, job.id); }));
}

}  // namespace
}  // namespace tacit::test
