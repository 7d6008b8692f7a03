// What somebody new gets wrong on the first day, made on purpose. Each message has to be good enough to go on with: it
// names the place and says what to do, and nothing has happened meanwhile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/deployment.h"
#include "tests/e2e/small_answers.h"

namespace tacit::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Who = Deployment::Who;

// It failed in words, that is not by a signal, and the words hold what a person needs.
void expect_explained(const Finished& finished, const std::vector<std::string>& words) {
    SCOPED_TRACE(finished.both());
    EXPECT_NE(finished.exit_code, 0);
    EXPECT_LT(finished.exit_code, 106);
    for (const std::string& word : words) EXPECT_THAT(finished.both(), HasSubstr(word));
    // Nobody is helped by these.
    for (const std::string noise : {"std::", "terminate", "exception", "Fault::", "errno", "basic_string"})
        EXPECT_THAT(finished.both(), Not(HasSubstr(noise)));
}

void change(const fs::path& file, const std::string& from, const std::string& to) {
    std::string text = read_file(file);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from << " is not in " << file;
    write_file(file, text.replace(at, from.size(), to));
}

class Mistake : public ::testing::Test {
protected:
    Deployment deployment{{.test_program = false}};
    std::string path(const std::string& name) const { return deployment.file(name).string(); }
    Finished submit(const std::string& url, const std::string& file) {
        return deployment.tacit({"submit", url, "--answers", file, "--other-people"});
    }
    // For a server that is expected to end by itself.
    Finished serve(Who who) { return deployment.collector(who, {"serve"}, {}, std::chrono::seconds(20)); }
};

// ---- 1: the wrong file ----

TEST_F(Mistake, AFileThatIsNotThereOrIsAnotherOne) {
    deployment.start_both();
    const std::string survey = std::string(TACIT_SOURCE_DIR) + "/tests/e2e/small.json";
    write_file(path("answers.jsonl"), small_answers(3, 1).lines);
    ASSERT_EQ(submit(deployment.task_url(), path("answers.jsonl")).exit_code, 0);

    expect_explained(submit(deployment.task_url(), path("anwers.jsonl")), {path("anwers.jsonl")});
    // The survey in place of the answers, then the other way round.
    expect_explained(submit(deployment.task_url(), survey), {"line 1", "nothing was sent"});
    expect_explained(deployment.tacit({"survey", "check", path("answers.jsonl")}), {path("answers.jsonl")});
    expect_explained(deployment.collector(Who::leader, {"pair", "offer", "--survey", path("answers.jsonl"), "--closes",
                                                        "2099-01-01", "--out", path("other.json")}),
                     {path("answers.jsonl")});
    EXPECT_FALSE(fs::exists(path("other.json")));
    // A spreadsheet's export.
    write_file(path("answers.csv"), "mood,again\nhigh,yes\n");
    expect_explained(submit(deployment.task_url(), path("answers.csv")), {"line 1", "nothing was sent"});
    // One wrong code among many lines.
    write_file(path("typo.jsonl"), small_answers(3, 2).lines + "{\"mood\": \"hihg\"}\n");
    expect_explained(submit(deployment.task_url(), path("typo.jsonl")), {"line 4", "mood", "nothing was sent"});

    // The three files of the pairing, each given where another belongs.
    expect_explained(deployment.collector(Who::helper, {"pair", "accept", path("acceptance.json"), "--yes"}),
                     {path("acceptance.json")});
    expect_explained(deployment.collector(Who::leader, {"pair", "complete", path("offer.json")}), {path("offer.json")});
    expect_explained(deployment.collector(Who::publisher, {"pair", "receive", path("acceptance.json")}),
                     {path("acceptance.json")});
    // On the wrong machine.
    expect_explained(deployment.collector(Who::leader, {"pair", "accept", path("offer.json"), "--yes"}), {"helper"});
    expect_explained(deployment.collector(Who::helper, {"pair", "complete", path("acceptance.json")}), {"offer"});
    expect_explained(deployment.collector(Who::helper, {"collect"}), {"publisher"});
}

// ---- 2: the wrong URL ----

