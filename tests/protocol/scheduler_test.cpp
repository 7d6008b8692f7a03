// The real threads over the in-memory network.
#include "collector/work/scheduler.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <latch>
#include <thread>

#include "collector/work/verify_pool.h"
#include "tests/protocol/leader_loop.h"
#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

// Waits for other threads; gives up after half a minute. Pauses between looks: a loop that only reads would hold the store's
// lock nearly all the time.
template <class Condition>
bool eventually(Condition&& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

class Scheduled : public ::testing::Test {
protected:
    std::unique_ptr<work::Scheduler> schedule(Aggregator& aggregator, const work::Timing& timing = quick_timing()) {
        protocol::Parts parts{aggregator.store(), world.clock, world.random, *aggregator.noise, aggregator.keys(),
                              aggregator.parts().storage_key, pool, aggregator.ledger()};
        auto scheduler = std::make_unique<work::Scheduler>(parts, network, nullptr, timing);
        scheduler->add(aggregator.task_ptr());
        return scheduler;
    }

    World world;
    work::VerifyPool pool{2};
    Network network{world.leader, world.helper};
};

TEST_F(Scheduled, AggregationRunsByItselfAndCollectionsAreAnswered) {
    const auto leader = schedule(world.leader);
    const auto helper = schedule(world.helper);
    world.upload_unique(60, kFirst);
    const wire::Interval day{kFirst, 1};
    const auto created = must(world.leader.collections().create(world.leader.task(), world.collection_request(day)));
    leader->wake(world.leader.task());

    const auto response = [&] { return must(world.leader.collections().poll(world.leader.task(), created.id)).response; };
    ASSERT_TRUE(eventually([&] { return response().has_value(); }));

    EXPECT_EQ(world.cells(*response(), day), world.expected_cells());
    EXPECT_TRUE(world.helper.task().peer_keys->hashes().current) << "the helper watches the leader's keys too";
}

TEST_F(Scheduled, StopsWhileTheHelperIsAway) {
    network.fate = [](const peer::Call&) { return Network::Fate::request_lost; };
    auto scheduler = schedule(world.leader);
    world.upload_unique(20, kFirst);
    ASSERT_TRUE(eventually([&] { return network.sent("aggregation_jobs") > 2; }));

    scheduler->stop();
    const std::size_t sent = network.sent("aggregation_jobs");
    scheduler.reset();

    EXPECT_EQ(network.sent("aggregation_jobs"), sent);
    EXPECT_EQ(world.leader.pending({kFirst, 1}), 20u);
}

TEST_F(Scheduled, GoesOnWhereTheLastOneStopped) {
    network.fate = [](const peer::Call& call) {
        return call.url.find("aggregation_jobs") != std::string::npos ? Network::Fate::answer_lost
                                                                      : Network::Fate::delivered;
    };
    auto scheduler = schedule(world.leader);
    world.upload_unique(20, kFirst);
    ASSERT_TRUE(eventually([&] { return world.helper.report_count({kFirst, 1}) > 0; }));
    scheduler.reset();
    network.fate = nullptr;

    scheduler = schedule(world.leader);
    ASSERT_TRUE(eventually([&] { return world.leader.pending({kFirst, 1}) == 0; }));

    EXPECT_EQ(world.leader.report_count({kFirst, 1}), 20u);
    EXPECT_EQ(world.helper.report_count({kFirst, 1}), 20u);
}

TEST_F(Scheduled, TakesATaskInOnlyOnce) {
    const auto scheduler = schedule(world.leader);
    scheduler->add(world.leader.task_ptr());
    world.upload_unique(20, kFirst);
    ASSERT_TRUE(eventually([&] { return world.leader.pending({kFirst, 1}) == 0; }));
    EXPECT_EQ(world.helper.report_count({kFirst, 1}), 20u);
}

// Whoever reads keeps deleted bytes in the write-ahead log; once that is over, nobody else is going to write.
TEST_F(Scheduled, AHelperTakesDeletedBytesOffTheDiskOnceNobodyReads) {
    work::Timing timing = quick_timing();
    timing.checkpoint_every = std::chrono::milliseconds(100);
    const auto helper = schedule(world.helper, timing);
    world.upload_unique(60, kFirst);
    world.aggregate();
    const auto log_size = [&] { return std::filesystem::file_size(world.folder / "helper" / "store.sqlite-wal"); };
    std::latch reading{1}, release{1};
    std::jthread onlooker([&] {
        must(world.helper.store().read("test", [&](store::Reader& reader) -> Result<void> {
            TACIT_CHECK(reader.batches(world.helper.task().key));  // a snapshot begins with the first look
            reading.count_down();
            release.wait();
            return {};
        }));
    });
    reading.wait();
    world.collect({kFirst, 1});
    ASSERT_GT(log_size(), 0u) << "the reader prevents the helper's own checkpoint";
    release.count_down();
    onlooker.join();

    EXPECT_TRUE(eventually([&] { return log_size() == 0; }));
}

}  // namespace
}  // namespace tacit::test
