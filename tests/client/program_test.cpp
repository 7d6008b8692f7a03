// The program `tacit` as people run it, against two servers on this machine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "client/simulate/respond.h"
#include "schemas/exchange/csv.h"
#include "schemas/json/reader.h"
#include "tests/client/servers.h"
#include "tests/support/process.h"
#include "tests/support/workbook_file.h"

namespace tacit::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kTacit = TACIT_PROGRAM;
const std::string kCore = std::string(TACIT_SURVEYS) + "/core.json";

class ProgramTest : public testing::Test {
protected:
    Finished tacit(std::vector<std::string> arguments, const std::string& input = {}) {
        arguments.insert(arguments.begin(), kTacit);
        return run({std::move(arguments), input, environment_});
    }
    // A file of so many people's answers.
    std::string answers(std::uint64_t people) {
        const auto population = simulate::load_population(*simulate::bundled_population("default")).value();
        std::string lines;
        for (std::uint64_t i = 0; i < people; ++i) {
            const auto each = simulate::simulated_answers(servers_.trial().survey(), population, 1, i);
            lines += json::canonical(survey::answers_node(servers_.trial().survey(), each)) + "\n";
        }
        write_file(folder_ / "answers.jsonl", lines);
        return (folder_ / "answers.jsonl").string();
    }

    Servers servers_;
    TempDir folder_;
    std::map<std::string, std::string> environment_{
        {"XDG_STATE_HOME", folder_.path().string()}, {"LC_ALL", "C"}, {"TERM", "dumb"}};
};

TEST_F(ProgramTest, SubmitsEveryLineOnceHoweverOftenItIsRun) {
    const std::string file = answers(12);

    const Finished first = tacit({"submit", servers_.task_url(), "--answers", file});
    const Finished second = tacit({"submit", servers_.task_url(), "--answers", file});

    EXPECT_EQ(first.exit_code, 0) << first.both();
    EXPECT_THAT(first.output, HasSubstr("Sent 12."));
    EXPECT_EQ(second.exit_code, 0) << second.both();
    EXPECT_THAT(second.output, HasSubstr("12 had been sent by an earlier run"));
    EXPECT_EQ(servers_.stored(), 12u);
    EXPECT_EQ(servers_.received().size(), 12u);
}

TEST_F(ProgramTest, GoesOnAfterItWasKilledWithoutCountingAnybodyTwice) {
    const std::string file = answers(60);
    const std::vector<std::string> arguments{kTacit, "submit", servers_.task_url(), "--answers", file};
    for (std::size_t at = 5; at <= 25; at += 10) {
        Process process({arguments, {}, environment_}, folder_ / "log");
        while (servers_.stored() < at && process.running()) std::this_thread::yield();
        process.signal(SIGKILL);
        process.wait();
    }

    const Finished finished = tacit({"submit", servers_.task_url(), "--answers", file});

    EXPECT_EQ(finished.exit_code, 0) << finished.both();
    EXPECT_EQ(servers_.stored(), 60u);
}

TEST_F(ProgramTest, SendsNothingWhereALineIsWrongAndNamesEachOfThem) {
    const Finished finished = tacit({"submit", servers_.task_url(), "--answers", "-"},
                                    "{\"age_band\":\"a30\"}\n{\"age_band\":1}\n{\"wins\":[\"none\",\"bed\"]}\n");

    EXPECT_EQ(finished.exit_code, 3);
    EXPECT_THAT(finished.errors, AllOf(HasSubstr("line 2: "), HasSubstr("line 3: "), HasSubstr("nothing was sent")));
    EXPECT_TRUE(servers_.received().empty());
}

TEST_F(ProgramTest, ShowsTwentyWrongLinesAndCountsTheOthers) {
    std::string lines;
    for (int i = 0; i < 25; ++i) lines += "{\"age_band\":1}\n";

    const Finished finished = tacit({"submit", servers_.task_url(), "--answers", "-"}, lines);

    EXPECT_EQ(finished.exit_code, 3);
    EXPECT_THAT(finished.errors, AllOf(HasSubstr("line 20: "), Not(HasSubstr("line 21: ")), HasSubstr("5 more lines"),
                                       HasSubstr("25 lines are wrong, so nothing was sent")));
}

