// When the log may tell how a task stands: at moments that no upload can move.
#include "collector/work/task_look.h"

#include <gmock/gmock.h>

#include "collector/ops/log.h"
#include "tests/protocol/leader_loop.h"
#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Moment = std::chrono::steady_clock::time_point;

// What is logged meanwhile.
template <class Body>
std::string logged(Body&& body) {
    ops::set_log_level(ops::Level::debug);
    ::testing::internal::CaptureStderr();
    body();
    ops::flush_log();
    ops::set_log_level(ops::Level::info);
    return ::testing::internal::GetCapturedStderr();
}

class Looking : public ::testing::Test {
protected:
    std::string look() {
        return logged([&] { task_look.look(); });
    }
    World world;
    Network network{world.leader, world.helper};
    work::TaskLook task_look{world.leader.parts(), network, world.leader.task_ptr(), nullptr};
    bool away = false;

private:
    void SetUp() override {
        network.fate = [this](const peer::Call&) {
            return away ? Network::Fate::request_lost : Network::Fate::delivered;
        };
        look();  // tells of the keys
    }
};

TEST_F(Looking, TellsOnceThatTheOtherIsAwayAndOnceThatItIsBack) {
    EXPECT_THAT(look(), IsEmpty());
    away = true;
    EXPECT_THAT(look(), HasSubstr("peer_unreachable task="));
    EXPECT_THAT(look(), IsEmpty());
    away = false;
    EXPECT_THAT(look(), HasSubstr("peer_reachable task="));
    EXPECT_THAT(look(), IsEmpty());
}

TEST_F(Looking, ReportsThatCannotBePostedLogNothing) {
    away = true;
    const std::string lines = logged([&] {
        LeaderLoop loop(world.leader, network);
        for (int turn = 0; turn < 3; ++turn) loop.turn();
        world.upload_unique(3, kFirst);
        const bool posted = loop.turn_until([&] { return network.sent("aggregation_jobs") > 3; });
        EXPECT_TRUE(posted);
        away = false;
        EXPECT_TRUE(loop.turn_until([&] { return world.leader.pending({kFirst, 1}) == 0; }));
    });
    EXPECT_THAT(lines, IsEmpty());
}

TEST_F(Looking, AHelperThatRefusesThemLogsNothingEither) {
    network.tamper = [](const peer::Call& call, peer::Answer& answer) {
        if (call.url.ends_with("/aggregation_jobs")) answer = {.status = 404};
    };
    const std::string lines = logged([&] {
        LeaderLoop loop(world.leader, network);
        world.upload_unique(3, kFirst);
        EXPECT_TRUE(loop.turn_until([&] { return network.sent("aggregation_jobs") > 3; }));
    });
    EXPECT_THAT(lines, IsEmpty());
}

TEST_F(Looking, AnAnswerThatMakesNoSenseStopsTheTaskWithoutALineUntilTheNextLook) {
    network.tamper = [](const peer::Call& call, peer::Answer& answer) {
        if (call.url.ends_with("/aggregation_jobs")) answer.body = {1, 2, 3};
    };
    const std::string lines = logged([&] {
        LeaderLoop loop(world.leader, network);
        world.upload_unique(3, kFirst);
        EXPECT_TRUE(loop.turn_until([&] { return world.leader.stopped().has_value(); }));
    });
    EXPECT_THAT(lines, IsEmpty());
    EXPECT_THAT(look(), HasSubstr("error task_stopped task="));
    EXPECT_THAT(look(), IsEmpty()) << "once";
}

TEST_F(Looking, AHelperThatRefusesAJobForGoodStopsItInTheSameWay) {
    network.tamper = [](const peer::Call& call, peer::Answer& answer) {
        if (call.url.ends_with("/aggregation_jobs")) {
            answer.status = 400;
            answer.media_type = wire::kProblemMediaType;
            answer.body = to_bytes(as_bytes(R"({"type":"urn:ietf:params:ppm:dap:error:stepMismatch"})"));
        }
    };
    const std::string lines = logged([&] {
        LeaderLoop loop(world.leader, network);
        world.upload_unique(3, kFirst);
        EXPECT_TRUE(loop.turn_until([&] { return world.leader.stopped().has_value(); }));
    });
    EXPECT_THAT(lines, IsEmpty());
    EXPECT_THAT(look(), HasSubstr("task_stopped"));
}

TEST_F(Looking, TellsOfAWriteThatFailedOnce) {
    task_look.write_failed();
    EXPECT_THAT(look(), HasSubstr("store_unavailable task="));
    EXPECT_THAT(look(), IsEmpty());
}

// The schedule is a grid from the start on, however long a look took.
TEST(NextLook, LiesOnTheGrid) {
    const Moment begun{};
    const milliseconds minute{60'000};
    EXPECT_EQ(work::next_look(begun, minute, begun), begun + minute);
    EXPECT_EQ(work::next_look(begun, minute, begun + milliseconds(59'999)), begun + minute);
    EXPECT_EQ(work::next_look(begun, minute, begun + minute), begun + 2 * minute);
    EXPECT_EQ(work::next_look(begun, minute, begun + milliseconds(190'000)), begun + 4 * minute);
}

}  // namespace
}  // namespace tacit::test