TEST_F(Mistake, AnAddressThatIsNotTheSurveys) {
    deployment.start_both();
    write_file(path("answers.jsonl"), small_answers(3, 1).lines);
    const auto submit_to = [&](const std::string& url) { return submit(url, path("answers.jsonl")); };
    const std::string url = deployment.task_url();

    expect_explained(submit_to(url.substr(0, url.size() - 1)), {"43"});           // cut off while copying
    expect_explained(submit_to(deployment.url(Who::leader)), {"/tacit/tasks/"});  // only the server
    std::string other = url;
    other[url.size() - 20] = other[url.size() - 20] == 'A' ? 'B' : 'A';
    expect_explained(submit_to(other), {"does not know", "Check"});
    expect_explained(submit_to("https" + url.substr(4)), {"127.0.0.1", "https"});  // no TLS there
    const std::string closed =
        "http://127.0.0.1:" + std::to_string(free_port()) + "/tacit/tasks/" + deployment.task_id();
    expect_explained(submit_to(closed), {"no connection", "Check the address"});
    expect_explained(submit_to("http://example.org/tacit/tasks/" + deployment.task_id()), {"https"});
    expect_explained(submit_to("survey.json"), {"address"});
    // The helper's address leads to the same survey.
    const std::string at_helper = deployment.url(Who::helper) + "tacit/tasks/" + deployment.task_id();
    expect_success(submit_to(at_helper));

    // An operator's: without the last slash it would become another task's.
    const auto init = [&](const std::string& address) {
        return run({{TACIT_COLLECTOR, "init", "--folder", path("new"), "--name", "New", "--contact", "n@example.org",
                     "--roles", "leader", "--url", address},
                    {}});
    };
    expect_explained(init("https://a.example"), {"/"});
    expect_explained(init("http://a.example/"), {"https"});
    expect_explained(init("a.example"), {"https://"});
    EXPECT_FALSE(fs::exists(path("new/keys.json"))) << "nothing is made of a wrong address";
}

// ---- 3: the wrong key file ----

TEST_F(Mistake, AKeyFileOfAnotherOrOfEverybodyOrOfNobody) {
    const fs::path keys = deployment.folder(Who::leader) / "keys.json";
    const std::string own = read_file(keys);
    const auto serve_with = [&](const std::string& text) {
        write_file(keys, text);
        return serve(Who::leader);
    };
    const std::string of_helper = read_file(deployment.folder(Who::helper) / "keys.json");

    fs::permissions(keys, fs::perms::group_read, fs::perm_options::add);
    expect_explained(serve(Who::leader), {keys.string(), "chmod 600"});
    fs::permissions(keys, fs::perms::owner_read | fs::perms::owner_write);

    expect_explained(serve_with("{}"), {keys.string(), "offline copy"});
    expect_explained(serve_with(own.substr(0, own.size() / 2)), {keys.string(), "offline copy"});
    fs::rename(keys, path("put-away"));
    expect_explained(serve(Who::leader), {keys.string(), "init"});
    fs::rename(path("put-away"), keys);

    // The helper's, copied over: the leader must not run the task under a name that is not its own.
    write_file(keys, of_helper);
    const Finished foreign = deployment.collector(Who::leader, {"serve"}, {}, std::chrono::seconds(4));
    EXPECT_THAT(foreign.both(), AnyOf(HasSubstr("key"), HasSubstr("signing"))) << foreign.both();
    EXPECT_THAT(foreign.both(), HasSubstr(keys.filename().string())) << foreign.both();
    write_file(keys, own);

    // The publisher's: the totals are sealed to a key that is not there.
    deployment.start_both();
    expect_success(deployment.tacit({"submit", deployment.task_url(), "--answers", "-"}, small_answers(120, 3).lines));
    const fs::path publisher = deployment.folder(Who::publisher) / "keys.json";
    const std::string of_publisher = read_file(publisher);
    write_file(publisher, own);
    expect_explained(deployment.collector(Who::publisher, {"collect", "--close"}), {"publisher"});
    write_file(publisher, of_publisher);
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
}

// ---- 4: the survey edited after launch ----

TEST_F(Mistake, ASurveyThatIsEditedAfterItBegan) {
    deployment.start_both();
    write_file(path("answers.jsonl"), small_answers(3, 1).lines);
    expect_success(submit(deployment.task_url(), path("answers.jsonl")));
    const fs::path task = deployment.folder(Who::leader) / "tasks" / deployment.task_id() / "task.json";
    const std::string agreed = read_file(task);

    change(task, "\"high\"", "\"very_high\"");
    const Finished status = deployment.collector(Who::leader, {"status"});
    EXPECT_THAT(status.both(),
                AllOf(HasSubstr(task.string()), HasSubstr("cannot be edited"), HasSubstr("restore the file")));
    EXPECT_EQ(status.exit_code, 1) << "a script that runs it finds out";
    deployment.stop(Who::leader);
    deployment.start(Who::leader);
    EXPECT_THAT(deployment.log(Who::leader),
                AllOf(HasSubstr(task.string()), HasSubstr("cannot be edited"), HasSubstr("pair")));
    write_file(path("more.jsonl"), small_answers(3, 2).lines);
    expect_explained(submit(deployment.task_url(), path("more.jsonl")), {"does not know"});

    // Put back, it goes on.
    write_file(task, agreed);
    deployment.stop(Who::leader);
    deployment.start(Who::leader);
    const auto goes_on = [&] { return submit(deployment.task_url(), path("more.jsonl")); };
    Finished finished = goes_on();
    for (int attempt = 0; attempt < 50 && finished.exit_code != 0; ++attempt) finished = goes_on();
    expect_success(finished);
}

