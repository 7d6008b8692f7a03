// A power cut at every named point of either server: the totals are exact afterwards, nobody is counted twice, and what was
// collected stays the same bytes. The list of points comes from the program itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>

#include "tests/e2e/deployment.h"
#include "tests/e2e/small_answers.h"

namespace tacit::test {
namespace {

using Who = Deployment::Who;

// Runs a command of the publisher or a respondent until it succeeds; the servers may be away in between.
bool succeeds_in_the_end(const std::function<Finished()>& command, std::string& last) {
    for (int attempt = 0; attempt < 20; ++attempt) {
        const Finished finished = command();
        if (finished.exit_code == 0) return true;
        last = finished.both();
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
}

// Restarts a server that its failpoint ended, as a service manager would.
class Watch {
public:
    Watch(Deployment& deployment, Who who)
        : thread_([this, &deployment, who](const std::stop_token& stop) {
              while (!stop.stop_requested()) {
                  if (!deployment.running(who)) {
                      ++restarts_;
                      deployment.start(who);
                  }
                  std::this_thread::sleep_for(std::chrono::milliseconds(10));
              }
          }) {}
    int restarts() const { return restarts_; }

private:
    std::atomic<int> restarts_{0};
    std::jthread thread_;
};

std::vector<std::string> server_points() {
    std::vector<std::string> points;
    for (const std::string& point : failpoints())
        if (!point.starts_with("publisher.") && !point.starts_with("pairing.")) points.push_back(point);
    return points;
}

class Crash : public testing::TestWithParam<std::string> {};

TEST_P(Crash, LosesNothingAndCountsNobodyTwice) {
    // Reached only by a person's restore and by a refused batch; both have tests of their own in tests/protocol.
    if (GetParam() == "ledger.incident_before_write" || GetParam() == "collection.refused_before_ledger") return;
    Deployment deployment({.noise = false, .min_batch_size = 50});
    const std::map<std::string, std::string> armed{{"TACIT_FAILPOINT_KILL", GetParam()}};
    deployment.start(Who::helper, armed);
    deployment.start(Who::leader, armed);
    const SmallAnswers answers = small_answers(60, 5);
    write_file(deployment.file("answers.jsonl"), answers.lines);
    const std::vector<std::string> submit{"submit", deployment.task_url(), "--answers",
                                          deployment.file("answers.jsonl").string()};
    std::string last;
    int restarts = 0;
    {
        Watch leader(deployment, Who::leader);
        Watch helper(deployment, Who::helper);
        ASSERT_TRUE(succeeds_in_the_end([&] { return deployment.tacit(submit); }, last)) << last;
        ASSERT_TRUE(succeeds_in_the_end(
            [&] { return deployment.collector(Who::publisher, {"collect", "--close"}); }, last))
            << last;
        restarts = leader.restarts() + helper.restarts();
    }
    for (const char* folder : {"one", "two"})
        ASSERT_TRUE(succeeds_in_the_end(
            [&] { return deployment.collector(Who::publisher, {"publish", "--out", deployment.file(folder).string()}); },
            last))
            << last;

    EXPECT_GT(restarts, 0) << "nothing passed this point: the test no longer kills there";
    EXPECT_EQ(read_cells(read_file(deployment.file("one") / "cells.csv")), answers.totals)
        << deployment.log(Who::leader) << deployment.log(Who::helper);
    EXPECT_EQ(read_file(deployment.file("one") / "release.json"), read_file(deployment.file("two") / "release.json"));
}

INSTANTIATE_TEST_SUITE_P(At, Crash, testing::ValuesIn(server_points()), [](const testing::TestParamInfo<std::string>& point) {
    std::string name = point.param;
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
});

TEST(CrashPoints, ThereAreAtLeastTwelvePoints) { EXPECT_GE(server_points().size(), 12u); }

}  // namespace
}  // namespace tacit::test