TEST_F(ProgramTest, SendsTheLinesThatWereAddedToAFileOnlyWhenTold) {
    const std::string file = answers(12);
    ASSERT_EQ(tacit({"submit", servers_.task_url(), "--answers", file}).exit_code, 0);
    const std::string longer = answers(15);
    const std::vector<std::string> submit{"submit", servers_.task_url(), "--answers", longer};
    const std::vector<std::string> appended{"submit", servers_.task_url(), "--answers", longer, "--appended"};

    const Finished asked = tacit(submit);
    EXPECT_EQ(asked.exit_code, 3);
    EXPECT_THAT(asked.errors, AllOf(HasSubstr("nothing was sent"), HasSubstr("first 12 people"),
                                    HasSubstr("count twice"), HasSubstr("only the 3 people"), HasSubstr("--appended")));
    EXPECT_EQ(servers_.received().size(), 12u);

    const Finished told = tacit(appended);
    EXPECT_EQ(told.exit_code, 0) << told.both();
    EXPECT_THAT(told.output, HasSubstr("Sent 3. 12 had been sent by an earlier run"));
    EXPECT_EQ(servers_.stored(), 15u);
    // From now on it is a file like others.
    EXPECT_THAT(tacit(submit).output, HasSubstr("Sent 0. 15 had been sent"));
    EXPECT_THAT(tacit(appended).output, HasSubstr("Sent 0. 15 had been sent"));
}

TEST_F(ProgramTest, SendsAnotherFileToTheSameSurveyOnlyWhenTold) {
    ASSERT_EQ(tacit({"submit", servers_.task_url(), "--answers", "-"}, "{\"age_band\":\"a30\"}\n").exit_code, 0);
    const std::string other = "{\"age_band\":\"a45\"}\n{\"age_band\":\"a30\"}\n";

    const Finished asked = tacit({"submit", servers_.task_url(), "--answers", "-"}, other);
    EXPECT_EQ(asked.exit_code, 3);
    EXPECT_THAT(asked.errors, AllOf(HasSubstr("nothing was sent"), HasSubstr("1 report"), HasSubstr("count twice"),
                                    HasSubstr("--other-people")));
    EXPECT_EQ(tacit({"submit", servers_.task_url(), "--answers", "-", "--appended"}, other).exit_code, 3);
    EXPECT_EQ(servers_.received().size(), 1u);

    EXPECT_EQ(tacit({"submit", servers_.task_url(), "--answers", "-", "--other-people"}, other).exit_code, 0);
    EXPECT_EQ(servers_.stored(), 3u);
    EXPECT_THAT(tacit({"submit", servers_.task_url(), "--answers", "-"}, other).output, HasSubstr("2 had been sent"));
}

TEST_F(ProgramTest, SaysThatItCannotTellWhetherAReplayedReportCounted) {
    servers_.then(Servers::Upload::replayed);

    const Finished finished = tacit({"submit", servers_.task_url(), "--answers", answers(2)});

    EXPECT_EQ(finished.exit_code, 0) << finished.both();
    EXPECT_THAT(finished.output, AllOf(HasSubstr("Sent 1."), HasSubstr("Of 1 we cannot tell whether they counted")));
}

TEST_F(ProgramTest, RefusesServersThatCannotBeBelieved) {
    servers_.trial().served.helper.hpke_config = servers_.trial().served.leader.hpke_config;

    const Finished finished = tacit({"submit", servers_.task_url(), "--answers", answers(1)});

    EXPECT_EQ(finished.exit_code, 4);
    EXPECT_THAT(finished.errors, HasSubstr("encryption keys"));
    EXPECT_TRUE(servers_.received().empty());
}

TEST_F(ProgramTest, GivesAnExitCodeAndARemedyForEveryMistake) {
    const std::string id = wire::to_text(servers_.trial().terms.id);
    EXPECT_EQ(tacit({}).exit_code, 2);
    EXPECT_EQ(tacit({"fill"}).exit_code, 2);
    EXPECT_EQ(tacit({"fill", "https://a.example/"}).exit_code, 4);
    EXPECT_EQ(tacit({"fill", "http://127.0.0.1:1/tacit/tasks/" + id}).exit_code, 5);
    EXPECT_EQ(tacit({"submit", servers_.task_url(), "--answers", "/nowhere"}).exit_code, 3);
    EXPECT_EQ(tacit({"survey", "check", "/nowhere"}).exit_code, 3);
    EXPECT_EQ(tacit({"simulate", "--respondents", "1", "--seed", "1"}).exit_code, 2);
    EXPECT_EQ(tacit({"--help"}).exit_code, 0);
}