TEST_F(Mistake, AWordingThatIsEditedAfterItBegan) {
    deployment.start_both();
    EXPECT_EQ(deployment.collector(Who::helper, {"status"}).exit_code, 0);
    const fs::path texts = deployment.folder(Who::helper) / "tasks" / deployment.task_id() / "texts" / "1.json";
    const std::string agreed = read_file(texts);

    change(texts, "How is your mood?", "How was your mood?");
    const Finished status = deployment.collector(Who::helper, {"status"});
    EXPECT_EQ(status.exit_code, 1);
    EXPECT_THAT(status.both(), AllOf(HasSubstr("texts/1.json"), HasSubstr("restore the file")));
    deployment.stop(Who::helper);
    deployment.start(Who::helper);
    EXPECT_THAT(deployment.log(Who::helper),
                AllOf(HasSubstr(texts.string()), HasSubstr("task_refused"), HasSubstr("restore the file")));
    write_file(path("answers.jsonl"), small_answers(3, 1).lines);
    const auto send = [&] { return submit(deployment.task_url(), path("answers.jsonl")); };
    EXPECT_NE(send().exit_code, 0);

    // Put back, it goes on.
    write_file(texts, agreed);
    deployment.stop(Who::helper);
    deployment.start(Who::helper);
    EXPECT_EQ(deployment.collector(Who::helper, {"status"}).exit_code, 0);
    Finished finished = send();
    for (int attempt = 0; attempt < 50 && finished.exit_code != 0; ++attempt) finished = send();
    expect_success(finished);
}

// ---- 5: too few respondents ----

TEST_F(Mistake, TooFewRespondents) {
    deployment.start_both();
    expect_success(deployment.tacit({"submit", deployment.task_url(), "--answers", "-"}, small_answers(10, 3).lines));
    expect_explained(deployment.collector(Who::publisher, {"collect"}), {"--close"});  // today is not over
    expect_explained(deployment.collector(Who::publisher, {"publish"}), {"collect"});
    EXPECT_FALSE(fs::exists(path("release")));

    // The survey is not ended by mistake.
    expect_explained(deployment.collector(Who::publisher, {"collect", "--close"}),
                     {"goes on", "fewer", "100", "wait", "--even-if-too-few"});
    expect_success(deployment.tacit({"submit", deployment.task_url(), "--answers", "-", "--other-people"},
                                    small_answers(10, 4).lines));
    EXPECT_THAT(deployment.collector(Who::leader, {"status"}).output, Not(HasSubstr("CLOSED")));
    EXPECT_THAT(deployment.collector(Who::publisher, {"collect", "--even-if-too-few"}).both(), HasSubstr("--close"));

    const Finished few = deployment.collector(Who::publisher, {"collect", "--close", "--even-if-too-few"});
    expect_explained(few, {"Closed", "fewer", "100", "never be published"});
    expect_explained(deployment.tacit({"submit", deployment.task_url(), "--answers", "-", "--other-people"},
                                      small_answers(10, 5).lines),
                     {});
    expect_explained(deployment.collector(Who::publisher, {"publish", "--out", path("release")}), {"collect"});
    EXPECT_FALSE(fs::exists(path("release")));
    // A task cannot be made for so few either.
    expect_explained(
        deployment.collector(
            Who::leader,
            {"pair", "offer", "--survey", std::string(TACIT_SOURCE_DIR) + "/tests/e2e/small.json", "--closes",
             "2099-01-01", "--min-batch-size", "5", "--publisher",
             (deployment.folder(Who::publisher) / "publisher.json").string(), "--out", path("small-offer.json")}),
        {"50"});
}

// ---- and a line of the configuration ----

TEST_F(Mistake, ALineOfTheConfiguration) {
    const fs::path file = deployment.folder(Who::helper) / "tacit-collector.toml";
    const std::string right = read_file(file);
    const auto line_of = [](const std::string& text, const std::string& what) {
        return 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find(what)), '\n');
    };
    const auto expect_line = [&](const std::string& from, const std::string& to, const std::string& word) {
        write_file(file, right);
        change(file, from, to);
        const std::string where = file.string() + ":" + std::to_string(line_of(read_file(file), to));
        expect_explained(serve(Who::helper), {where, word});
    };
    expect_line("public_url =", "public_ulr =", "public_url");
    expect_line("listen = ", "listen = 8080 # ", "text");
    expect_line("roles = [\"helper\"]", "roles = [\"assistant\"]", "helper");
    expect_line("workers = 0", "workers = -3", "whole number");
    expect_line("level = \"info\"", "level = \"loud\"", "warning");
    expect_line("contact = \"", "contact = \"\" # ", "empty");
    expect_line("[state]", "[state", "");
    write_file(file, right);
    deployment.start(Who::helper);
    expect_explained(run({{TACIT_COLLECTOR, "--config", path("nowhere.toml"), "serve"}, {}}),
                     {path("nowhere.toml"), "init"});
}

}  // namespace
}  // namespace tacit::test
