// Messages that are lost, answered into the void, doubled or delivered long after: every report counts exactly once. Each has
// a cell of its own, so a second count of any one would show.
#include <gtest/gtest.h>

#include "tests/protocol/leader_loop.h"
#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

const wire::Interval kTwoDays{kFirst, 2};

class Unreliable : public ::testing::TestWithParam<int> {
protected:
    Network::Fate draw() {
        const std::uint8_t dice = fates.array<1>()[0];
        if (dice < 50) return Network::Fate::request_lost;
        if (dice < 110) return Network::Fate::answer_lost;
        if (dice < 150) return Network::Fate::doubled;
        if (dice < 170) return Network::Fate::busy;
        return Network::Fate::delivered;
    }
    work::Timing small_jobs() {
        work::Timing timing = quick_timing();
        timing.job_reports_max = 9;
        return timing;
    }

    World world{static_cast<std::uint64_t>(GetParam())};
    SeededRandom fates{static_cast<std::uint64_t>(GetParam()) + 100};
    Network network{world.leader, world.helper};
};

TEST_P(Unreliable, EveryReportCountsOnceWhateverTheNetworkDoes) {
    network.fate = [&](const peer::Call&) { return draw(); };
    world.upload_unique(40, kFirst);
    world.upload_unique(30, kFirst + 1, 50);
    std::optional<LeaderLoop> loop(std::in_place, world.leader, network, small_jobs());
    const auto created = must(world.leader.collections().create(world.leader.task(), world.collection_request(kTwoDays)));
    const auto response = [&] {
        return must(world.leader.collections().poll(world.leader.task(), created.id)).response;
    };

    // Restarts of either side in between: the leader's loop starts from the store alone.
    for (int round = 0; round < 6; ++round) {
        loop->turn_until([&] { return response().has_value(); }, 7 + 3 * round);
        network.deliver_old_messages_again();
        loop.reset();
        world.restart(round % 2 == 0 ? world.leader : world.helper);
        loop.emplace(world.leader, network, small_jobs());
    }
    ASSERT_TRUE(loop->turn_until([&] { return response().has_value(); }));
    const Bytes first = *response();
    network.deliver_old_messages_again();
    loop->turn();

    EXPECT_EQ(world.cells(first, kTwoDays), world.expected_cells());
    EXPECT_EQ(*response(), first);
    EXPECT_FALSE(world.leader.stopped());
    EXPECT_FALSE(world.helper.stopped());
}

