// What is never stored or logged, anywhere (design.md section 7): one test per line of that list. One run of the
// product itself, with respondents who each have an address, a browser, a cookie and answers of their own; then
// everything that the run left is searched. Nothing is found; what is planted is.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <functional>
#include <thread>

#include "schemas/survey/load.h"
#include "schemas/survey/measure.h"
#include "tests/e2e/evidence.h"
#include "tests/e2e/search.h"
#include "tests/e2e/visitor.h"

namespace tacit::test {
namespace {

using Who = Deployment::Who;

constexpr int kSimulated = 130;
constexpr int kSubmitted = 6;
constexpr int kOwn = 14;  // made by this test, which knows their shares
constexpr auto kReports = kSimulated + kSubmitted + kOwn;

std::string own_address(int i) { return "127.88." + std::to_string(100 + i) + ".77"; }
// As `tacit simulate --source-addresses 127.0.0.0/8` gives them.
std::string simulated_address(int i) { return "127.0.1." + std::to_string(i); }

struct Markers {
    std::string user_agent, cookie, referer, forwarded, language;
};
Markers markers(int i) {
    const std::string number = std::to_string(1000 + i);
    return {"Mozilla/5.0 (needle-agent-" + number + ")", "session=needle-cookie-" + number,
            "https://needle-referer-" + number + ".example/", "198.51.100." + std::to_string(100 + i),
            "needle-language-" + number};
}
Sending sending(int i) {
    const Markers own = markers(i);
    return {own_address(i),
            {{"User-Agent", own.user_agent},
             {"Cookie", own.cookie},
             {"Referer", own.referer},
             {"X-Forwarded-For", own.forwarded},
             {"Accept-Language", own.language}}};
}

std::int64_t now() { return std::chrono::system_clock::now().time_since_epoch() / std::chrono::seconds(1); }

void add_report_ids(Search& search, const std::vector<Made>& own) {
    for (const Made& made : own) search.add("a report id", made.report.report_metadata.report_id.bytes);
}

void require(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error(what);
}
void require(const Finished& finished) { require(finished.exit_code == 0, finished.both()); }

// The one run that all tests look at.
class Survey {
public:
    Survey() : deployment({.survey = "schemas/surveys/core.json", .min_batch_size = 100, .test_program = false}) {
        for (const Who who : {Who::leader, Who::helper}) log_everything(who);
        span.from = now() - 5;
        deployment.start_both();
        const Visitor visitor(deployment);
        require(wait_until([&] { return quiet(); }), "the logs never come to rest");
        log_before = deployment.log(Who::leader) + deployment.log(Who::helper);

        answer(visitor);
        ask_wrongly(visitor);
        require(wait_until([&] {
                    return metric(metrics_text(deployment, Who::leader), "tacit_reports_aggregated_total") == kReports;
                }),
                "the reports are not aggregated:\n" + metrics_text(deployment, Who::leader));
        log_after = deployment.log(Who::leader) + deployment.log(Who::helper);
        aggregated = collect_evidence(deployment);

        const Finished collected = deployment.collector(Who::publisher, {"collect", "--close"});
        require(collected);
        const Finished published =
            deployment.collector(Who::publisher, {"publish", "--out", deployment.file("release").string()});
        require(published);
        wait_until([&] { return deleted_for_good(); }, std::chrono::seconds(5));
        collected_evidence = collect_evidence(deployment);
        collected_evidence.push_back({"what collect and publish print", collected.both() + published.both()});
        span.to = now() + 5;

        deployment.stop(Who::leader);
        deployment.stop(Who::helper);
        stopped = collect_evidence(deployment);
    }

    // The evidence of one moment, by its name.
    std::vector<std::pair<std::string, const Exhibits*>> moments() const {
        return {
            {"after aggregation", &aggregated}, {"after publishing", &collected_evidence}, {"after the end", &stopped}};
    }

