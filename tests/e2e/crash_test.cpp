// A power cut at every named point of either server: the totals are exact afterwards, nobody is counted twice, and what was
// collected stays the same bytes. The list of points comes from the program itself.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "tests/e2e/deployment.h"
#include "tests/e2e/small_answers.h"

namespace tacit::test {
namespace {

using Who = Deployment::Who;

struct Crash {
    Who who;
    std::string point;
    int nth;
};

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

// How often the point was met: 0 where this server never passes it.
int crash_and_recover(const Crash& crash) {
    Deployment deployment({.noise = false, .min_batch_size = 50});
    const std::map<std::string, std::string> armed{
        {"TACIT_FAILPOINT_KILL", crash.point + ":" + std::to_string(crash.nth)}};
    const Who other = crash.who == Who::leader ? Who::helper : Who::leader;
    deployment.start(other);
    deployment.start(crash.who, armed);
    const SmallAnswers answers = small_answers(60, 5);
    write_file(deployment.file("answers.jsonl"), answers.lines);
    const std::string release = deployment.file("release").string();
    std::string last;
    int restarts = 0;
    {
        Watch watch(deployment, crash.who);
        EXPECT_TRUE(succeeds_in_the_end(
            [&] {
                return deployment.tacit(
                    {"submit", deployment.task_url(), "--answers", deployment.file("answers.jsonl").string()});
            },
            last))
            << last;
        EXPECT_TRUE(succeeds_in_the_end(
            [&] { return deployment.collector(Who::publisher, {"collect", "--close"}); }, last))
            << last;
        restarts = watch.restarts();
    }
    EXPECT_TRUE(succeeds_in_the_end(
        [&] { return deployment.collector(Who::publisher, {"publish", "--out", release}); }, last))
        << last;
    EXPECT_EQ(read_cells(read_file(deployment.file("release") / "cells.csv")), answers.totals)
        << deployment.log(Who::leader) << deployment.log(Who::helper);
    return restarts;
}

std::vector<std::string> server_points() {
    std::vector<std::string> points;
    for (const std::string& point : run({{TACIT_COLLECTOR_TEST, "failpoints"}, {}}).exit_code == 0
                                        ? Deployment({.min_batch_size = 50}).failpoints()
                                        : std::vector<std::string>{})
        if (!point.starts_with("publisher.") && !point.starts_with("pairing.")) points.push_back(point);
    return points;
}

TEST(Crash, AtEveryNamedPointOfTheServersNothingIsLostOrCountedTwice) {
    const std::vector<std::string> points = server_points();
    ASSERT_GE(points.size(), 12u);
    // Points that only a person's restore or a refused batch reaches have tests of their own in tests/protocol.
    const std::set<std::string> elsewhere{"ledger.incident_before_write", "collection.refused_before_ledger"};
    for (const std::string& point : points) {
        if (elsewhere.contains(point)) continue;
        int met = 0;
        for (const Who who : {Who::leader, Who::helper}) {
            SCOPED_TRACE(point + (who == Who::leader ? " at the leader" : " at the helper"));
            met += crash_and_recover({who, point, 1});
        }
        EXPECT_GT(met, 0) << point << " was never passed: this test no longer kills there";
        std::cout << point << ": killed " << met << " times\n";
    }
}

}  // namespace
}  // namespace tacit::test