TEST_P(Unreliable, AJobIsPostedWithTheSameBytesUntilItIsAnswered) {
    int lost = 5;
    network.fate = [&](const peer::Call& call) {
        if (call.url.find("aggregation_jobs") == std::string::npos) return Network::Fate::delivered;
        return lost-- > 0 ? (lost % 2 == 0 ? Network::Fate::answer_lost : Network::Fate::busy) : Network::Fate::delivered;
    };
    world.upload_unique(5, kFirst);
    LeaderLoop loop(world.leader, network);

    ASSERT_TRUE(loop.turn_until([&] { return world.leader.pending(kTwoDays) == 0; }));

    const auto bodies = network.bodies("aggregation_jobs");
    EXPECT_EQ(bodies.size(), 6u);
    for (const Bytes& body : bodies) EXPECT_EQ(body, bodies[0]);
    EXPECT_EQ(world.leader.report_count(kTwoDays), 5u);
    EXPECT_EQ(world.helper.report_count(kTwoDays), 5u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Unreliable, ::testing::Range(1, 5));

TEST(HelperAway, UploadsContinueAndNothingIsLost) {
    World world;
    Network network(world.leader, world.helper);
    bool away = true;
    network.fate = [&](const peer::Call&) { return away ? Network::Fate::request_lost : Network::Fate::delivered; };
    work::Timing timing = quick_timing();
    timing.job_reports_max = 4;
    LeaderLoop loop(world.leader, network, timing);
    for (std::uint16_t i = 0; i < 12; ++i) {
        world.upload_unique(5, kFirst, static_cast<std::uint16_t>(5 * i));
        for (int turn = 0; turn < 5; ++turn) loop.turn();
    }
    EXPECT_EQ(world.leader.pending(kTwoDays), 60u);

    away = false;
    ASSERT_TRUE(loop.turn_until([&] { return world.leader.pending(kTwoDays) == 0; }));

    EXPECT_EQ(world.cells(world.collect({kFirst, 1}), {kFirst, 1}), world.expected_cells());
}

TEST(HelperAnswers, StopTheTaskWhenTheyAreMalformedAndNothingIsLost) {
    World world;
    Network network(world.leader, world.helper);
    network.tamper = [](const peer::Call& call, peer::Answer& answer) {
        if (call.url.find("aggregation_jobs") != std::string::npos) answer.body.pop_back();
    };
    world.upload_unique(5, kFirst);
    LeaderLoop loop(world.leader, network);

    EXPECT_TRUE(loop.turn_until([&] { return world.leader.stopped().has_value(); }));
    const std::size_t sent = network.sent("aggregation_jobs");
    for (int i = 0; i < 5; ++i) loop.turn();

    EXPECT_EQ(network.sent("aggregation_jobs"), sent) << "a stopped task posts nothing";
    EXPECT_EQ(world.leader.pending(kTwoDays), 5u);
}

TEST(HelperAnswers, AreAskedForAgainWhereTheHelperForgotThem) {
    World world;
    Network network(world.leader, world.helper);
    int forgotten = 0;
    network.tamper = [&](const peer::Call& call, peer::Answer& answer) {
        const bool is_slow = call.url.ends_with("/aggregation_jobs") || call.url.ends_with("/aggregate_shares");
        if (!is_slow || forgotten++ % 2 == 1) return;
        answer = {};
        answer.status = 202;
        answer.location = call.url + "/gone";  // where the network answers 404
    };
    world.upload_unique(60, kFirst);
    const auto created =
        must(world.leader.collections().create(world.leader.task(), world.collection_request({kFirst, 1})));
    const auto response = [&] {
        return must(world.leader.collections().poll(world.leader.task(), created.id)).response;
    };
    LeaderLoop loop(world.leader, network);

    ASSERT_TRUE(loop.turn_until([&] { return response().has_value(); }));

    EXPECT_EQ(world.cells(*response(), {kFirst, 1}), world.expected_cells());
    EXPECT_EQ(network.sent("aggregation_jobs/gone"), 1u);
    EXPECT_EQ(network.sent("aggregate_shares/gone"), 1u);
    EXPECT_FALSE(world.leader.stopped());
}

TEST(HelperRotatesItsKeys, AndTheNextReportsAreTakenSoon) {
    World world;
    Network network(world.leader, world.helper);
    LeaderLoop loop(world.leader, network);
    loop.turn();
    world.helper.keys().replace(world.helper.keys().now()->rotated(world.random, std::chrono::sys_days{}));
    const wire::Report fresh = world.client().report({1, 0, {}}, kFirst);
    const auto before = must(world.leader.upload(upload_request({fresh})));
    ASSERT_EQ(before.status.size(), 1u);
    EXPECT_EQ(before.status[0].error, wire::ReportError::outdated_config);

    loop.turn();

    EXPECT_TRUE(must(world.leader.upload(upload_request({fresh}))).status.empty());
}

TEST(HeadExchange, NothingIsCollectedBeforeIt) {
    World world;
    Network network(world.leader, world.helper);
    network.fate = [](const peer::Call& call) {
        return call.url.find("ledger_head") != std::string::npos ? Network::Fate::busy : Network::Fate::delivered;
    };
    world.upload_unique(60, kFirst);
    must(world.leader.collections().create(world.leader.task(), world.collection_request({kFirst, 1})));
    LeaderLoop loop(world.leader, network);

    for (int i = 0; i < 50; ++i) loop.turn();

    EXPECT_EQ(world.leader.pending(kTwoDays), 0u) << "aggregation goes on";
    EXPECT_EQ(network.sent("aggregate_shares"), 0u);
}

TEST(HeadExchange, StopsALeaderThatWasPutBack) {
    World world;
    world.upload_unique(60, kFirst);
    world.aggregate();
    std::filesystem::copy(world.folder / "leader", world.folder / "snapshot", std::filesystem::copy_options::recursive);
    world.collect({kFirst, 1});
    world.leader.stop();
    std::filesystem::remove_all(world.folder / "leader");
    std::filesystem::copy(world.folder / "snapshot", world.folder / "leader", std::filesystem::copy_options::recursive);
    world.start(world.leader);
    must(world.leader.collections().create(world.leader.task(), world.collection_request({kFirst, 1})));
    Network network(world.leader, world.helper);
    LeaderLoop loop(world.leader, network);

    EXPECT_TRUE(loop.turn_until([&] { return world.leader.stopped().has_value(); }, 20));

    EXPECT_EQ(network.sent("aggregate_shares"), 0u) << "no noise was drawn a second time";
}

}  // namespace
}  // namespace tacit::test
