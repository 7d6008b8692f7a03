#include <array>

#include "tests/store/store_test.h"

namespace tacit::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class Reports : public StoreTest {};
TACIT_EVERY_ENGINE(Reports);

TEST_P(Reports, AStoredReportComesBackWithItsBytes) {
    ASSERT_TRUE(insert(7, 20));

    const auto reports = ready(20);
    ASSERT_EQ(reports.size(), 1u);
    EXPECT_EQ(reports[0].report_id, report_id(7));
    EXPECT_EQ(reports[0].time, 20u);
    EXPECT_EQ(reports[0].report, blob(7));
}

TEST_P(Reports, AnIdIsStoredOnceWhateverItsBucket) {
    ASSERT_TRUE(insert(7, 20));

    EXPECT_FALSE(insert(7, 20));
    EXPECT_FALSE(insert(7, 21));
    EXPECT_EQ(ready(20).size(), 1u);
    EXPECT_THAT(ready(21), IsEmpty());
}

TEST_P(Reports, TheSameIdInAnotherTaskIsAnotherReport) {
    const auto other = write([](store::Tx& tx) { return tx.ensure_task(id_of<wire::TaskId>(1), wire::Role::helper); });
    ASSERT_TRUE(insert(7, 20));

    EXPECT_TRUE(write([&](store::Tx& tx) { return tx.insert_report(other, report_id(7), 20, blob(9)); }));
    EXPECT_EQ(ready(20).at(0).report, blob(7));
}

TEST_P(Reports, AnEmptyReportIsARowToo) {
    ASSERT_TRUE(write([&](store::Tx& tx) { return tx.insert_report(task_, report_id(1), 20, {}); }));

    EXPECT_EQ(ready(20).at(0).report, Bytes{});
}

TEST_P(Reports, ARememberedIdIsKnownAndIsNotStoredAgain) {
    EXPECT_TRUE(write([&](store::Tx& tx) { return tx.remember_report(task_, 20, report_id(7)); }));

    EXPECT_TRUE(known(7));
    EXPECT_FALSE(known(8));
    EXPECT_FALSE(insert(7, 20));
    EXPECT_FALSE(write([&](store::Tx& tx) { return tx.remember_report(task_, 20, report_id(7)); }));
    EXPECT_FALSE(write([&](store::Tx& tx) { return tx.remember_report(task_, 99, report_id(7)); }));
}

TEST_P(Reports, ReadyBucketsAreByTimeWithACountUpToTheLimit) {
    for (std::uint8_t i = 0; i < 5; ++i) insert(i, 30);
    insert(9, 20);

    const auto all = read([&](store::Reader& reader) { return reader.ready_buckets(task_, 100); });
    const auto limited = read([&](store::Reader& reader) { return reader.ready_buckets(task_, 3); });

    EXPECT_THAT(all, ElementsAre(Pair(20u, 1u), Pair(30u, 5u)));
    EXPECT_THAT(limited, ElementsAre(Pair(20u, 1u), Pair(30u, 3u)));
}

TEST_P(Reports, ReadyReportsComeInTheOrderOfTheirUploadUpToTheLimit) {
    for (const int i : {5, 3, 4}) insert(static_cast<std::uint8_t>(i), 30);

    const auto reports = ready(30, 2);

    ASSERT_EQ(reports.size(), 2u);
    EXPECT_EQ(reports[0].report_id, report_id(5));
    EXPECT_EQ(reports[1].report_id, report_id(3));
}

TEST_P(Reports, ADeletedPendingReportIsUnknownAgain) {
    insert(7, 20);
    const auto sequence = ready(20).at(0).sequence;

    write([&](store::Tx& tx) { return tx.delete_pending_report(task_, sequence); });

    EXPECT_FALSE(known(7));
    EXPECT_THAT(ready(20), IsEmpty());
    EXPECT_TRUE(insert(7, 20));
    EXPECT_NE(ready(20).at(0).sequence, sequence) << "a number that somebody may still hold names another report";
}

TEST_P(Reports, DeletingWhatIsNotThereFails) {
    EXPECT_FALSE(store_->write("test", [&](store::Tx& tx) { return tx.delete_pending_report(task_, 12345); }));
}

TEST_P(Reports, PendingCountSeesReportsInJobsAndOutOfThemInsideTheIntervalOnly) {
    for (std::uint8_t i = 0; i < 4; ++i) insert(i, 20 + i);
    const auto sequence = ready(21).at(0).sequence;
    write([&](store::Tx& tx) { return tx.insert_leader_job(task_, 21, blob(1), {sequence}); });

    const auto count = [&](wire::Interval interval) {
        return read([&](store::Reader& reader) { return reader.pending_count(task_, interval); });
    };
    EXPECT_EQ(count({20, 4}), 4u);
    EXPECT_EQ(count({21, 1}), 1u);
    EXPECT_EQ(count({21, 2}), 2u);
    EXPECT_EQ(count({24, 5}), 0u);
}

