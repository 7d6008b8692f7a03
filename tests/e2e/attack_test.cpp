// Attacks on the real programs over HTTP: forged reports, servers that lie about keys, machines that were put back to
// an earlier state, callers without a token, and requests that are too large.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <thread>

#include "collector/store/rows.h"
#include "crypto/hpke/hpke.h"
#include "schemas/json/reader.h"
#include "schemas/task/peer_hpke.h"
#include "schemas/wire/media_type.h"
#include "schemas/wire/problem.h"
#include "tests/e2e/evidence.h"
#include "tests/e2e/proxy.h"
#include "tests/e2e/small_answers.h"
#include "tests/e2e/visitor.h"
#include "tests/support/raw_client.h"

namespace tacit::test {
namespace {

using field::Field64;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using wire::ReportError;
using Who = Deployment::Who;

void expect_success(const Finished& finished) { ASSERT_EQ(finished.exit_code, 0) << finished.both(); }

bool wait_until(const std::function<bool()>& condition, std::chrono::seconds limit = std::chrono::seconds(60)) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return true;
}

std::map<std::string, std::string> days_later(int days) {
    return {{"TACIT_TEST_CLOCK_OFFSET", std::to_string(days * 86'400)}};
}

std::int64_t number_in(const std::filesystem::path& database, const std::string& sql) {
    SQLite::Database db(database.string(), SQLite::OPEN_READONLY, 5000);
    return db.execAndGet(sql).getInt64();
}

class Attack : public ::testing::Test {
protected:
    static std::filesystem::path database(Deployment& deployment, Who who) {
        return deployment.folder(who) / "collector.db";
    }
    // How many reports a server refused for good, for this reason.
    static std::int64_t rejected(Deployment& deployment, Who who, ReportError reason) {
        return number_in(database(deployment, who), "SELECT coalesce(sum(count), 0) FROM rejected WHERE reason = " +
                                                        std::to_string(static_cast<int>(reason)));
    }
    static std::int64_t aggregated(Deployment& deployment) {
        return number_in(database(deployment, Who::leader), "SELECT coalesce(sum(report_count), 0) FROM bucket");
    }
    static void restart(Deployment& deployment, int days) {
        for (const Who who : {Who::helper, Who::leader}) deployment.stop(who);
        for (const Who who : {Who::helper, Who::leader}) deployment.start(who, days_later(days));
    }
    // Honest people of small_answers, in one request, on the day that is so much later.
    static void answer(const Visitor& visitor, const SmallAnswers& answers, int days = 0) {
        std::vector<wire::Report> reports;
        for (const std::string& line : lines_of(answers.lines))
            reports.push_back(visitor.make(line, visitor.today() + static_cast<wire::Time>(days)).report);
        const HttpReply reply = visitor.post(reports);
        ASSERT_EQ(reply.status, 200) << reply.body;
        ASSERT_EQ(reply.body, "");
    }
};

// ---- reports that no honest client makes ----

// Where the cells of tests/e2e/small.json lie in an encoded measurement: mood, helped with the two digits of its
// weight, again, mood x again.
constexpr std::size_t kMood = 0, kHelped = 4, kWeight = 9, kAgain = 11, kCross = 15, kCells = 31;
constexpr const char* kHonest = R"({"mood": "high", "again": "no", "helped": ["talk", "rest"]})";

class ForgedReport : public Attack {
protected:
    Deployment deployment{{.noise = false, .min_batch_size = 50}};
};

TEST_F(ForgedReport, IsRefusedForItsReasonAndMovesNoTotal) {
    deployment.start_both();
    const Visitor visitor(deployment);
    const auto honest = visitor.encode(kHonest);
    ASSERT_EQ(honest.size(), kCells);
    for (const std::size_t one : {kMood + 2, kHelped + 1, kHelped + 2, kWeight + 1, kAgain + 1, kCross + 2 * 4 + 1})
        ASSERT_EQ(honest[one], Field64::one()) << one;

    struct Forgery {
        std::string what;
        std::function<void(SecretVector<Field64>&)> spoil;
    };
    const std::vector<Forgery> forgeries{
        {"two options", [](auto& cells) { cells[kMood] = Field64::one(); }},
        {"no option", [](auto& cells) { cells[kMood + 2] = Field64(); }},
        {"weight 2", [](auto& cells) { cells[kMood + 2] = Field64::from_u64(2); }},
        {"a negative vote beside one too many",
         [](auto& cells) {
             cells[kMood] = -Field64::one();
             cells[kMood + 1] = Field64::one();
         }},
        {"a mark of weight 2", [](auto& cells) { cells[kHelped + 1] = Field64::from_u64(2); }},
        {"three marks of two", [](auto& cells) { cells[kHelped] = Field64::one(); }},
        {"a forged cell of the cross table", [](auto& cells) { cells[kCross] = Field64::one(); }},
        {"an emptied cell of the cross table", [](auto& cells) { cells[kCross + 2 * 4 + 1] = Field64(); }},
        {"a moved cell of the cross table", [](auto& cells) { std::swap(cells[kCross], cells[kCross + 2 * 4 + 1]); }}};
    const SmallAnswers people = small_answers(60, 11);
    answer(visitor, people);
    for (const Forgery& forgery : forgeries) {
        auto cells = honest;
        forgery.spoil(cells);
        const HttpReply reply = visitor.post({visitor.make(cells, visitor.today()).report});
        EXPECT_EQ(reply.status, 200) << forgery.what;  // it is sealed: nobody can see it yet
        EXPECT_EQ(reply.body, "") << forgery.what;
    }
    const auto invalid = static_cast<std::int64_t>(forgeries.size());
    EXPECT_TRUE(
        wait_until([&] { return rejected(deployment, Who::leader, ReportError::vdaf_verify_error) >= invalid; }));
    EXPECT_EQ(rejected(deployment, Who::leader, ReportError::vdaf_verify_error), invalid);

    // Bound to another task.json, and with the ciphertexts of somebody else.
    wire::TaskConfiguration other = visitor.configuration();
    other.task_info[0] ^= 1;
    wire::Report swapped_for_leader = visitor.make(kHonest).report;
    wire::Report swapped_for_helper = visitor.make(kHonest).report;
    wire::Report exchanged = visitor.make(kHonest).report;
    const wire::Report somebody = visitor.make(kHonest).report;
    swapped_for_leader.leader_encrypted_input_share = somebody.leader_encrypted_input_share;
    swapped_for_helper.helper_encrypted_input_share = somebody.helper_encrypted_input_share;
    std::swap(exchanged.leader_encrypted_input_share.payload, exchanged.helper_encrypted_input_share.payload);
    const wire::Report elsewhere = visitor.make(honest, visitor.today(), other).report;
    EXPECT_EQ(visitor.post({elsewhere, swapped_for_leader, swapped_for_helper, exchanged}).body, "");
    EXPECT_TRUE(wait_until([&] { return rejected(deployment, Who::leader, ReportError::hpke_decrypt_error) >= 4; }));
    EXPECT_EQ(rejected(deployment, Who::leader, ReportError::hpke_decrypt_error), 4);
    EXPECT_EQ(rejected(deployment, Who::helper, ReportError::hpke_decrypt_error), 1) << "the leader cannot see it";

    EXPECT_EQ(metric(metrics_text(deployment, Who::leader), "tacit_reports_rejected_total"), invalid + 4);
    const std::string status = deployment.collector(Who::leader, {"status"}).output;
    EXPECT_THAT(status, HasSubstr("vdaf_verify_error: under 10"));
    EXPECT_THAT(status, HasSubstr("hpke_decrypt_error: under 10"));

    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
    expect_success(deployment.collector(Who::publisher, {"publish", "--out", deployment.file("release").string()}));
    EXPECT_EQ(read_cells(read_file(deployment.file("release") / "cells.csv")), people.totals);
}

TEST_F(ForgedReport, IsRefusedAtUploadWhereItCanBeSeen) {
    deployment.start_both();
    const Visitor visitor(deployment);
    const SmallAnswers people = small_answers(60, 12);
    answer(visitor, people);

    EXPECT_EQ(only_error(visitor.post({visitor.make(kHonest, visitor.today() + 1).report})),
              ReportError::report_too_early);
    EXPECT_EQ(only_error(visitor.post({visitor.make(kHonest, visitor.today() - 1).report})),
              ReportError::report_dropped);
    wire::Report unknown_key = visitor.make(kHonest).report;
    unknown_key.leader_encrypted_input_share.config_id ^= 0x80;
    EXPECT_EQ(only_error(visitor.post({unknown_key})), ReportError::outdated_config);

    const auto problem_of = [](const HttpReply& reply) {
        const auto problem = wire::parse_problem(reply.body);
        return problem ? problem->type : wire::ProblemType::about_blank;
    };
    Bytes body = upload_request({visitor.make(kHonest).report});
    for (const std::size_t size : {body.size() - 1, body.size() / 2, std::size_t{1}}) {
        const HttpReply reply = visitor.post(Bytes(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(size)));
        EXPECT_EQ(reply.status, 400) << size;
        EXPECT_EQ(problem_of(reply), wire::ProblemType::invalidMessage) << size;
    }
    body.push_back(0);
    EXPECT_EQ(problem_of(visitor.post(body)), wire::ProblemType::invalidMessage);
    body.pop_back();

    wire::TaskId elsewhere = visitor.believed().terms.id;
    elsewhere.bytes[0] ^= 1;
    for (const std::string& task : {wire::to_text(elsewhere), std::string("short")}) {
        const HttpReply unknown =
            http_send("POST", deployment.url(Who::leader) + "tasks/" + task + "/reports", std::string(as_text(body)),
                      {{}, {{"Content-Type", wire::text(wire::MediaType::upload_req)}}});
        EXPECT_EQ(unknown.status, 404);
        EXPECT_EQ(problem_of(unknown), wire::ProblemType::unrecognizedTask);
    }
    // The helper takes no uploads.
    const HttpReply at_helper =
        http_send("POST", deployment.url(Who::helper) + "tasks/" + deployment.task_id() + "/reports",
                  std::string(as_text(body)), {{}, {{"Content-Type", wire::text(wire::MediaType::upload_req)}}});
    EXPECT_EQ(problem_of(at_helper), wire::ProblemType::unrecognizedTask);

    EXPECT_TRUE(wait_until([&] { return aggregated(deployment) == 60; }));
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
    expect_success(deployment.collector(Who::publisher, {"publish", "--out", deployment.file("release").string()}));
    EXPECT_EQ(read_cells(read_file(deployment.file("release") / "cells.csv")), people.totals);
}

TEST_F(ForgedReport, AReplayedOneCountsOnce) {
    deployment.start_both();
    const Visitor visitor(deployment);
    SmallAnswers people = small_answers(60, 13);
    answer(visitor, people);
    const wire::Report report = visitor.make(kHonest).report;
    ++people.totals[{"mood", "high", ""}];
    ++people.totals[{"mood_again", "high", "no"}];
    ++people.totals[{"helped", "talk", ""}];
    ++people.totals[{"helped", "rest", ""}];

    EXPECT_EQ(visitor.post({report}).body, "");
    EXPECT_EQ(visitor.post({report}).body, "") << "stored is stored: the same answer";
    EXPECT_EQ(visitor.post({report, report, report}).body, "");
    EXPECT_TRUE(wait_until([&] { return aggregated(deployment) == 61; }));
    EXPECT_EQ(visitor.post({report}).body, "");
    // The same id under other ciphertexts is the same report.
    wire::Report disguised = visitor.make(kHonest).report;
    disguised.report_metadata.report_id = report.report_metadata.report_id;
    EXPECT_EQ(visitor.post({disguised}).body, "");
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    EXPECT_EQ(aggregated(deployment), 61);

    restart(deployment, 1);
    EXPECT_EQ(visitor.post({report}).body, "");
    expect_success(deployment.collector(Who::publisher, {"collect"}, days_later(1)));
    expect_success(
        deployment.collector(Who::publisher, {"publish", "--out", deployment.file("release").string()}, days_later(1)));
    EXPECT_EQ(read_cells(read_file(deployment.file("release") / "cells.csv")), people.totals);

    EXPECT_EQ(only_error(visitor.post({report})), ReportError::report_replayed);
    EXPECT_EQ(only_error(visitor.post({visitor.make(kHonest).report})), ReportError::report_replayed)
        << "its day is collected: a client cannot be told more";
}

// ---- servers that hand out keys of their own ----

class LyingServer : public Attack {
protected:
    Deployment deployment{{.noise = false, .min_batch_size = 50}};

    // The same list with keys to which the liar has the secrets.
    static std::string forged_keys(const std::string& truth) {
        SystemRandom random;
        auto list = wire::decode_hpke_config_list(as_bytes(truth)).value();
        for (wire::HpkeConfig& config : list.configs)
            config.public_key = to_bytes(hpke::generate_key_pair(random).public_key);
        return std::string(as_text(encode(list).value()));
    }
    Finished submit(const std::string& name) {
        write_file(deployment.file(name), small_answers(3, 14).lines);
        return deployment.tacit({"submit", deployment.task_url(), "--answers", deployment.file(name).string()});
    }
    // Refused in words, with nothing sent.
    void expect_refused(const Finished& finished, const std::string& because, const Proxy& leader) {
        EXPECT_EQ(finished.exit_code, 4) << finished.both();
        EXPECT_THAT(finished.errors, HasSubstr(because));
        EXPECT_THAT(finished.errors, ::testing::AnyOf(HasSubstr("Do not answer"), HasSubstr("do not answer")));
        EXPECT_THAT(leader.passed("/reports"), IsEmpty());
    }
};

TEST_F(LyingServer, ALeaderThatHandsOutItsOwnKeyAsTheHelpersGetsNothing) {
    Proxy leader(deployment, Who::leader);
    deployment.start_both();
    const Visitor waits_for_keys(deployment);
    const std::string of_helper = http_get(deployment.url(Who::helper) + "hpke_config").body;
    const std::string forged = forged_keys(of_helper);

    // It says that it saw the helper serve this key. The helper itself does not.
    leader.lie_about("/peer_hpke.json", [&](const std::string& truth) {
        auto seen = task::load_peer_hpke(truth).value();
        seen.current = sha256(as_bytes(forged));
        seen.previous.reset();
        return task::to_text(seen);
    });
    expect_refused(submit("one"), "encryption keys that", leader);

    // It shows a task in which the helper is a server of its own, which hands out that key: itself, or another one.
    const std::string helper_url = deployment.url(Who::helper);
    const auto show_as_helper = [&](const std::string& url) {
        leader.tell_the_truth();
        leader.lie_about("/task.json", [=](std::string truth) {
            return truth.replace(truth.find(helper_url), helper_url.size(), url);
        });
        leader.lie_about("/hpke_config", [&](const std::string&) { return forged; });
    };
    show_as_helper(deployment.url(Who::leader));
    expect_refused(submit("two"), "same address", leader);
    show_as_helper("http://127.0.0.1:" + std::to_string(free_port()) + "/");
    expect_refused(submit("two"), "another survey", leader);

    leader.tell_the_truth();
    expect_success(submit("three"));
    EXPECT_EQ(leader.passed("/reports").size(), 3u);
    for (const Proxy::Passed& request : leader.passed("/reports")) EXPECT_EQ(request.method, "POST");
}

TEST_F(LyingServer, AKeyForOneVisitorAloneIsRefused) {
    Proxy leader(deployment, Who::leader);
    Proxy helper(deployment, Who::helper);
    deployment.start_both();
    const Visitor waits_for_keys(deployment);

    leader.lie_about("/hpke_config", forged_keys);
    expect_refused(submit("one"), "encryption keys that", leader);
    leader.tell_the_truth();

    helper.lie_about("/hpke_config", forged_keys);
    expect_refused(submit("two"), "encryption keys that", leader);
    helper.tell_the_truth();

    // A witness that says nothing of use is no witness.
    helper.lie_about("/peer_hpke.json", [](const std::string&) { return std::string("{}"); });
    const Finished blind = submit("three");
    EXPECT_EQ(blind.exit_code, 4) << blind.both();
    EXPECT_THAT(leader.passed("/reports"), IsEmpty());
    helper.tell_the_truth();

    expect_success(submit("four"));
}

TEST_F(LyingServer, ServersThatWordTheSurveyDifferentlyAreRefused) {
    Proxy leader(deployment, Who::leader);
    deployment.start_both();
    const Visitor waits_for_keys(deployment);
    leader.lie_about("/texts/1.json", [](std::string truth) {
        const std::string question = "How is your mood?";
        return truth.replace(truth.find(question), question.size(), "Who are you, really?");
    });
    const Finished finished = submit("one");
    EXPECT_EQ(finished.exit_code, 4) << finished.both();
    EXPECT_THAT(finished.errors, HasSubstr("word"));
    EXPECT_THAT(leader.passed("/reports"), IsEmpty());
}

// ---- machines that were put back to an earlier state ----

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

// ---- callers without a token ----

class Stranger : public Attack {
protected:
    static std::string secret(Deployment& deployment, Who who, const std::string& name) {
        const std::string text = read_file(deployment.folder(who) / "keys.json");
        const auto document = json::Document::parse(text);
        const auto tasks = document.value().root().array("tasks");
        return tasks.value().front().text(name).value();
    }
};

TEST_F(Stranger, GetsNoFurtherThanTheDoor) {
    Deployment deployment({.noise = false, .min_batch_size = 50});
    deployment.start_both();
    const Visitor visitor(deployment);
    answer(visitor, small_answers(60, 17));
    ASSERT_TRUE(wait_until([&] { return aggregated(deployment) == 60; }));

    const std::string peer = secret(deployment, Who::leader, "peer_token");
    const std::string publisher = secret(deployment, Who::leader, "publisher_token");
    ASSERT_NE(peer, publisher);
    struct Door {
        std::string method, path, media_type, token;
    };
    const auto type = [](wire::MediaType media) { return std::string(wire::text(media)); };
    const std::string task = "tasks/" + deployment.task_id();
    const std::string id(22, 'A');
    const std::map<Who, std::vector<Door>> doors{
        {Who::leader,
         {{"POST", task + "/collection_jobs", type(wire::MediaType::collection_job_req), publisher},
          {"GET", task + "/collection_jobs/" + id, "", publisher},
          {"DELETE", task + "/collection_jobs/" + id, "", publisher},
          {"POST", "tacit/" + task + "/close", "application/json", publisher},
          {"POST", "tacit/" + task + "/ledger_head", "application/json", peer}}},
        {Who::helper,
         {{"POST", task + "/aggregation_jobs", type(wire::MediaType::aggregation_job_init_req), peer},
          {"GET", task + "/aggregation_jobs/" + id, "", peer},
          {"DELETE", task + "/aggregation_jobs/" + id, "", peer},
          {"POST", task + "/aggregate_shares", type(wire::MediaType::aggregate_share_req), peer},
          {"GET", task + "/aggregate_shares/" + id, "", peer},
          {"DELETE", task + "/aggregate_shares/" + id, "", peer},
          {"POST", "tacit/" + task + "/close", "application/json", peer},
          {"POST", "tacit/" + task + "/ledger_head", "application/json", peer}}}};

    for (const auto& [who, of_server] : doors) {
        const std::string before = dump(database(deployment, who));
        for (const Door& door : of_server) {
            std::string changed = door.token;
            changed.back() = changed.back() == 'A' ? 'B' : 'A';
            const std::string other = door.token == peer ? publisher : peer;
            const std::vector<std::pair<std::string, std::string>> keys{
                {"", ""},
                {"Authorization", "Bearer "},
                {"Authorization", "Bearer wrong"},
                {"Authorization", door.token},
                {"Authorization", "Basic " + door.token},
                {"Authorization", "Bearer " + door.token + "A"},
                {"Authorization", "Bearer " + door.token.substr(1)},
                {"Authorization", "Bearer " + changed},
                {"Authorization", "Bearer " + other},
                {"DAP-Auth-Token", "wrong"}};
            for (const auto& [header, value] : keys) {
                Sending sending;
                if (!door.media_type.empty()) sending.headers["Content-Type"] = door.media_type;
                if (!header.empty()) sending.headers[header] = value;
                const HttpReply reply =
                    http_send(door.method, deployment.url(who) + door.path, door.method == "POST" ? "{}" : "", sending);
                EXPECT_TRUE(reply.status == 401 || reply.status == 403)
                    << door.method << ' ' << door.path << " with '" << header << ": " << value << "': " << reply.status;
                EXPECT_EQ(reply.body.find(door.token), std::string::npos);
            }
        }
        EXPECT_EQ(dump(database(deployment, who)), before);
    }
    // Whoever has the key gets in: the doors are the right ones.
    Sending with_key{
        {}, {{"Authorization", "Bearer " + peer}, {"Content-Type", type(wire::MediaType::aggregate_share_req)}}};
    const HttpReply reply = http_send("POST", deployment.url(Who::helper) + task + "/aggregate_shares", "{}", with_key);
    EXPECT_EQ(reply.status, 400) << reply.body;
}

// ---- requests that are too large or not what they say ----

TEST_F(Stranger, CannotMakeAServerReadMoreThanItsLimits) {
    Deployment deployment({.noise = false, .min_batch_size = 50});
    deployment.start_both();
    const Visitor visitor(deployment);
    const std::string reports = "/tasks/" + deployment.task_id() + "/reports";
    const std::string type = "Content-Type: " + std::string(wire::text(wire::MediaType::upload_req)) + "\r\n";
    const int port = std::stoi(deployment.url(Who::leader).substr(std::string("http://127.0.0.1:").size()));
    const auto ask = [&](const std::string& head, const std::string& body) {
        RawClient client(port);
        EXPECT_TRUE(client.send(head + "Host: localhost\r\n\r\n"));
        client.send(body);  // the server may be gone by then
        const std::string answer = client.receive(std::chrono::milliseconds(3000));
        EXPECT_EQ(answer.find("EXCEPTION"), std::string::npos) << answer;
        return answer.substr(0, answer.find('\r'));
    };
    const std::string post = "POST " + reports + " HTTP/1.1\r\n" + type;

    EXPECT_THAT(ask(post + "Content-Length: 1048577\r\n", ""), HasSubstr(" 413 ")) << "before the body comes";
    EXPECT_THAT(ask(post + "Content-Length: 99999999999999999999\r\n", ""), HasSubstr(" 400 "));
    EXPECT_THAT(ask(post + "Content-Length: 5\r\nContent-Length: 7\r\n", "12345"), HasSubstr(" 400 "));
    EXPECT_THAT(ask(post + "Content-Length: -1\r\n", "12345"), HasSubstr(" 400 "));
    EXPECT_THAT(ask(post + "Transfer-Encoding: chunked\r\n", "5\r\n12345\r\n0\r\n\r\n"), HasSubstr(" 411 "));
    EXPECT_THAT(ask(post + "Content-Encoding: gzip\r\nContent-Length: 5\r\n", "12345"), HasSubstr(" 415 "));
    EXPECT_THAT(ask(post, ""), HasSubstr(" 411 "));
    EXPECT_THAT(ask("POST " + reports + " HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n", "12345"),
                HasSubstr(" 415 "));
    EXPECT_THAT(ask("GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n", ""),
                ::testing::AnyOf(HasSubstr(" 414 "), IsEmpty()));
    // Without a token not one byte of a large job is read.
    const int helper_port = std::stoi(deployment.url(Who::helper).substr(std::string("http://127.0.0.1:").size()));
    RawClient helper(helper_port);
    helper.send(
        "POST /tasks/" + deployment.task_id() + "/aggregation_jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: " +
        std::string(wire::text(wire::MediaType::aggregation_job_init_req)) + "\r\nContent-Length: 16000000\r\n\r\n");
    EXPECT_THAT(helper.receive(std::chrono::milliseconds(3000)), HasSubstr(" 401 "));

    answer(visitor, small_answers(60, 18));
    EXPECT_TRUE(wait_until([&] { return aggregated(deployment) == 60; })) << "and honest people are served as before";
}

}  // namespace
}  // namespace tacit::test