// Yes, depression: yes, 30 to 44, PHQ-8 skipped item by item, never treated, one win, yes, yes.
const std::string kFilledIn = "y\n1\n2\ns\ns\ns\ns\ns\ns\ns\ns\n5\n1\ny\ny\n";

TEST_F(ProgramTest, FillsInASurveyOnADumbTerminalAndSendsItOnce) {
    const Finished first = tacit({"fill", servers_.task_url()}, kFilledIn);
    const Finished second = tacit({"fill", servers_.task_url()}, kFilledIn);

    EXPECT_EQ(first.exit_code, 0) << first.both();
    EXPECT_THAT(first.output, AllOf(HasSubstr("Sent. Thank you."), HasSubstr("/counted.json"), HasSubstr("988")));
    EXPECT_EQ(second.exit_code, 0);
    EXPECT_THAT(second.output, HasSubstr("already sent"));
    ASSERT_EQ(servers_.received().size(), 1u);
    EXPECT_TRUE(servers_.trial().count(servers_.received()[0]));
}

TEST_F(ProgramTest, TakesWhatAJournalSaysInPlaceOfQuestions) {
    write_file(folder_ / "journal.json", R"({"start":[2,2,1,3,1,2,2,0],"weeks":6})");
    // In treatment, no medicine before, TMS, still on it; then what the rules ask next, and to the end.
    const std::string typed = "y\n1\n2\ns\ns\ns\ns\ns\ns\ns\ns\n1\n1\n4\n1\nf\ny\nq\n";

    const Finished without = tacit({"fill", servers_.task_url()}, typed);
    const Finished with = tacit({"fill", servers_.task_url(), "--journal", (folder_ / "journal.json").string()}, typed);

    EXPECT_THAT(without.output, AllOf(HasSubstr("Under 2 weeks"), HasSubstr("treatment was started: No answer")));
    EXPECT_EQ(with.exit_code, 1) << with.both();
    EXPECT_THAT(with.output, HasSubstr("treatment was started: 5 to 8 weeks"));
    EXPECT_THAT(with.output, Not(HasSubstr("Under 2 weeks"))) << "asked what the journal says";
}

TEST_F(ProgramTest, SaysWhatIsWrongWithAJournal) {
    write_file(folder_ / "journal.json", R"({"start":[2,2,1],"weeks":6})");
    const Finished bad = tacit({"fill", servers_.task_url(), "--journal", (folder_ / "journal.json").string()});

    EXPECT_EQ(bad.exit_code, 3);
    EXPECT_THAT(bad.errors, AllOf(HasSubstr("journal.json, /start"), HasSubstr("eight numbers from 0 to 3")));
    EXPECT_EQ(tacit({"fill", servers_.task_url(), "--journal", "/nowhere"}).exit_code, 3);
}

TEST_F(ProgramTest, SendsNothingAndKeepsNothingForPeopleUnder18) {
    const Finished finished = tacit({"fill", servers_.task_url()}, "y\n1\n5\n");

    EXPECT_EQ(finished.exit_code, 0) << finished.both();
    EXPECT_THAT(finished.output, AllOf(HasSubstr("The survey ends here."), HasSubstr("988")));
    EXPECT_TRUE(servers_.received().empty());
}

TEST_F(ProgramTest, AsksNobodyWhereTodaysAnswersWereCollectedAlready) {
    servers_.collect_today();

    for (const char* device : {"--spool=own", "--shared-device"}) {
        const Finished finished = tacit({"fill", servers_.task_url(), device}, kFilledIn);
        EXPECT_EQ(finished.exit_code, 4) << finished.both();
        EXPECT_THAT(finished.errors, HasSubstr("takes no more answers today"));
        EXPECT_THAT(finished.output, Not(HasSubstr("How old are you")));
    }
    EXPECT_EQ(tacit({"submit", servers_.task_url(), "--answers", answers(2)}).exit_code, 4);
    EXPECT_TRUE(servers_.received().empty());
}

TEST_F(ProgramTest, SendsNothingWithoutAYes) {
    const Finished finished = tacit({"fill", servers_.task_url()}, kFilledIn.substr(0, kFilledIn.size() - 2) + "q\n");

    EXPECT_EQ(finished.exit_code, 1);
    EXPECT_TRUE(servers_.received().empty());
}