TEST_P(Reports, TimesBeyond63BitsAreRefusedAndFindNothing) {
    const wire::Time huge = std::numeric_limits<wire::Time>::max();
    insert(1, 20);

    EXPECT_FALSE(store_->write("test", [&](store::Tx& tx) { return tx.insert_report(task_, report_id(9), huge, {}); }));
    EXPECT_THAT(ready(huge), IsEmpty());
    EXPECT_EQ(read([&](store::Reader& reader) { return reader.pending_count(task_, {huge, 1}); }), 0u);
    EXPECT_EQ(read([&](store::Reader& reader) { return reader.pending_count(task_, {0, huge}); }), 0u);
    EXPECT_FALSE(read([&](store::Reader& reader) { return reader.batch_at(task_, huge); }).has_value());
    EXPECT_FALSE(known(9));
}

TEST_P(Reports, RejectionsAddUpByReason) {
    using wire::ReportError;
    const auto count = [&](ReportError reason, std::uint64_t more) {
        write([&](store::Tx& tx) { return tx.count_rejected(task_, reason, more); });
    };
    count(ReportError::vdaf_verify_error, 2);
    count(ReportError::report_replayed, 1);
    count(ReportError::vdaf_verify_error, 3);

    EXPECT_THAT(read([&](store::Reader& reader) { return reader.rejected(task_); }),
                ElementsAre(Pair(ReportError::report_replayed, 1u), Pair(ReportError::vdaf_verify_error, 5u)));
}

TEST_P(Reports, WhatNoBatchWillCountIsDeletedAndTheRestStays) {
    insert(1, 10);  // in no batch
    insert(2, 20);  // in a batch that is being collected
    insert(3, 30);  // in a refused one
    insert(4, 40);  // in a posted job
    insert(5, 50);  // in a corrupt one
    write([&](store::Tx& tx) -> Result<void> {
        TACIT_CHECK(tx.put_batch(task_, {{20, 1}, store::BatchState::closing}));
        TACIT_CHECK(tx.put_batch(task_, {{30, 1}, store::BatchState::refused}));
        TACIT_CHECK(tx.put_batch(task_, {{50, 1}, store::BatchState::corrupt}));
        TACIT_TRY(const auto reports, tx.ready_reports(task_, 40, 1));
        TACIT_CHECK(tx.insert_leader_job(task_, 40, blob(1), {reports.at(0).sequence}));
        return {};
    });

    EXPECT_EQ(write([&](store::Tx& tx) { return tx.delete_uncollected(task_); }), 2u);
    EXPECT_FALSE(known(1));
    EXPECT_TRUE(known(2));
    EXPECT_FALSE(known(3));
    EXPECT_TRUE(known(4));
    EXPECT_TRUE(known(5));
}

// The same of what an aggregator keeps once a report is aggregated.
TEST_P(Reports, OfAggregatedReportsToo) {
    write([&](store::Tx& tx) -> Result<void> {
        TACIT_CHECK(tx.put_batch(task_, {{20, 2}, store::BatchState::closing}));
        TACIT_CHECK(tx.put_batch(task_, {{30, 1}, store::BatchState::refused}));
        for (const std::uint8_t day : std::array<std::uint8_t, 3>{10, 20, 30}) {
            TACIT_CHECK(tx.put_bucket(task_, {day, day, {}, blob(1)}));
            TACIT_CHECK(tx.remember_report(task_, day, report_id(day)));
            TACIT_CHECK(tx.insert_helper_job(
                task_, {id_of<wire::AggregationJobId>(day), sha256(blob(day)), day, day, blob(2)}));
        }
        // Of two days, one of which is in a batch.
        return tx.insert_helper_job(task_, {id_of<wire::AggregationJobId>(19), sha256(blob(19)), 19, 20, blob(2)});
    });
    const auto kept = [&](std::uint8_t day) {
        return read([&](store::Reader& reader) -> Result<std::vector<bool>> {
            TACIT_TRY(const auto buckets, reader.buckets(task_, {day, 1}));
            TACIT_TRY(const bool known, reader.report_known(task_, report_id(day)));
            TACIT_TRY(const auto job, reader.helper_job(task_, sha256(blob(day))));
            return std::vector<bool>{!buckets.empty(), known, job.has_value()};
        });
    };

    EXPECT_EQ(write([&](store::Tx& tx) { return tx.delete_uncollected(task_); }), 40u);
    EXPECT_THAT(kept(10), ElementsAre(false, false, false));
    EXPECT_THAT(kept(19), ElementsAre(false, false, true));
    EXPECT_THAT(kept(20), ElementsAre(true, true, true));
    EXPECT_THAT(kept(30), ElementsAre(false, false, false));
    EXPECT_EQ(write([&](store::Tx& tx) { return tx.delete_uncollected(task_); }), 0u);
}

}  // namespace
}  // namespace tacit::test
