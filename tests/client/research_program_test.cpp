// What a researcher runs before the first answer: plan, simulate and rehearse with a model of their own, and verify.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "schemas/json/reader.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

namespace tacit::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kSurvey = TACIT_SMALL_SURVEY;

class ResearchTest : public testing::Test {
protected:
    ResearchTest() {
        write_file(
            folder_ / "model.json",
            R"({"format": "tacit-model-1", "name": "clinic", "answers": {"mood": {"all": {"low": 600, "same": 300, "high": 100}}}})");
        write_file(folder_ / "analysis.json",
                   R"({"format": "tacit-analysis-1", "script": {"name": "main.R", "sha256": ")" + std::string(64, 'a') +
                       R"("}})");
    }
    Finished tacit(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), TACIT_PROGRAM);
        return run({std::move(arguments), {}, {{"LC_ALL", "C"}, {"TERM", "dumb"}}});
    }
    Finished rehearse(std::vector<std::string> more) {
        std::vector<std::string> arguments{"rehearse", kSurvey, "--respondents", "300",
                                           "--runs",   "3",     "--model",       model()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return tacit(std::move(arguments));
    }
    std::string model() const { return (folder_ / "model.json").string(); }

    TempDir folder_;
};

TEST_F(ResearchTest, PlansWithAnExitCodeThatSaysWhetherAnythingComesOfIt) {
    const Finished enough = tacit({"plan", kSurvey, "--expect", "5000", "--model", model()});
    EXPECT_EQ(enough.exit_code, 0) << enough.both();
    EXPECT_THAT(enough.output, AllOf(HasSubstr("mood_again"), HasSubstr("With 5000 answers")));

    EXPECT_EQ(tacit({"plan", kSurvey, "--expect", "60", "--model", model()}).exit_code, 1) << "below the minimum";
    EXPECT_EQ(tacit({"plan", kSurvey}).exit_code, 2);
    EXPECT_EQ(tacit({"plan", model(), "--expect", "5000"}).exit_code, 3) << "not a survey";
}

TEST_F(ResearchTest, PlansForPrograms) {
    const Finished finished = tacit({"plan", kSurvey, "--expect", "5000", "--model", model(), "--json"});

    ASSERT_EQ(finished.exit_code, 0) << finished.both();
    const auto plan = json::Document::parse(finished.output);
    ASSERT_TRUE(plan) << to_text(plan.error());
    EXPECT_EQ(plan->root().text("format").value(), "tacit-plan-1");
}

TEST_F(ResearchTest, SimulatesThePeopleOfAModel) {
    const std::string out = (folder_ / "answers.jsonl").string();
    ASSERT_EQ(
        tacit({"simulate", "--survey", kSurvey, "--respondents", "40", "--seed", "1", "--model", model(), "--out", out})
            .exit_code,
        0);
    EXPECT_THAT(read_file(out), HasSubstr("\"mood\":\"low\""));

    write_file(folder_ / "model.json",
               R"({"format": "tacit-model-1", "name": "clinic", "answers": {"weather": {"all": {"low": 1000}}}})");
    const Finished refused = tacit(
        {"simulate", "--survey", kSurvey, "--respondents", "40", "--seed", "1", "--model", model(), "--out", out});
    EXPECT_EQ(refused.exit_code, 3);
    EXPECT_THAT(refused.errors, HasSubstr("/answers/weather"));
}

TEST_F(ResearchTest, RehearsesToAReleaseThatSaysInEveryPlaceThatItIsMadeUpAndIsInOrderOtherwise) {
    const std::string out = (folder_ / "release").string();
    const Finished finished = rehearse({"--analysis", (folder_ / "analysis.json").string(), "--out", out});
    ASSERT_EQ(finished.exit_code, 0) << finished.both();
    EXPECT_THAT(finished.output, AllOf(HasSubstr("3 runs of 300"), HasSubstr("(clinic)"), HasSubstr("SYNTHETIC")));

    for (const char* file : {"README.md", "index.html", "datapackage.json", "data/cells.csv", "CHERRIES.md"})
        EXPECT_THAT(read_file(std::filesystem::path(out) / file), HasSubstr("SYNTHETIC")) << file;
    EXPECT_THAT(read_file(std::filesystem::path(out) / "datapackage.json"), HasSubstr("main.R"));
    EXPECT_THAT(read_file(std::filesystem::path(out) / "README.md"),
                HasSubstr("| `analysis/analysis.json` | the analysis, registered before the first answer |"));
    const Finished verified = tacit({"verify", out});
    EXPECT_EQ(verified.exit_code, 0) << verified.both();
    EXPECT_THAT(verified.output, HasSubstr("SYNTHETIC"));
}

TEST_F(ResearchTest, SaysHowTheAnalysisIsRegisteredThatWasRehearsed) {
    const std::string script = (folder_ / "main.R").string();
    write_file(script, "summary(1)\n");
    const std::string out = (folder_ / "release").string();

    EXPECT_THAT(rehearse({}).output, HasSubstr("pair offer --survey " + kSurvey + " --closes DAY --analysis FILE"));
    const Finished finished = rehearse({"--analysis", script, "--out", out});

    ASSERT_EQ(finished.exit_code, 0) << finished.both();
    EXPECT_THAT(finished.output,
                AllOf(HasSubstr("pair offer --survey " + kSurvey + " --closes DAY --analysis " + script),
                      HasSubstr("publish --analysis " + script)));
    EXPECT_EQ(read_file(std::filesystem::path(out) / "analysis/main.R"), "summary(1)\n");
    EXPECT_EQ(tacit({"verify", out}).exit_code, 0);
}

// A link shows the next reader whatever it leads to then; reading a pipe would wait for ever.
TEST_F(ResearchTest, VerifiesNoFolderWithAnythingButFilesInIt) {
    const std::filesystem::path out = folder_ / "release";
    ASSERT_EQ(rehearse({"--out", out.string()}).exit_code, 0);
    const auto refuses = [&](const std::filesystem::path& path) {
        const Finished finished = tacit({"verify", out.string()});
        EXPECT_EQ(finished.exit_code, 3) << finished.both();
        EXPECT_THAT(finished.errors, HasSubstr(path.filename().string()));
        std::filesystem::remove(path);
    };
    std::filesystem::create_symlink(out / "README.md", out / "also.md");
    refuses(out / "also.md");
    std::filesystem::create_directory_symlink(out / "data", out / "more");
    refuses(out / "more");
    ASSERT_EQ(::mkfifo((out / "pipe").c_str(), 0600), 0);
    refuses(out / "pipe");
    EXPECT_EQ(tacit({"verify", out.string()}).exit_code, 0);
}

TEST_F(ResearchTest, RehearsesNothingWithAnAnalysisThatDoesNotFit) {
    write_file(
        folder_ / "analysis.json",
        R"({"format": "tacit-analysis-1", "primary": [{"table": "none", "column": "a", "row": "b", "other": "c"}]})");
    const std::string out = (folder_ / "release").string();

    const Finished refused = rehearse({"--analysis", (folder_ / "analysis.json").string(), "--out", out});

    EXPECT_EQ(refused.exit_code, 3) << refused.both();
    EXPECT_THAT(refused.errors, HasSubstr("/primary/0"));
    EXPECT_FALSE(std::filesystem::exists(out));
    EXPECT_EQ(rehearse({"--runs", "0"}).exit_code, 2);
}

}  // namespace
}  // namespace tacit::test
