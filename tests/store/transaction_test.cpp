#include <barrier>
#include <thread>

#include "tests/store/store_test.h"

namespace tacit::test {
namespace {

using testing::IsEmpty;

class Transactions : public StoreTest {};
TACIT_EVERY_ENGINE(Transactions);

TEST_P(Transactions, ABodyThatFailsLeavesNothing) {
    const Result<void> failed = store_->write("test", [&](store::Tx& tx) -> Result<void> {
        TACIT_CHECK(tx.insert_report(task_, report_id(1), 20, blob(1)));
        TACIT_CHECK(tx.put_bucket(task_, {20, 1, {}, blob(1)}));
        TACIT_CHECK(tx.append_ledger(task_, 1, "line"));
        return fail(Fault::refused, "no", "here", "do that");
    });

    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error(), (Error{Fault::refused, "no", "here", "do that"})) << "the body's own failure comes back";
    EXPECT_FALSE(known(1));
    EXPECT_THAT(read([&](store::Reader& reader) { return reader.buckets(task_, {0, 100}); }), IsEmpty());
    EXPECT_THAT(read([&](store::Reader& reader) { return reader.ledger(task_); }), IsEmpty());
}

TEST_P(Transactions, AVerbThatFailsAndIsIgnoredStillCommitsNothing) {
    store_.reset();
    open({nullptr, 400 * 1024});
    const Result<void> failed = store_->write("test", [&](store::Tx& tx) -> Result<void> {
        TACIT_CHECK(tx.insert_report(task_, report_id(1), 20, blob(1)));
        EXPECT_FALSE(tx.insert_report(task_, report_id(2), 20, blob(2, 1 << 20)));
        EXPECT_FALSE(tx.insert_report(task_, report_id(3), 20, blob(3))) << "a statement outside of the transaction";
        return {};
    });

    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().fault, Fault::unavailable);
    EXPECT_THAT(ready(20), IsEmpty());
}

TEST_P(Transactions, WhatWasCommittedIsThereAfterReopening) {
    insert(1, 20);
    open();

    EXPECT_EQ(ready(20).size(), 1u);
}

TEST_P(Transactions, AReaderSeesOneMomentWhileOthersWrite) {
    insert(1, 20);

    const auto counts = read([&](store::Reader& reader) -> Result<std::pair<std::size_t, std::size_t>> {
        TACIT_TRY(const auto before, reader.ready_reports(task_, 20, 10));
        std::thread([&] { insert(2, 20); }).join();
        TACIT_TRY(const auto after, reader.ready_reports(task_, 20, 10));
        return std::pair{before.size(), after.size()};
    });

    EXPECT_EQ(counts, std::pair(std::size_t{1}, std::size_t{1}));
    EXPECT_EQ(ready(20).size(), 2u);
}

TEST_P(Transactions, AWriteSeesItsOwnChanges) {
    const auto count = write([&](store::Tx& tx) -> Result<std::size_t> {
        TACIT_CHECK(tx.insert_report(task_, report_id(1), 20, blob(1)));
        TACIT_TRY(const auto reports, tx.ready_reports(task_, 20, 10));
        return reports.size();
    });

    EXPECT_EQ(count, 1u);
}

TEST_P(Transactions, OneIdBroughtByManyThreadsIsStoredOnce) {
    constexpr int kThreads = 8;
    constexpr int kIds = 20;
    std::barrier start(kThreads);
    std::array<int, kThreads> stored{};
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t)
            threads.emplace_back([&, t] {
                start.arrive_and_wait();
                for (std::uint8_t id = 0; id < kIds; ++id)
                    stored[static_cast<std::size_t>(t)] += insert(id, 20) ? 1 : 0;
            });
    }

    int sum = 0;
    for (const int count : stored) sum += count;
    EXPECT_EQ(sum, kIds);
    EXPECT_EQ(ready(20).size(), static_cast<std::size_t>(kIds));
}

TEST_P(Transactions, ReadersAndWritersWorkAtTheSameTime) {
    std::atomic<bool> done{false};
    std::vector<std::jthread> readers;
    for (int t = 0; t < 12; ++t)  // more than there are connections
        readers.emplace_back([&] {
            do {
                const auto moment = read([&](store::Reader& reader) -> Result<std::pair<std::uint64_t, std::size_t>> {
                    TACIT_TRY(const auto count, reader.pending_count(task_, {0, 100}));
                    TACIT_TRY(const auto reports, reader.ready_reports(task_, 20, 1000));
                    return std::pair{count, reports.size()};
                });
                EXPECT_EQ(moment.first, moment.second);
            } while (!done);
        });
    for (std::uint8_t id = 0; id < 60; ++id) insert(id, 20);
    done = true;
    readers.clear();

    EXPECT_EQ(ready(20).size(), 60u);
}

TEST_P(Transactions, ABackupHoldsTheLastCommitAndIsPrivate) {
    insert(1, 20);
    const auto copy = folder_ / "copy.db";
    ASSERT_TRUE(store_->backup(copy));
    insert(2, 20);
    EXPECT_FALSE(store_->backup(copy)) << "an existing file was overwritten";

    EXPECT_EQ(std::filesystem::status(copy).permissions(), std::filesystem::perms(0600));
    auto opened = GetParam().open(copy, {});
    ASSERT_TRUE(opened);
    const auto reports =
        (*opened)->read("test", [&](store::Reader& reader) { return reader.ready_reports(task_, 20, 9); });
    ASSERT_TRUE(reports);
    EXPECT_EQ(reports->size(), 1u);
}

}  // namespace
}  // namespace tacit::test