    Deployment deployment;
    Span span;
    std::vector<std::string> answer_lines;
    std::vector<Bytes> measurements;  // of everybody
    std::vector<Made> own;
    std::vector<HttpReply> replies;
    std::string log_before, log_after;
    Exhibits aggregated, collected_evidence, stopped;

private:
    void log_everything(Who who) {
        const std::filesystem::path file = deployment.folder(who) / "tacit-collector.toml";
        std::string text = read_file(file);
        const std::string level = "level = \"info\"";
        require(text.find(level) != std::string::npos, "the configuration has no log level");
        text.replace(text.find(level), level.size(), "level = \"debug\"");
        write_file(file, text);
    }

    // Starting has come to its end: a second without a line.
    bool quiet() const {
        const std::string before = deployment.log(Who::leader) + deployment.log(Who::helper);
        std::this_thread::sleep_for(std::chrono::seconds(1));
        return before == deployment.log(Who::leader) + deployment.log(Who::helper);
    }

    std::vector<std::string> made_up_people(int count, int seed) {
        const std::string out = deployment.file("people").string();
        require(
            deployment.tacit({"simulate", "--survey", std::string(TACIT_SOURCE_DIR) + "/schemas/surveys/core.json",
                              "--respondents", std::to_string(count), "--seed", std::to_string(seed), "--out", out}));
        const std::vector<std::string> lines = lines_of(read_file(out));
        std::filesystem::remove(out);
        std::filesystem::remove(out + ".truth.json");
        return lines;
    }

    void answer(const Visitor& visitor) {
        const auto simulated = made_up_people(kSimulated, 7);
        const auto submitted = made_up_people(kSubmitted, 8);
        const auto by_hand = made_up_people(kOwn, 9);
        for (const auto* lines : {&simulated, &submitted, &by_hand})
            answer_lines.insert(answer_lines.end(), lines->begin(), lines->end());
        require(deployment.tacit({"simulate", deployment.task_url(), "--respondents", std::to_string(kSimulated),
                                  "--seed", "7", "--source-addresses", "127.0.0.0/8"}));
        std::string input;
        for (const std::string& line : submitted) input += line + '\n';
        require(deployment.tacit({"submit", deployment.task_url(), "--answers", "-"}, input));
        for (const std::string& line : by_hand) {
            const int i = static_cast<int>(own.size());
            own.push_back(visitor.make(line));
            replies.push_back(visitor.post({own.back().report}, sending(i)));
            require(replies.back().status == 200 && replies.back().body.empty(), "a report was not stored");
        }
        for (const std::string& line : answer_lines) {
            const auto elements = visitor.encode(line);
            measurements.emplace_back(elements.size() * field::Field64::kEncodedSize);
            field::encode<field::Field64>(std::span<const field::Field64>(elements), measurements.back());
        }
    }

    // Visits that fail tempt a server most to write down who it was.
    void ask_wrongly(const Visitor& visitor) {
        const std::string task = wire::to_text(visitor.believed().terms.id);
        int i = 0;
        for (const std::string& server : {deployment.url(Who::leader), deployment.url(Who::helper)}) {
            const auto ask = [&](const std::string& method, const std::string& path, const std::string& body) {
                Sending with = sending(i++ % kOwn);
                with.headers["Authorization"] = "Bearer needle-token-of-nobody";
                if (!body.empty()) with.headers["Content-Type"] = "application/ppm-dap;message=upload-req";
                replies.push_back(http_send(method, server + path, body, with));
            };
            ask("GET", "tacit/tasks/" + task + "/task.json?needle-query-of-somebody", "");
            ask("GET", "hpke_config", "");
            ask("GET", "needle-path-of-somebody", "");
            ask("POST", "tasks/needle-path-of-somebody/reports", "needle-body-of-somebody");
            ask("POST", "tasks/" + task + "/reports", "needle-body-of-somebody");
            ask("PUT", "tasks/" + task + "/reports", "");
            ask("POST", "tasks/" + task + "/aggregation_jobs", "needle-body-of-somebody");
            ask("POST", "tasks/" + task + "/collection_jobs", "needle-body-of-somebody");
            ask("GET", "tasks/" + task + "/aggregation_jobs/needle-path-of-somebody", "");
        }
    }

