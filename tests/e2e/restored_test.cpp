// Machines that were put back to an earlier state: noise is never drawn for a batch again, and later batches go on.
#include "collector/store/rows.h"
#include "tests/e2e/attack.h"
#include "tests/e2e/proxy.h"

namespace tacit::test {
namespace {

using ::testing::HasSubstr;
using Who = Deployment::Who;

class Restored : public Attack {
protected:
    Deployment deployment{{.min_batch_size = 50}};

    void save(Who who) { copy(deployment.folder(who), deployment.file("snapshot-" + folder_name(who))); }
    void put_back(Who who) { copy(deployment.file("snapshot-" + folder_name(who)), deployment.folder(who)); }
    void keep(Who who, const std::string& as) { copy(deployment.folder(who), deployment.file(as)); }
    void take(Who who, const std::string& from) { copy(deployment.file(from), deployment.folder(who)); }

    // 60 people answer today and are aggregated; both servers are stopped then, for a snapshot.
    void run_until_the_snapshot() {
        deployment.start_both();
        const Visitor visitor(deployment);
        answer(visitor, small_answers(60, 15));
        ASSERT_TRUE(wait_until([&] { return aggregated(deployment) == 60; }));
        for (const Who who : {Who::leader, Who::helper}) deployment.stop(who);
        for (const Who who : {Who::leader, Who::helper, Who::publisher}) save(who);
        start(1);
    }
    void start(int days) {
        for (const Who who : {Who::helper, Who::leader}) deployment.start(who, days_later(days));
    }
    Finished collect(int days, std::chrono::seconds limit = std::chrono::seconds(60)) {
        return deployment.collector(Who::publisher, {"collect"}, days_later(days), limit);
    }
    std::int64_t batches(Who who, int state) {
        return number_in(database(deployment, who),
                         "SELECT count(*) FROM batch WHERE state = " + std::to_string(state));
    }
    std::string ledger(Who who) {
        return http_get(deployment.url(who) + "tacit/tasks/" + deployment.task_id() + "/ledger").body;
    }
    bool stopped(Who who) { return deployment.collector(who, {"status"}).output.find("STOPPED") != std::string::npos; }
    Finished restore(Who who) { return deployment.collector(who, {"restore", "--refuse-batches"}, days_later(1)); }

    // Sixty people of the next day are counted as if nothing had happened.
    void expect_that_later_batches_go_on(std::size_t at_leader, std::size_t at_helper) {
        const Visitor visitor(deployment);
        answer(visitor, small_answers(60, 16), 1);
        restart(deployment, 2);
        expect_success(collect(2));
        EXPECT_EQ(occurrences(ledger(Who::leader), "batch_collected"), at_leader);
        EXPECT_EQ(occurrences(ledger(Who::helper), "batch_collected"), at_helper);
    }