TEST_F(ProgramTest, KeepsTheSealedReportWhereTheServerIsAwayAndSendsThatOneLater) {
    for (int i = 0; i < 4; ++i) servers_.then(Servers::Upload::unavailable);
    const Finished away = tacit({"fill", servers_.task_url()}, kFilledIn + "q\n");
    EXPECT_EQ(away.exit_code, 5) << away.both();
    EXPECT_THAT(away.output, HasSubstr("waits on this device"));

    const Finished later = tacit({"fill", servers_.task_url()});

    EXPECT_EQ(later.exit_code, 0) << later.both();
    EXPECT_EQ(servers_.stored(), 1u);
    for (const Bytes& body : servers_.received()) EXPECT_EQ(body, servers_.received()[0]);
}

TEST_F(ProgramTest, SpeaksTheLanguageOfTheTerminal) {
    environment_["LC_ALL"] = "es_ES.UTF-8";

    EXPECT_THAT(tacit({"fill", servers_.task_url()}, "q\n").output, HasSubstr("No se ha enviado nada"));
    EXPECT_THAT(tacit({"fill", servers_.task_url(), "--lang", "en"}, "q\n").output, HasSubstr("Nothing was sent"));
}

// What a person sees on a real terminal of 24 lines who types the entries one after the other at "> ", and `at_pause`
// each time where the page is longer than the screen.
struct OnTerminal {
    int exit_code = -1;
    std::string shown;
};
OnTerminal on_terminal(const std::vector<std::string>& arguments, const std::filesystem::path& state,
                       std::deque<std::string> entries, const std::string& at_pause = "") {
    int terminal = -1;
    winsize size{24, 60, 0, 0};
    const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
    if (child == 0) {
        setenv("XDG_STATE_HOME", state.c_str(), 1);
        setenv("LC_ALL", "C", 1);
        setenv("TERM", "xterm", 1);
        unsetenv("COLUMNS");
        unsetenv("LINES");
        std::vector<char*> argv{const_cast<char*>(kTacit)};
        for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
        argv.push_back(nullptr);
        execv(kTacit, argv.data());
        _exit(127);
    }
    OnTerminal seen;
    char buffer[4096];
    for (ssize_t got = 0; child > 0 && (got = read(terminal, buffer, sizeof buffer)) > 0;) {
        seen.shown.append(buffer, static_cast<std::size_t>(got));
        std::string entry;
        if (seen.shown.ends_with("-- Enter --")) {
            entry = at_pause + "\n";
        } else if (seen.shown.ends_with("> ") && !entries.empty()) {
            entry = entries.front() + "\n";
            entries.pop_front();
        }
        if (!entry.empty() && write(terminal, entry.data(), entry.size()) < 0) break;
    }
    int status = 0;
    waitpid(child, &status, 0);
    close(terminal);
    if (WIFEXITED(status)) seen.exit_code = WEXITSTATUS(status);
    return seen;
}

TEST_F(ProgramTest, LeavesNothingOfTheAnswersOnARealTerminal) {
    const OnTerminal seen = on_terminal({"fill", servers_.task_url()}, folder_.path(), {"y", "1", "2", "f", "q"});

    EXPECT_EQ(seen.exit_code, 1);
    const std::size_t left = seen.shown.rfind("\x1b[?1049l");
    ASSERT_NE(left, std::string::npos);
    EXPECT_THAT(seen.shown.substr(left), AllOf(HasSubstr("Nothing was sent"), Not(HasSubstr("30 to 44"))));
}

TEST_F(ProgramTest, TakesWhatIsTypedWhereAPageIsLongerThanTheScreen) {
    // Leaving counts at once; a yes does not, before the page was seen to its end.
    const OnTerminal leaving = on_terminal({"fill", servers_.task_url()}, folder_.path(), {}, "q");
    EXPECT_EQ(leaving.exit_code, 1);
    const OnTerminal agreeing = on_terminal({"fill", servers_.task_url()}, folder_.path(), {"q"}, "y");
    EXPECT_EQ(agreeing.exit_code, 1);
    EXPECT_THAT(agreeing.shown, Not(HasSubstr("told you that you have depression")));
    // The list of treatments is longer than the screen: its number may be typed where it is seen.
    const OnTerminal question =
        on_terminal({"fill", servers_.task_url()}, folder_.path(),
                    {"y", "s", "s", "s", "s", "s", "s", "s", "s", "s", "s", "1", "s", "q"}, "4");
    EXPECT_EQ(question.exit_code, 1);
    EXPECT_THAT(question.shown, HasSubstr("Are you still on it?"));
}