    // What was deleted leaves the write-ahead logs with the next checkpoint, which comes by itself.
    bool deleted_for_good() {
        Search search;
        add_report_ids(search, own);
        search.prepare();
        for (const Exhibit& exhibit : collect_evidence(deployment))
            if (!search.in(exhibit.content).empty()) return false;
        return true;
    }
};

class NeverStored : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        try {
            survey_ = std::make_unique<Survey>();
        } catch (const std::exception& error) {
            FAIL() << error.what();
        }
    }
    static void TearDownTestSuite() { survey_.reset(); }
    void SetUp() override { ASSERT_TRUE(survey_); }

    static const Survey& survey() { return *survey_; }
    static void expect_nothing(Search& search, bool before_collection = true) {
        search.prepare();
        for (const auto& [moment, exhibits] : survey().moments()) {
            if (exhibits == &survey().aggregated && !before_collection) continue;
            ASSERT_GT(exhibits->size(), 10u);
            for (const Exhibit& exhibit : *exhibits)
                for (const std::string& found : search.in(exhibit.content))
                    ADD_FAILURE() << found << " is in " << exhibit.name << ' ' << moment;
        }
    }

    static std::unique_ptr<Survey> survey_;
};
std::unique_ptr<Survey> NeverStored::survey_;

void add_addresses(Search& search) {
    const auto add = [&](const std::string& address) {
        search.add("an address", address);
        std::string four;
        std::size_t begin = 0;
        for (int part = 0; part < 4; ++part) {
            const std::size_t end = std::min(address.find('.', begin), address.size());
            four += static_cast<char>(std::stoi(address.substr(begin, end - begin)));
            begin = end + 1;
        }
        search.add("an address in the form of IPv6", std::string(10, '\0') + "\xff\xff" + four);
        std::uint32_t number = 0;
        for (const char byte : four) number = number << 8 | static_cast<unsigned char>(byte);
        search.add("an address as a number", std::to_string(number));
    };
    for (int i = 0; i < kSimulated; ++i) add(simulated_address(i));
    for (int i = 0; i < kOwn; ++i) {
        add(own_address(i));
        search.add("an address that a proxy named", markers(i).forwarded);
    }
}

void add_user_agents(Search& search) {
    for (int i = 0; i < kOwn; ++i) {
        search.add("a user agent", markers(i).user_agent);
        search.add("a part of a user agent", "needle-agent-" + std::to_string(1000 + i));
        search.add("a referer", markers(i).referer);
        search.add("a language", markers(i).language);
    }
    for (const std::string what : {"path", "query", "body", "token"})
        search.add("a " + what, "needle-" + what + "-of-");
}

void add_cookies(Search& search) {
    for (int i = 0; i < kOwn; ++i) search.add("a cookie", "needle-cookie-" + std::to_string(1000 + i));
}

void add_answers(Search& search, const Survey& survey) {
    for (const std::string& line : survey.answer_lines) search.add("a line of answers", line);
    for (const Bytes& measurement : survey.measurements) search.add("an encoded measurement", measurement);
}

void add_shares(Search& search, const Survey& survey) {
    for (const Made& made : survey.own) {
        search.add_windows("the leader's share", made.leader_share);
        search.add_windows("the helper's share", made.helper_share);
        search.add_windows("the helper's share, expanded", made.helper_measurement);
    }
}

void add_ciphertexts(Search& search, const Survey& survey) {
    for (const Made& made : survey.own) {
        for (const auto* sealed :
             {&made.report.leader_encrypted_input_share, &made.report.helper_encrypted_input_share})
            for (std::size_t i = 0; i + 16 <= sealed->payload.size(); i += 1024)
                search.add("a ciphertext", ByteView(sealed->payload).subspan(i, 16));
    }
}

