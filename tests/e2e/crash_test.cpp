// A power cut at every named point of either server, in each server that passes it: the totals are exact afterwards,
// nobody is counted twice, and what was collected stays the same bytes. The list of points comes from the program
// itself; a point that nobody here kills at fails CrashPoints.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <set>
#include <thread>

#include "tests/e2e/deployment.h"
#include "tests/e2e/small_answers.h"

namespace tacit::test {
namespace {

using Who = Deployment::Who;
using ::testing::HasSubstr;

constexpr const char* kArm = "TACIT_FAILPOINT_KILL";
constexpr int kKilled = 128 + 9;

// Who passes the points of a part of the collector in the main job: upload, aggregation, closing, collection.
const std::map<std::string, std::set<Who>> kPassedBy{
    {"upload", {Who::leader}},
    {"leader_job", {Who::leader}},
    {"collection", {Who::leader}},
    {"helper_job", {Who::helper}},
    {"aggregate_share", {Who::helper}},
    {"close", {Who::leader, Who::helper}},
    {"ledger", {Who::leader, Who::helper}},
    {"store", {Who::leader, Who::helper}},
};

// Points that the main job does not pass, each with the test that kills there.
const std::map<std::string, std::string> kElsewhere{
    // Passed by the command restore alone, which runs while its server does not.
    {"ledger.incident_before_write", "CrashInRestore.TheIncidentIsInTheLedgerOnce/leader"},
    // Passed by a leader whose helper refuses a batch.
    {"collection.refused_before_ledger", "CrashOfTheLeader.ARefusedBatchIsInBothLedgersOnce"},
    // Passed by the publisher's commands.
    {"publisher.request_saved", "CrashOfThePublisher.CommandsAreRepeatedAndGiveTheSameBytes"},
    {"publisher.answer_saved", "CrashOfThePublisher.CommandsAreRepeatedAndGiveTheSameBytes"},
    {"publisher.files_written", "CrashOfThePublisher.CommandsAreRepeatedAndGiveTheSameBytes"},
    // Passed by the commands that pair.
    {"pairing.keys_saved", "CrashInPairing.TheSameFilesMakeTheSameTask"},
};

std::string part_of(const std::string& point) { return point.substr(0, point.find('.')); }

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

bool eventually(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
}

std::size_t occurrences(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
    return count;
}

// The ledger as the server serves it, and as the file has it.
std::string served_ledger(const Deployment& deployment, Who who) {
    return http_get(deployment.url(who) + "tacit/tasks/" + deployment.task_id() + "/ledger").body;
}
std::string ledger_file(const Deployment& deployment, Who who) {
    const std::string role = who == Who::leader ? "leader" : "helper";
    return read_file(deployment.folder(who) / "ledgers" / (deployment.task_id() + "." + role + ".jsonl"));
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

std::vector<std::string> points_of_the_main_job() {
    std::vector<std::string> points;
    for (const std::string& point : failpoints())
        if (kPassedBy.contains(part_of(point)) && !kElsewhere.contains(point)) points.push_back(point);
    return points;
}

class Crash : public testing::TestWithParam<std::string> {};

TEST_P(Crash, LosesNothingAndCountsNobodyTwice) {
    const std::set<Who>& passed_by = kPassedBy.at(part_of(GetParam()));
    Deployment deployment({.noise = false, .min_batch_size = 50});
    const std::map<std::string, std::string> armed{{kArm, GetParam()}};
    deployment.start(Who::helper, armed);
    deployment.start(Who::leader, armed);
    const SmallAnswers answers = small_answers(60, 5);
    write_file(deployment.file("answers.jsonl"), answers.lines);
    const std::vector<std::string> submit{"submit", deployment.task_url(), "--answers",
                                          deployment.file("answers.jsonl").string()};
    std::string last;
    {
        Watch leader(deployment, Who::leader);
        Watch helper(deployment, Who::helper);
        ASSERT_TRUE(succeeds_in_the_end([&] { return deployment.tacit(submit); }, last)) << last;
        ASSERT_TRUE(succeeds_in_the_end(
            [&] {
                return deployment.collector(Who::publisher, {"collect", "--close"});
            },
            last))
            << last;
        // Each once, for the armed environment ends with the first kill.
        const auto killed = [&](Who who, const Watch& watch) {
            return watch.restarts() == (passed_by.contains(who) ? 1 : 0);
        };
        EXPECT_TRUE(eventually([&] { return killed(Who::leader, leader) && killed(Who::helper, helper); }))
            << "kills of the leader: " << leader.restarts() << ", of the helper: " << helper.restarts();
    }
    for (const char* folder : {"one", "two"})
        ASSERT_TRUE(succeeds_in_the_end(
            [&] {
                return deployment.collector(Who::publisher, {"publish", "--out", deployment.file(folder).string()});
            },
            last))
            << last;

    EXPECT_EQ(read_cells(read_file(deployment.file("one") / "data/noisy_raw.csv")), answers.totals)
        << deployment.log(Who::leader) << deployment.log(Who::helper);
    EXPECT_EQ(read_file(deployment.file("one") / "shares.json"), read_file(deployment.file("two") / "shares.json"));
}

INSTANTIATE_TEST_SUITE_P(At, Crash, testing::ValuesIn(points_of_the_main_job()), [](const auto& point) {
    std::string name = point.param;
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
});

// A machine is put back to before its batch was collected, and the power fails while its operator admits it.
class CrashInRestore : public testing::TestWithParam<Who> {
protected:
    void put_back() {
        std::filesystem::remove_all(deployment.folder(GetParam()));
        std::filesystem::copy(deployment.file("snapshot"), deployment.folder(GetParam()),
                              std::filesystem::copy_options::recursive);
    }
    Finished restore(const std::map<std::string, std::string>& environment = {}) {
        return deployment.collector(GetParam(), {"restore", "--refuse-batches"}, environment);
    }

    Deployment deployment{{.noise = false, .min_batch_size = 50}};
};

TEST_P(CrashInRestore, TheIncidentIsInTheLedgerOnce) {
    const Who who = GetParam();
    deployment.start_both();
    expect_success(deployment.tacit({"submit", deployment.task_url(), "--answers", "-"}, small_answers(60, 5).lines));
    deployment.stop(who);
    std::filesystem::copy(deployment.folder(who), deployment.file("snapshot"),
                          std::filesystem::copy_options::recursive);
    deployment.start(who);
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
    deployment.stop(who);
    put_back();

    ASSERT_EQ(restore({{kArm, "ledger.incident_before_write"}}).exit_code, kKilled);
    // Its operator may start the server, or give the command again.
    deployment.start(who);
    EXPECT_EQ(occurrences(served_ledger(deployment, who), "\"incident\""), 1u);
    EXPECT_EQ(ledger_file(deployment, who), served_ledger(deployment, who));
    deployment.stop(who);
    const Finished again = restore();
    expect_success(again);
    EXPECT_THAT(again.output, HasSubstr("stays as it was"));
    deployment.start(who);

    EXPECT_EQ(occurrences(served_ledger(deployment, who), "\"incident\""), 1u);
    EXPECT_EQ(occurrences(served_ledger(deployment, who), "\"batch_refused\""), 1u);
    EXPECT_EQ(ledger_file(deployment, who), served_ledger(deployment, who));
    EXPECT_THAT(deployment.collector(who, {"status"}).output, testing::Not(HasSubstr("STOPPED")));
}

INSTANTIATE_TEST_SUITE_P(Of, CrashInRestore, testing::Values(Who::leader, Who::helper),
                         [](const auto& who) { return std::string(who.param == Who::leader ? "leader" : "helper"); });

// The helper gave the days up by itself, so it refuses them; the leader dies after it took note.
TEST(CrashOfTheLeader, ARefusedBatchIsInBothLedgersOnce) {
    Deployment deployment({.noise = false, .min_batch_size = 50});
    deployment.start(Who::helper);
    deployment.start(Who::leader, {{kArm, "collection.refused_before_ledger"}});
    expect_success(deployment.tacit({"submit", deployment.task_url(), "--answers", "-"}, small_answers(60, 5).lines));
    ASSERT_TRUE(eventually([&] {
        return http_get(deployment.metrics_url(Who::leader)).body.find("tacit_reports_aggregated_total 60\n") !=
               std::string::npos;
    }));
    deployment.stop(Who::helper);
    expect_success(deployment.collector(Who::helper, {"restore", "--refuse-batches", "--without-peer"}));
    deployment.start(Who::helper);
    int kills = 0;
    {
        Watch leader(deployment, Who::leader);
        const Finished collected = deployment.collector(Who::publisher, {"collect", "--close"});
        EXPECT_NE(collected.exit_code, 0);
        EXPECT_THAT(collected.both(), HasSubstr("tacit-collector status")) << "it says what to do";
        kills = leader.restarts();
    }

    EXPECT_EQ(kills, 1);
    for (const Who who : {Who::leader, Who::helper}) {
        EXPECT_EQ(occurrences(served_ledger(deployment, who), "\"batch_refused\""), 1u);
        EXPECT_EQ(ledger_file(deployment, who), served_ledger(deployment, who));
    }
}

TEST(CrashOfThePublisher, CommandsAreRepeatedAndGiveTheSameBytes) {
    Deployment deployment({.noise = true, .min_batch_size = 50});
    deployment.start_both();
    expect_success(deployment.tacit({"submit", deployment.task_url(), "--answers", "-"}, small_answers(60, 5).lines));
    const auto killed = [&](const std::vector<std::string>& command, const char* point) {
        return deployment.collector(Who::publisher, command, {{kArm, point}}).exit_code;
    };
    EXPECT_EQ(killed({"collect", "--close"}, "publisher.request_saved"), kKilled);
    EXPECT_EQ(killed({"collect", "--close"}, "publisher.answer_saved"), kKilled);
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
    const std::vector<std::string> publish{"publish", "--out", deployment.file("one").string()};
    EXPECT_EQ(killed(publish, "publisher.files_written"), kKilled);
    expect_success(deployment.collector(Who::publisher, publish));
    expect_success(deployment.collector(Who::publisher, {"publish", "--out", deployment.file("two").string()}));

    EXPECT_EQ(read_file(deployment.file("one") / "data/noisy_raw.csv"),
              read_file(deployment.file("two") / "data/noisy_raw.csv"));
}

// A second survey of organisations that have one already; each command that takes a file in is cut off once.
TEST(CrashInPairing, TheSameFilesMakeTheSameTask) {
    Deployment deployment({.noise = false, .min_batch_size = 50});
    const std::string offer = deployment.file("offer-2.json"), acceptance = deployment.file("acceptance-2.json"),
                      access = deployment.file("access-2.json");
    expect_success(deployment.collector(
        Who::leader, {"pair", "offer", "--survey", std::string(TACIT_SOURCE_DIR) + "/tests/e2e/small.json", "--opens",
                      "today", "--closes", "2098-01-01", "--min-batch-size", "50", "--publisher",
                      (deployment.folder(Who::publisher) / "publisher.json").string(), "--out", offer}));
    const auto twice = [&](Who who, const std::vector<std::string>& command) {
        EXPECT_EQ(deployment.collector(who, command, {{kArm, "pairing.keys_saved"}}).exit_code, kKilled);
        const Finished again = deployment.collector(who, command);
        EXPECT_EQ(again.exit_code, 0) << again.both();
        return again.output;
    };
    twice(Who::helper, {"pair", "accept", offer, "--yes", "--out", acceptance});
    const std::string completed = twice(Who::leader, {"pair", "complete", acceptance, "--out", access});
    twice(Who::publisher, {"pair", "receive", access});

    const std::size_t at = completed.rfind(deployment.url(Who::leader) + "tacit/tasks/");
    ASSERT_NE(at, std::string::npos) << completed;
    const std::string address = completed.substr(at, completed.find_first_of(" \n", at) - at);
    deployment.start_both();
    const SmallAnswers answers = small_answers(60, 5);
    expect_success(deployment.tacit({"submit", address, "--answers", "-"}, answers.lines));
    expect_success(deployment.collector(Who::publisher, {"collect", "--close", address}));
    expect_success(
        deployment.collector(Who::publisher, {"publish", address, "--out", deployment.file("one").string()}));
    EXPECT_EQ(read_cells(read_file(deployment.file("one") / "data/noisy_raw.csv")), answers.totals);
}

bool test_exists(const std::string& name) {
    const testing::UnitTest& all = *testing::UnitTest::GetInstance();
    for (int i = 0; i < all.total_test_suite_count(); ++i) {
        const testing::TestSuite& suite = *all.GetTestSuite(i);
        for (int k = 0; k < suite.total_test_count(); ++k)
            if ((std::string(suite.name()) + '.' + suite.GetTestInfo(k)->name()).ends_with(name)) return true;
    }
    return false;
}

TEST(CrashPoints, EachIsKilledAtBySomeTest) {
    const std::vector<std::string> points = failpoints();
    EXPECT_GE(points.size(), 12u);
    for (const std::string& point : points)
        EXPECT_TRUE(kPassedBy.contains(part_of(point)) || kElsewhere.contains(point)) << point;
    for (const auto& [point, test] : kElsewhere) {
        EXPECT_NE(std::find(points.begin(), points.end(), point), points.end()) << point << " is not in the program";
        EXPECT_TRUE(test_exists(test)) << test;
    }
}

}  // namespace
}  // namespace tacit::test