    static std::size_t occurrences(const std::string& text, const std::string& what) {
        std::size_t count = 0;
        for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
        return count;
    }

private:
    static std::string folder_name(Who who) { return std::to_string(static_cast<int>(who)); }
    static void copy(const std::filesystem::path& from, const std::filesystem::path& to) {
        std::filesystem::remove_all(to);
        std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
    }
};

constexpr int kCollected = static_cast<int>(store::BatchState::collected);
constexpr int kRefused = static_cast<int>(store::BatchState::refused);

TEST_F(Restored, ALeaderNeverDrawsNoiseForABatchAgain) {
    run_until_the_snapshot();
    expect_success(collect(1));
    ASSERT_EQ(batches(Who::leader, kCollected), 1);
    keep(Who::publisher, "honest-publisher");

    // The machine is put back, and a publisher that forgot everything asks again: two draws would cancel each other's
    // noise.
    deployment.stop(Who::leader);
    put_back(Who::leader);
    put_back(Who::publisher);
    deployment.start(Who::leader, days_later(1));
    const Finished again = collect(1);
    EXPECT_NE(again.exit_code, 0);
    EXPECT_THAT(again.both(), HasSubstr("restore --refuse-batches")) << "it names the remedy";
    EXPECT_TRUE(wait_until([&] { return stopped(Who::leader); }, std::chrono::seconds(20)));
    EXPECT_EQ(batches(Who::leader, kCollected), 0);
    EXPECT_EQ(occurrences(ledger(Who::leader), "batch_collected"), 0u);
    // Also not after another start.
    deployment.stop(Who::leader);
    deployment.start(Who::leader, days_later(1));
    EXPECT_NE(collect(1).exit_code, 0);
    EXPECT_EQ(batches(Who::leader, kCollected), 0);

    deployment.stop(Who::leader);
    const Finished restored = restore(Who::leader);
    expect_success(restored);
    EXPECT_THAT(restored.output, HasSubstr("refused for ever"));
    deployment.start(Who::leader, days_later(1));
    EXPECT_FALSE(stopped(Who::leader));
    EXPECT_THAT(ledger(Who::leader), HasSubstr("incident"));
    EXPECT_THAT(ledger(Who::leader), HasSubstr("batch_refused"));
    EXPECT_NE(collect(1).exit_code, 0) << "the batch is given up for ever";
    EXPECT_EQ(batches(Who::leader, kCollected), 0);

    take(Who::publisher, "honest-publisher");
    expect_that_later_batches_go_on(1, 2);
}

TEST_F(Restored, AHelperNeverDrawsNoiseForABatchAgain) {
    Proxy helper(deployment, Who::helper);  // to overhear what the leader asks
    run_until_the_snapshot();
    expect_success(collect(1));
    ASSERT_EQ(batches(Who::helper, kCollected), 1);
    // The leader's request again, with the heads that the leader showed last.
    const auto ask_again = [&] {
        const auto asked = helper.passed("/aggregate_shares");
        const auto heads = helper.passed("/ledger_head");
        Sending same;
        for (const std::string name : {"Authorization", "Content-Type"})
            same.headers[name] = asked.at(0).headers.at(name);
        same.headers["Tacit-Ledger-Head"] = to_base64url(as_bytes(heads.back().body));
        return http_send("POST", deployment.url(Who::helper) + "tasks/" + deployment.task_id() + "/aggregate_shares",
                         asked.at(0).body, same);
    };
    const HttpReply first = ask_again();
    ASSERT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(ask_again().body, first.body) << "the stored bytes";

    deployment.stop(Who::helper);
    put_back(Who::helper);
    deployment.start(Who::helper, days_later(1));
    EXPECT_GE(ask_again().status, 400);
    EXPECT_TRUE(wait_until([&] { return stopped(Who::helper); }, std::chrono::seconds(20)));
    EXPECT_EQ(ask_again().status, 503);
    EXPECT_EQ(batches(Who::helper, kCollected), 0);
    EXPECT_EQ(occurrences(ledger(Who::helper), "batch_collected"), 0u);

    deployment.stop(Who::helper);
    expect_success(restore(Who::helper));
    deployment.start(Who::helper, days_later(1));
    EXPECT_FALSE(stopped(Who::helper));
    EXPECT_THAT(ledger(Who::helper), HasSubstr("incident"));
    EXPECT_EQ(batches(Who::helper, kRefused), 1);
    const HttpReply given_up = ask_again();
    EXPECT_GE(given_up.status, 400) << given_up.body;
    EXPECT_EQ(batches(Who::helper, kCollected), 0);

    expect_that_later_batches_go_on(2, 1);
}

TEST_F(Restored, ADatabaseThatIsOlderThanItsLedgerGivesTheBatchUp) {
    run_until_the_snapshot();
    expect_success(collect(1));
    for (const Who who : {Who::leader, Who::helper}) {
        deployment.stop(who);
        const std::string ledgers = "ledgers-of-" + std::to_string(static_cast<int>(who));
        std::filesystem::copy(deployment.folder(who) / "ledgers", deployment.file(ledgers));
        put_back(who);
        std::filesystem::remove_all(deployment.folder(who) / "ledgers");
        std::filesystem::copy(deployment.file(ledgers), deployment.folder(who) / "ledgers");
    }
    put_back(Who::publisher);
    start(1);
    EXPECT_NE(collect(1, std::chrono::seconds(20)).exit_code, 0);
    for (const Who who : {Who::leader, Who::helper}) {
        EXPECT_EQ(batches(who, kCollected), 0);
        EXPECT_EQ(batches(who, kRefused), 1);
        EXPECT_EQ(occurrences(ledger(who), "batch_collected"), 1u) << "the line stays";
        EXPECT_THAT(ledger(who), HasSubstr("incident"));
    }
}

}  // namespace
}  // namespace tacit::test