// A search that looks at too little finds nothing, too.
TEST_F(NeverStored, EverythingIsLookedAt) {
    const auto names = [](const Exhibits& exhibits) {
        std::string all;
        for (const Exhibit& exhibit : exhibits)
            if (!exhibit.content.empty() || exhibit.name.ends_with("-wal")) all += exhibit.name + '\n';
        return all;
    };
    const std::string running = names(survey().aggregated), published = names(survey().collected_evidence);
    for (const std::string who : {"leader", "helper"})
        for (const std::string& file :
             {who + "/collector.db\n", who + "/collector.db-wal\n", who + "/collector.db-shm\n", who + "/ledgers/",
              who + "/tasks/", who + "/keys.json\n", who + ".log\n", "metrics of the " + who + "\n"}) {
            EXPECT_THAT(running, ::testing::HasSubstr(file));
            EXPECT_THAT(published, ::testing::HasSubstr(file));
        }
    for (const char* file : {"state/tacit/", "release/data/cells.csv\n", "release/shares.json\n", "publisher/releases/"})
        EXPECT_THAT(published, ::testing::HasSubstr(file));
}

TEST_F(NeverStored, Addresses) {
    Search search;
    add_addresses(search);
    expect_nothing(search);
    for (const Who who : {Who::leader, Who::helper})
        EXPECT_THAT(addresses_in_columns(survey().deployment.folder(who) / "collector.db"), ::testing::IsEmpty());
    // Four raw bytes mean an address only where text belongs.
    for (const auto& [moment, exhibits] : survey().moments())
        for (const Exhibit& exhibit : *exhibits) {
            if (!exhibit.name.ends_with(".log") && !exhibit.name.starts_with("metrics")) continue;
            EXPECT_EQ(exhibit.content.find('\x7f'), std::string::npos) << exhibit.name << ' ' << moment;
        }
}

TEST_F(NeverStored, UserAgents) {
    Search search;
    add_user_agents(search);
    expect_nothing(search);
}

TEST_F(NeverStored, Cookies) {
    Search search;
    add_cookies(search);
    expect_nothing(search);
    for (const HttpReply& reply : survey().replies) {
        ASSERT_NE(reply.status, 0);
        EXPECT_FALSE(reply.headers.contains("set-cookie"));
        for (const auto& [name, value] : reply.headers) EXPECT_EQ(value.find("needle"), std::string::npos) << name;
        EXPECT_EQ(reply.body.find("needle"), std::string::npos) << reply.body;
    }
}

TEST_F(NeverStored, TimesFinerThanTheTimePrecision) {
    // A line of a log has a time: while people answer there is none.
    EXPECT_EQ(survey().log_after, survey().log_before);
    for (const auto& [moment, exhibits] : survey().moments())
        for (const Exhibit& exhibit : *exhibits) {
            if (exhibit.name.ends_with(".log")) continue;
            for (const std::string& found : fine_times(exhibit.content, survey().span))
                ADD_FAILURE() << found << " in " << exhibit.name << ' ' << moment;
        }
    for (const Who who : {Who::leader, Who::helper})
        EXPECT_THAT(fine_times_in_columns(survey().deployment.folder(who) / "collector.db", survey().span),
                    ::testing::IsEmpty());
}

TEST_F(NeverStored, Answers) {
    Search search;
    add_answers(search, survey());
    expect_nothing(search);
}

TEST_F(NeverStored, PlaintextSharesAfterTheCommit) {
    Search search;
    add_shares(search, survey());
    expect_nothing(search);
}