TEST_F(ProgramTest, SimulatesTheSamePeopleForTheSameSeed) {
    const auto simulate = [&](const std::string& out) {
        return tacit(
            {"simulate", "--survey", kCore, "--respondents", "50", "--seed", "7", "--out", (folder_ / out).string()});
    };
    EXPECT_EQ(simulate("a").exit_code, 0);
    EXPECT_EQ(simulate("b").exit_code, 0);

    EXPECT_EQ(read_file(folder_ / "a"), read_file(folder_ / "b"));
    EXPECT_EQ(read_file(folder_ / "a.truth.json"), read_file(folder_ / "b.truth.json"));
}

TEST_F(ProgramTest, WritesTheExactTotalsOfTheReportsThatItSends) {
    const Finished finished = tacit({"simulate", servers_.task_url(), "--respondents", "30", "--seed", "7", "--truth",
                                     (folder_ / "truth.json").string(), "--source-addresses", "127.0.0.0/8"});
    ASSERT_EQ(finished.exit_code, 0) << finished.both();

    std::vector<std::int64_t> totals(servers_.trial().terms.compiled.output_size);
    for (const Bytes& body : servers_.received()) {
        const auto counted = servers_.trial().count(body).value();
        for (std::size_t i = 0; i < totals.size(); ++i) totals[i] += counted[i];
    }
    const json::Document truth = json::Document::parse(read_file(folder_ / "truth.json")).value();
    std::size_t cell = 0;
    const auto tables = truth.root().array("tables").value();
    for (const json::Value& table : tables) {
        const auto cells = table.array("cells").value();
        for (const json::Value& each : cells) EXPECT_EQ(each.integer("total", -10'000, 10'000).value(), totals[cell++]);
    }
    EXPECT_EQ(cell, totals.size());
    EXPECT_EQ(servers_.addresses().size(), 30u) << "each from an address of their own";
}

TEST_F(ProgramTest, ShowsWhatASurveyWouldPublishOrWhatIsWrongWithIt) {
    const Finished good = tacit({"survey", "check", kCore});
    EXPECT_EQ(good.exit_code, 0);
    EXPECT_THAT(good.output, AllOf(HasSubstr("tx_outcome"), HasSubstr("25344"), HasSubstr("minimum batch size: 100")));

    std::string broken = read_file(kCore);
    broken.replace(broken.find("\"max\": 3"), 8, "\"max\": 0");
    write_file(folder_ / "broken.json", broken);
    const Finished bad = tacit({"survey", "check", (folder_ / "broken.json").string()});
    EXPECT_EQ(bad.exit_code, 3);
    EXPECT_THAT(bad.errors, AllOf(HasSubstr("/questions/13"), HasSubstr("not accepted")));
}

TEST_F(ProgramTest, ExchangesSurveysWithOtherToolsAndSaysWhatIsLost) {
    const std::string fhir = (folder_ / "core.fhir.json").string(), back = (folder_ / "back.json").string();

    const Finished exported = tacit({"survey", "export", kCore, "--to", "fhir", "--out", fhir});
    EXPECT_EQ(exported.exit_code, 0) << exported.both();
    EXPECT_THAT(exported.errors, AllOf(HasSubstr("end the survey on the device"), HasSubstr("(at age_band)")));

    const Finished imported = tacit({"survey", "import", fhir, "--from", "fhir", "--out", back});
    EXPECT_EQ(imported.exit_code, 0) << imported.both();
    EXPECT_THAT(imported.output, HasSubstr("14 questions in 15 tables"));
    EXPECT_EQ(tacit({"survey", "check", back}).exit_code, 0);
}

// The <row>s of a sheet: numbers as such, texts alternately in the cell and shared; these go to `texts`.
std::string rows_of(const exchange::Sheet& sheet, std::vector<std::string>& texts) {
    const auto escaped = [](const std::string& text) {
        std::string out;
        for (const char letter : text) out += letter == '<' ? "&lt;" : letter == '&' ? "&amp;" : std::string(1, letter);
        return "<t>" + out + "</t>";
    };
    const auto cell = [&](std::size_t column, const std::string& text, const std::string& row) {
        const std::string place = "<c r=\"" + std::string(1, static_cast<char>('A' + column)) + row + "\"";
        if (text.find_first_not_of("0123456789.") == std::string::npos) return place + "><v>" + text + "</v></c>";
        if (column % 2 == 1) return place + " t=\"inlineStr\"><is>" + escaped(text) + "</is></c>";
        texts.push_back("<si>" + escaped(text) + "</si>");
        return place + " t=\"s\"><v>" + std::to_string(texts.size() - 1) + "</v></c>";
    };
    std::string rows = "<row r=\"1\">";
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) rows += cell(i, sheet.columns[i], "1");
    for (const exchange::Row& row : sheet.rows) {
        rows += "</row><row r=\"" + std::to_string(row.number) + "\">";
        for (std::size_t i = 0; i < sheet.columns.size(); ++i)
            if (const std::string text = row.at(sheet.columns[i]); !text.empty())
                rows += cell(i, text, std::to_string(row.number));
    }
    return rows + "</row>";
}

