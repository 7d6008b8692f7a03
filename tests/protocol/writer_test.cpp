// The group commit of uploads: nothing is acknowledged before it is on disk, and one id from many threads is stored
// once.
#include <gmock/gmock.h>

#include <barrier>
#include <latch>
#include <thread>

#include "collector/store/open.h"
#include "collector/work/writer.h"
#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

using protocol::NewReport;

// Passes everything on, counts commits, and can be held up or made to fail.
class WatchedStore final : public store::Store {
public:
    explicit WatchedStore(std::unique_ptr<store::Store> inner) : inner_(std::move(inner)) {}
    Result<void> checkpoint() override { return inner_->checkpoint(); }
    Result<void> backup(const std::filesystem::path& to) override { return inner_->backup(to); }

    std::atomic<int> commits{0};
    std::atomic<bool> full{false};
    std::mutex gate;  // whoever holds it keeps commits from beginning

protected:
    Result<void> run_write(std::string_view name, const std::function<Result<void>(store::Tx&)>& body) override {
        const std::scoped_lock lock(gate);
        if (full) return fail(Fault::unavailable, "the disk of the database is full");
        ++commits;
        return inner_->write(name, body);
    }
    Result<void> run_read(std::string_view name, const std::function<Result<void>(store::Reader&)>& body) override {
        return inner_->read(name, body);
    }

private:
    std::unique_ptr<store::Store> inner_;
};

class Writing : public testing::Test {
protected:
    Writing() : store(must(store::open(folder / "store.db"))) {
        task =
            must(store.write("test", [](store::Tx& tx) { return tx.ensure_task(wire::TaskId{}, wire::Role::leader); }));
        store.commits = 0;
    }
    NewReport report(std::uint32_t number) const {
        wire::ReportId id;
        for (std::size_t i = 0; i < 4; ++i) id.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
        return {task, id, 20, Bytes(200, id.bytes[0])};
    }
    std::uint64_t stored() {
        return must(store.read("test", [&](store::Reader& reader) { return reader.pending_count(task, {0, 100}); }));
    }

    TempFolder folder;
    WatchedStore store;
    store::TaskKey task;
};

TEST_F(Writing, ReturnsOnceTheReportsAreStored) {
    work::Writer writer(store);

    const auto refusals = must(writer.append({report(1), report(2)}));

    EXPECT_THAT(refusals, testing::ElementsAre(std::nullopt, std::nullopt));
    EXPECT_EQ(stored(), 2u);
}

TEST_F(Writing, OneIdFromManyThreadsIsStoredOnceAndEverybodySucceeds) {
    constexpr int kThreads = 8;
    constexpr std::uint32_t kIds = 50;
    work::Writer writer(store);
    std::barrier start(kThreads);
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t)
            threads.emplace_back([&] {
                start.arrive_and_wait();
                for (std::uint32_t id = 0; id < kIds; ++id)
                    EXPECT_THAT(must(writer.append({report(id)})), testing::ElementsAre(std::nullopt));
            });
    }

    EXPECT_EQ(stored(), kIds);
}

TEST_F(Writing, WhatGathersDuringACommitGoesIntoOneCommit) {
    constexpr std::uint32_t kWaiting = 40;
    work::Writer writer(store);
    std::vector<std::jthread> threads;
    {
        const std::scoped_lock hold(store.gate);
        for (std::uint32_t id = 0; id < kWaiting; ++id)
            threads.emplace_back([&, id] { must(writer.append({report(id)})); });
        while (writer.queued() < kWaiting) std::this_thread::yield();
    }
    threads.clear();

    EXPECT_EQ(stored(), kWaiting);
    EXPECT_LE(store.commits, 2) << "the first report's, and that of all who came meanwhile";
}

TEST_F(Writing, AGroupIsLimited) {
    constexpr std::uint32_t kWaiting = 3 * work::Writer::kCommitReportsMax;
    work::Writer writer(store);
    std::vector<std::jthread> threads;
    {
        const std::scoped_lock hold(store.gate);
        for (std::uint32_t id = 0; id < kWaiting; id += 2)
            threads.emplace_back([&, id] { must(writer.append({report(id), report(id + 1)})); });
        while (writer.queued() < kWaiting) std::this_thread::yield();
    }
    threads.clear();

    EXPECT_EQ(stored(), kWaiting);
    EXPECT_GE(store.commits, 3);
}

TEST_F(Writing, ARequestLargerThanAGroupIsStoredWhole) {
    std::vector<NewReport> many;
    for (std::uint32_t id = 0; id < 5 * work::Writer::kCommitReportsMax; ++id) many.push_back(report(id));
    work::Writer writer(store, nullptr, 10);

    EXPECT_EQ(must(writer.append(many)).size(), many.size());
    EXPECT_EQ(stored(), many.size());
}

TEST_F(Writing, AFullQueueIsSaidAtOnce) {
    work::Writer writer(store, nullptr, 2);
    std::vector<std::jthread> threads;
    {
        const std::scoped_lock hold(store.gate);
        threads.emplace_back([&] { must(writer.append({report(1), report(2)})); });
        while (writer.queued() < 2) std::this_thread::yield();

        const auto refused = writer.append({report(3)});

        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().fault, Fault::unavailable);
    }
    threads.clear();
    EXPECT_EQ(stored(), 2u);
}

TEST_F(Writing, AFullDiskIsSaidToEverybodyOfTheGroupAndTheNextOneIsTriedAgain) {
    work::Writer writer(store);
    store.full = true;

    const auto refused = writer.append({report(1)});
    store.full = false;
    const auto taken = writer.append({report(1)});

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::unavailable);
    EXPECT_TRUE(taken);
    EXPECT_EQ(stored(), 1u);
}

TEST_F(Writing, AReportThatComesTooLateIsRefusedInTheMiddleOfItsGroup) {
    must(store.write("test", [&](store::Tx& tx) { return tx.put_batch(task, {{30, 1}, store::BatchState::closing}); }));
    work::Writer writer(store);
    NewReport late = report(2);
    late.time = 30;

    const auto refusals = must(writer.append({report(1), late, report(3)}));

    EXPECT_THAT(refusals, testing::ElementsAre(std::nullopt, wire::ReportError::report_replayed, std::nullopt));
    EXPECT_EQ(stored(), 2u);
}

TEST_F(Writing, WhatIsQueuedAtTheEndIsStored) {
    std::vector<std::jthread> threads;
    {
        auto writer = std::make_unique<work::Writer>(store);
        {
            const std::scoped_lock hold(store.gate);
            for (std::uint32_t id = 0; id < 10; ++id)
                threads.emplace_back([&, id, &queue = *writer] { must(queue.append({report(id)})); });
            while (writer->queued() < 10) std::this_thread::yield();
        }
    }
    threads.clear();

    EXPECT_EQ(stored(), 10u);
}

}  // namespace
}  // namespace tacit::test