TEST_F(NeverStored, ReportIdsAfterTheirBatchIsClosedForReplay) {
    Search search;
    add_report_ids(search, survey().own);
    expect_nothing(search, false);
    // Before, both servers need them, and the same search finds them.
    std::set<std::string> holders;
    for (const Exhibit& exhibit : survey().aggregated)
        if (search.in(exhibit.content).contains("a report id, raw"))
            holders.insert(exhibit.name.substr(0, exhibit.name.find('/')));
    EXPECT_EQ(holders, (std::set<std::string>{"helper", "leader"}));
}

TEST_F(NeverStored, CiphertextsAfterTheirBatchIsCollected) {
    Search search;
    add_ciphertexts(search, survey());
    expect_nothing(search, false);
}

// Every kind in every form, planted in copies of what the run left, is found by the same searches.
TEST_F(NeverStored, WhateverIsPlantedIsFound) {
    Search search;
    add_addresses(search);
    add_user_agents(search);
    add_cookies(search);
    add_answers(search, survey());
    add_shares(search, survey());
    add_report_ids(search, survey().own);
    add_ciphertexts(search, survey());
    search.prepare();

    const auto examples = search.examples();
    EXPECT_GE(examples.size(), 17u * 9u);
    int planted = 0;
    for (const Exhibit& exhibit : survey().stopped) {
        const bool wanted = exhibit.name.ends_with("collector.db") || exhibit.name.ends_with(".log") ||
                            exhibit.name.ends_with(".jsonl") || exhibit.name == "release/data/cells.csv";
        if (!wanted) continue;
        ++planted;
        std::string copy;
        const std::size_t step = exhibit.content.size() / examples.size() + 1;
        for (std::size_t i = 0; i < examples.size(); ++i)  // at all sorts of places, also the first
            copy += examples[i].text + exhibit.content.substr(std::min(i * step, exhibit.content.size()), step);
        const auto found = search.in(copy);
        for (const Search::Example& example : examples)
            EXPECT_TRUE(found.contains(example.name)) << example.name << " was planted in " << exhibit.name;
    }
    EXPECT_GE(planted, 6);
}

TEST_F(NeverStored, PlantedTimesAndAddressesAreFound) {
    const std::int64_t moment = survey().span.from + 6;
    const std::string text = survey().stopped.front().content;
    for (std::int64_t unit = 1; unit <= 1'000'000'000; unit *= 1000) {
        std::string copy = text;
        copy.insert(copy.size() / 2, " " + std::to_string(moment * unit + (unit > 1 ? 7 : 0)) + " ");
        EXPECT_THAT(fine_times(copy, survey().span), ::testing::Not(::testing::IsEmpty())) << unit;
    }
    EXPECT_THAT(fine_times(text + " 2026-11-21T08:15:12Z", survey().span), ::testing::Not(::testing::IsEmpty()));
    std::string raw(8, '\0');
    std::memcpy(raw.data(), &moment, 8);
    EXPECT_THAT(fine_times(text + raw, survey().span), ::testing::Not(::testing::IsEmpty()));
    EXPECT_THAT(fine_times(text + std::string(raw.rbegin(), raw.rend()), survey().span),
                ::testing::Not(::testing::IsEmpty()));

    const std::filesystem::path copy = survey().deployment.file("planted.db");
    std::filesystem::copy_file(survey().deployment.folder(Who::helper) / "collector.db", copy);
    {
        SQLite::Database db(copy.string(), SQLite::OPEN_READWRITE);
        SQLite::Statement row(db, "INSERT INTO rejected (task, reason, count) VALUES (1, 77, ?)");
        row.bind(1, moment);
        row.exec();
    }
    EXPECT_THAT(fine_times_in_columns(copy, survey().span), ::testing::Not(::testing::IsEmpty()));
    {
        SQLite::Database db(copy.string(), SQLite::OPEN_READWRITE);
        db.exec("INSERT INTO remembered (task, id, time) VALUES (1, x'7f000105', 1)");
    }
    EXPECT_THAT(addresses_in_columns(copy), ::testing::Not(::testing::IsEmpty()));
}

}  // namespace
}  // namespace tacit::test