TEST_F(ProgramTest, MakesTheSameSurveyOfAWorkbookAsOfItsSheetsInCsv) {
    const std::string form = (folder_ / "form.xlsx").string(), of_workbook = (folder_ / "xlsx.json").string(),
                      of_folder = (folder_ / "csv.json").string();
    std::vector<WorkbookSheet> sheets;
    std::vector<std::string> texts;
    for (const std::string name : {"settings", "survey", "choices"}) {
        const std::string text = read_file(std::filesystem::path(TACIT_XLSFORM) / (name + ".csv"));
        sheets.push_back({name, rows_of(exchange::read_csv(name, text).value(), texts)});
    }
    std::string shared;
    for (const std::string& text : texts) shared += text;
    const Bytes file = zip_of(workbook_parts(sheets, shared));
    write_file(form, std::string(as_text(file)));

    const Finished workbook = tacit({"survey", "import", form, "--from", "xlsform", "--out", of_workbook});
    const Finished folder = tacit({"survey", "import", TACIT_XLSFORM, "--from", "xlsform", "--out", of_folder});

    EXPECT_EQ(workbook.exit_code, 0) << workbook.both();
    EXPECT_EQ(folder.exit_code, 0) << folder.both();
    EXPECT_EQ(read_file(of_workbook), read_file(of_folder));
    EXPECT_THAT(workbook.errors, HasSubstr("\"start\" is left out: free text, dates, places, files and what a device "
                                           "knows are never asked (at survey row 2)"));
    std::string notes = folder.errors;
    for (std::size_t at; (at = notes.find(".csv")) != std::string::npos;) notes.erase(at, 4);
    EXPECT_EQ(workbook.errors, notes) << "the same is lost";
}

TEST_F(ProgramTest, WritesNothingOfWhatItCannotImport) {
    const std::string out = (folder_ / "out.json").string();
    const auto import = [&](const std::string& file, const char* format) {
        const Finished finished = tacit({"survey", "import", file, "--from", format, "--out", out});
        EXPECT_EQ(finished.exit_code, 3) << finished.both();
        EXPECT_THAT(finished.errors, HasSubstr("nothing was written"));
        return finished.errors;
    };
    EXPECT_THAT(import(kCore, "fhir"), HasSubstr("not a FHIR Questionnaire"));
    EXPECT_THAT(import((folder_ / "form.xlsx").string(), "xlsform"), HasSubstr("No such file"));
    EXPECT_THAT(import(kCore, "xlsform"), AllOf(HasSubstr("not an Excel workbook"), HasSubstr("Save it as .xlsx")));
    const Bytes empty = zip_of(workbook_parts({{"survey", "<row r=\"1\"><c r=\"C1\" t=\"e\"><v>#N/A</v></c></row>"}}));
    write_file(folder_ / "error.xlsx", std::string(as_text(empty)));
    EXPECT_THAT(import((folder_ / "error.xlsx").string(), "xlsform"), HasSubstr("survey!C1"));
    EXPECT_THAT(import(folder_.path().string(), "xlsform"), HasSubstr("survey.csv"));
    EXPECT_FALSE(std::filesystem::exists(out));
}

TEST_F(ProgramTest, ShowsTheBlocksOfALineOfAnswersWithoutSendingIt) {
    const Finished finished = tacit({"encode", "--survey", kCore, "--answers", "-"}, "{\"wins\":[\"bed\",\"calm\"]}\n");

    EXPECT_EQ(finished.exit_code, 0);
    EXPECT_THAT(finished.output, AllOf(HasSubstr("multi(13, at most 3)  wins: bed (0) calm (2)"),
                                       HasSubstr("diagnosed: no_answer (3)"), HasSubstr("wins calm by 1")));
}

}  // namespace
}  // namespace tacit::test
