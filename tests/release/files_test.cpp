#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "crypto/sign/minisign.h"
#include "schemas/json/reader.h"
#include "schemas/release/analysis.h"
#include "schemas/release/format/files.h"
#include "schemas/release/guarantee.h"
#include "schemas/release/manifest.h"
#include "schemas/release/read.h"
#include "schemas/release/text.h"
#include "schemas/task/ledger.h"
#include "tests/release/sample_release.h"

namespace tacit::release {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const Files& files_of_one() {
    static const Files files = signed_files(test::small_release(), test::publisher_key()).value();
    return files;
}

std::vector<std::vector<std::string>> table(const Files& files, const std::string& name) {
    return csv_records(files.at(name)).value();
}

std::size_t column(const std::vector<std::vector<std::string>>& records, const std::string& name) {
    const auto found = std::find(records[0].begin(), records[0].end(), name);
    EXPECT_NE(found, records[0].end()) << name;
    return static_cast<std::size_t>(found - records[0].begin());
}

TEST(ReleaseFiles, AreThoseThatTheReadmeNames) {
    const Files& files = files_of_one();

    for (const char* name : {"README.md",
                             "index.html",
                             "results.html",
                             "results.json",
                             "datapackage.json",
                             "survey.json",
                             "task.json",
                             "texts/1.json",
                             "texts/1.leader.sig",
                             "texts/1.helper.sig",
                             "ledger/leader.jsonl",
                             "ledger/helper.jsonl",
                             "shares.json",
                             "data/cells.csv",
                             "data/shares.csv",
                             "data/noisy_raw.csv",
                             "data/codebook.csv",
                             "data/design_matrix.csv",
                             "data/variances.csv",
                             "CHERRIES.md",
                             "STROBE.md",
                             "CITATION.cff",
                             "LICENSE",
                             "tools/verify.py",
                             "tools/tacit.R",
                             "tools/tacit.py",
                             "SHA256SUMS",
                             "SHA256SUMS.minisig",
                             "publisher.pub"})
        EXPECT_TRUE(files.contains(name)) << name;
    for (const auto& [name, content] : files) {
        EXPECT_TRUE(is_safe_name(name)) << name;
        if (name.starts_with("data/")) {
            EXPECT_THAT(files.at("README.md"), HasSubstr("`" + name + "`"));
        }
    }
}

TEST(ReleaseFiles, AreTheSameBytesForTheSameRelease) {
    EXPECT_EQ(signed_files(test::small_release(), test::publisher_key()).value(), files_of_one());
}

TEST(ReleaseFiles, AreCoveredByASignedListOfHashes) {
    const Files& files = files_of_one();
    const std::string& sums = files.at("SHA256SUMS");

    EXPECT_TRUE(
        sign::minisign_verify(test::publisher_key().public_key(), as_bytes(sums), files.at("SHA256SUMS.minisig")));
    const auto hashes = read_manifest(sums).value();
    EXPECT_EQ(hashes.size(), files.size() - 3);
    for (const auto& [name, hash] : hashes) EXPECT_EQ(hash, to_hex(sha256(as_bytes(files.at(name))))) << name;
}

TEST(ReleaseFiles, CanBeReadBackToTheRelease) {
    Release release = test::small_release(2);
    release.edition = {3, "the second batch was missing", std::chrono::sys_days(std::chrono::year(2027) / 1 / 31)};

    const auto read = read_release(content_files(release).value());

    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(read->batches, release.batches);
    EXPECT_EQ(read->edition.version, 3u);
    EXPECT_EQ(read->edition.correction, release.edition.correction);
    EXPECT_EQ(read->edition.made, release.edition.made);
    EXPECT_EQ(content_files(*read).value(), content_files(release).value());
}

TEST(ReleaseFiles, SayInEveryTableAndTextThatARehearsalIsSynthetic) {
    Release release = test::small_release();
    release.synthetic = true;

    const Files files = content_files(release).value();

    for (const auto& [name, content] : files) {
        if (name.ends_with(".csv")) {
            EXPECT_THAT(content, HasSubstr("\nSYNTHETIC-small-")) << name;
        }
        if (name.ends_with(".md") || name.ends_with(".html") || name == "datapackage.json" || name == "results.json" || name == "CITATION.cff") {
            EXPECT_THAT(content, HasSubstr("SYNTHETIC")) << name;
        }
    }
}

TEST(NoisyRaw, IsTheSumOfBothSharesForEveryBatch) {
    const Release release = test::small_release(2);
    const auto records = table(content_files(release).value(), "data/noisy_raw.csv");
    const std::size_t cells = release.terms.compiled.output_size;

    ASSERT_EQ(records.size(), 1 + 2 * cells);
    for (std::size_t batch = 0; batch < 2; ++batch) {
        const auto totals = noisy_totals(release.batches[batch], cells).value();
        for (std::size_t cell = 0; cell < cells; ++cell)
            EXPECT_EQ(records[1 + batch * cells + cell].back(), std::to_string(totals[cell]));
    }
}

TEST(Cells, AddTheBatchesUpAndTheirNoiseToo) {
    const Release release = test::small_release(2);
    const auto records = table(content_files(release).value(), "data/cells.csv");
    const auto totals = added_up(totals_by_batch(release.batches, release.terms.compiled.output_size).value());
    const survey::CompiledTable& first = release.terms.compiled.tables.front();

    EXPECT_EQ(records[1][column(records, "count_noisy")], std::to_string(totals[0]));
    EXPECT_EQ(records[1][column(records, "noise_sd")], fixed(std::sqrt(4.0 * first.sigma_squared), 2));
}

TEST(Cells, HaveNumbersInNumberColumnsOnlyAndSayWhyOneIsEmpty) {
    const auto records = table(files_of_one(), "data/cells.csv");
    const std::size_t share = column(records, "share");
    const std::size_t status = column(records, "share_status");
    const std::size_t reason = column(records, "share_reason");
    std::size_t withheld = 0;

    for (std::size_t line = 1; line < records.size(); ++line) {
        ASSERT_EQ(records[line].size(), records[0].size());
        const bool empty = records[line][share].empty();
        EXPECT_EQ(empty, records[line][status] == "Q") << line;
        if (empty) {
            EXPECT_NE(records[line][reason], "") << line;
        }
        withheld += empty ? 1 : 0;
        if (!empty) {
            EXPECT_EQ(records[line][share].find_first_not_of("-0123456789."), std::string::npos) << line;
        }
    }
    EXPECT_GT(withheld, 0u) << "the row of those who were not asked is too small to be a base";
}

TEST(Codebook, HasEveryCodeOfEveryTableAndTheLoincCodesOfItems) {
    const Files& files = files_of_one();
    const auto records = table(files, "data/codebook.csv");
    std::set<std::pair<std::string, std::string>> codes;
    for (const auto& record : records) codes.insert({record[1], record[3]});

    for (const survey::CompiledTable& compiled : test::small_release().terms.compiled.tables) {
        for (const survey::Axis& axis : compiled.axes) {
            for (const std::string& code : axis.codes) EXPECT_TRUE(codes.contains({axis.id, code})) << axis.id << code;
        }
    }
}

TEST(DataPackage, DescribesEveryColumnOfEveryTable) {
    const Files& files = files_of_one();
    const auto document = json::Document::parse(files.at("datapackage.json")).value();
    const auto resources = document.root().array("resources").value();
    std::size_t tables = 0;

    for (const json::Value& resource : resources) {
        const std::string path = resource.text("path").value();
        const std::string& csv = files.at(path);
        EXPECT_EQ(resource.text("hash").value(), "sha256:" + to_hex(sha256(as_bytes(csv))));
        EXPECT_EQ(resource.integer("bytes", 0, 1 << 30).value(), static_cast<std::int64_t>(csv.size()));
        const auto fields = resource.at("schema")->array("fields").value();
        const auto header = csv_records(csv).value().front();
        ASSERT_EQ(fields.size(), header.size()) << path;
        for (std::size_t i = 0; i < fields.size(); ++i) EXPECT_EQ(fields[i].text("name").value(), header[i]) << path;
        ++tables;
    }
    EXPECT_GE(tables, 6u);
}

TEST(DataPackage, PromisesTheGuessOfOneServersNoiseFirst) {
    const Release release = test::small_release();
    const auto says = guarantee(release.task, release.terms).value().protects;

    // The profile is wide: rho = 1/2 for whoever knows one side's noise; what is spent is a little less.
    EXPECT_THAT(says, Contains(HasSubstr("69.")));
    EXPECT_LT(std::find_if(says.begin(), says.end(),
                           [](const auto& s) { return s.find("knows every") != std::string::npos; }),
              std::find_if(says.begin(), says.end(), [](const auto& s) { return s.starts_with("Who knows neither"); }));
}

// A declaration, which the figures follow.
AnalysisFile some_declaration() {
    return {"plan.json",
            R"({"format": "tacit-analysis-1", "mask_below": "cms", "primary": [{"table": "mood_again", )"
            R"("column": "yes", "row": "low", "other": "high"}], "script": {"name": "main.R", "sha256": ")" +
                std::string(64, 'a') + R"("}})"};
}

json::Node said_of_analysis(const Files& files) {
    const auto document = json::Document::parse(files.at("datapackage.json")).value();
    return document.root().at("tacit")->at("analysis")->node();
}

// Each text that says it says the same.
void expect_said(const Files& files, const std::string& words) {
    for (const char* name : {"README.md", "CHERRIES.md", "STROBE.md", "index.html", "datapackage.json"})
        EXPECT_THAT(files.at(name), HasSubstr(words)) << name;
}

TEST(Analysis, ThatWasRegisteredIsIncludedAndCalledSo) {
    const Files files = content_files(test::small_release(1, test::some_script())).value();

    EXPECT_EQ(files.at("analysis/main.R"), test::some_script().content);
    const std::string hash = to_hex(sha256(as_bytes(test::some_script().content)));
    expect_said(files, "The analysis main.R (SHA-256 " + hash +
                           ") was registered before the first answer: task.json, to which every report is bound, names "
                           "its hash. It is included as analysis/main.R.");
    EXPECT_EQ(said_of_analysis(files), json::Node::object({{"name", "main.R"},
                                                           {"sha256", hash},
                                                           {"registered_before_the_first_answer", true},
                                                           {"path", "analysis/main.R"}}));
    EXPECT_THAT(files.at("README.md"),
                HasSubstr("| `analysis/main.R` | the analysis, registered before the first answer |"));
    EXPECT_EQ(content_files(read_release(files).value()).value(), files);
}

TEST(Analysis, ThatWasRegisteredAndIsNotIncludedIsNamed) {
    Release release = test::small_release(1, test::some_script());
    release.analysis.reset();

    const Files files = content_files(release).value();

    EXPECT_FALSE(files.contains("analysis/main.R"));
    expect_said(files, "names its hash. It is not included in this release.");
    EXPECT_EQ(said_of_analysis(files),
              json::Node::object({{"name", "main.R"},
                                  {"sha256", to_hex(sha256(as_bytes(test::some_script().content)))},
                                  {"registered_before_the_first_answer", true}}));
}

TEST(Analysis, ThatWasNotRegisteredIsIncludedAndCalledSo) {
    Release release = test::small_release();
    release.analysis = some_declaration();

    const Files files = content_files(release).value();

    EXPECT_EQ(files.at("analysis/plan.json"), some_declaration().content);
    expect_said(files, "It was not registered before the first answer: nothing shows");
    EXPECT_THAT(files.at("index.html"), HasSubstr("Declared comparisons, not registered before the first answer"));
    for (const auto& [name, content] : files) {
        if (name.starts_with("tools/")) continue;
        EXPECT_THAT(content, Not(HasSubstr("was registered before"))) << name;
    }
}

TEST(Analysis, ThatDeclaresIsFollowedAndItsScriptIsNamed) {
    const Files files = content_files(test::small_release(1, some_declaration())).value();

    expect_said(files,
                "It names the script main.R (SHA-256 " + std::string(64, 'a') + "), which was registered with it.");
    EXPECT_EQ(*said_of_analysis(files).find("script"),
              json::Node::object({{"name", "main.R"}, {"sha256", std::string(64, 'a')}}));
    EXPECT_THAT(files.at("index.html"), HasSubstr("Declared comparisons, registered before the first answer"));
    EXPECT_THAT(files.at("data/cells.csv"), HasSubstr(",Q,masked,"));
}

TEST(Analysis, IsNotMissedWhereThereIsNone) {
    expect_said(files_of_one(), "No analysis was registered before the first answer.");
    EXPECT_EQ(said_of_analysis(files_of_one()), json::Node::object({{"registered_before_the_first_answer", false}}));
}

TEST(Analysis, IsRefusedWhereItIsAnotherThanTheRegisteredOne) {
    Release release = test::small_release(1, test::some_script());
    release.analysis->content += "# and one more\n";

    const auto refused = content_files(release);

    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().what, HasSubstr(to_hex(sha256(as_bytes(test::some_script().content)))));
    EXPECT_THAT(refused.error().what, HasSubstr(to_hex(sha256(as_bytes(release.analysis->content)))));
    EXPECT_EQ(refused.error().remedy, "Give the file as it was registered, byte for byte, or none.");
}

TEST(Analysis, IsRefusedWhereNoReleaseCanHoldIt) {
    const survey::Compiled compiled = test::small_release().terms.compiled;

    EXPECT_TRUE(load_analysis({"main.R", std::string(kAnalysisSizeMax, '#')}, compiled));
    EXPECT_EQ(load_analysis({"main.R", std::string(kAnalysisSizeMax + 1, '#')}, compiled).error().where, "main.R");
    EXPECT_EQ(load_analysis({"my main.R", ""}, compiled).error().remedy, "Rename the file.");
    EXPECT_EQ(load_analysis({"plan.json", R"({"format": "tacit-analysis-1", "mask": 1})"}, compiled).error().where,
              "plan.json#/mask");
    EXPECT_EQ(load_analysis({"plan.json", "{"}, compiled).error().where.substr(0, 17), "plan.json, line 1");
    EXPECT_TRUE(load_analysis({"plan.json.txt", "{}"}, compiled));
}

TEST(Guarantee, SaysThatATrialOnOneMachineProtectsNobody) {
    Release release = test::small_release();
    EXPECT_THAT(guarantee(release.task, release.terms)->protects.front(), Not(HasSubstr("TRIAL")));
    release.task.leader.url = "http://127.0.0.1:1/";
    release.task.helper.url = "http://127.0.0.1:2/";

    EXPECT_THAT(guarantee(release.task, release.terms)->protects.front(), HasSubstr("TRIAL ON ONE MACHINE"));
    EXPECT_THAT(content_files(release).value().at("index.html"), HasSubstr("TRIAL ON ONE MACHINE"));
}

TEST(Report, IsOneFileThatLoadsNothingAndRunsNothing) {
    const std::string& page = files_of_one().at("index.html");

    EXPECT_THAT(page, StartsWith("<!doctype html>"));
    EXPECT_THAT(page, HasSubstr("default-src 'none'"));
    for (const char* loads : {"<img", "<link", "<iframe", "src=", "@import", "url(", "onclick", "<script>"})
        EXPECT_THAT(page, Not(HasSubstr(loads))) << loads;
    EXPECT_THAT(page, HasSubstr("<script type=\"application/ld+json\">{\"@context\":\"https://schema.org/\""));
}

TEST(Report, ShowsWhatChangedFromBatchToBatch) {
    const std::string page = content_files(test::small_release(3)).value().at("index.html");

    EXPECT_THAT(page, HasSubstr("From batch to batch"));
    EXPECT_THAT(page, HasSubstr("<th scope=\"col\">from 2026-11-07</th>"));
    EXPECT_THAT(files_of_one().at("index.html"), Not(HasSubstr("From batch to batch")));
}

TEST(Report, KeepsTheOrderOfTheQuestionnaireAndSaysWhyItDoesNotRank) {
    const std::string& page = files_of_one().at("index.html");

    EXPECT_THAT(page, HasSubstr("Why there is no ranking"));
    const std::string margin = page.substr(page.find("id=\"t-helped\""));
    EXPECT_LT(margin.find(">A walk<"), margin.find(">A talk<"));
    EXPECT_LT(margin.find(">A talk<"), margin.find(">Rest<"));
}

TEST(Report, SaysThatNobodyAnsweredAfterTheTaskWasClosed) {
    Release release = test::small_release();
    const task::Chain chain = task::verify_chain(release.leader_ledger, {release.terms.id, wire::Role::leader,
                                                                         test::leader_key().public_key()})
                                  .value();
    release.leader_ledger += task::sign_entry({chain.next_seq(), chain.last_hash(), wire::Role::leader,
                                               release.terms.id, release.batches[0].interval.start + 1,
                                               task::TaskClosed{release.batches[0].interval.start + 1}},
                                              test::leader_key()) +
                             "\n";

    const Files files = content_files(release).value();

    EXPECT_THAT(files.at("README.md"), HasSubstr("2026-11-01 to 2026-11-02\n"));
    EXPECT_THAT(files.at("index.html"), HasSubstr("<span class=\"day\">2026-11-01 to 2026-11-02</span>"));
    EXPECT_THAT(files.at("index.html"), HasSubstr("\"temporalCoverage\":\"2026-11-01/2026-11-02\""));
}

TEST(Report, EscapesTheWordsOfAStrangersSurvey) {
    const survey::SurveyFile small = test::small_survey();
    survey::Texts texts = small.texts;
    texts.languages[0].title = "<script>alert(1)</script>";
    texts.languages[0].questions[0].options[0] = "\"><img src=x>";
    const task::Task task = test::task_of(small.survey);
    const std::vector<std::int64_t> exact(task::terms(task)->compiled.output_size, 100);

    const std::string page = content_files(test::release_of(task, texts, {exact}, 1)).value().at("index.html");

    EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
    EXPECT_THAT(page, Not(HasSubstr("<img")));
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)"));
}

TEST(Checklists, MarkWhatNobodyCanMeasure) {
    const Files& files = files_of_one();

    EXPECT_THAT(files.at("CHERRIES.md"), HasSubstr("| Completion rate | **Not measurable by design.**"));
    EXPECT_THAT(files.at("STROBE.md"), HasSubstr("**Not measurable by design.**"));
    EXPECT_THAT(files.at("CHERRIES.md"), HasSubstr("3 questions, one a screen"));
}

TEST(CsvLine, QuotesWhatWouldBreakATableAndReadsItBack) {
    const std::vector<std::string> fields{"a,b", "x\"y", "", "two\nlines", "plain"};

    EXPECT_EQ(csv_line(fields), "\"a,b\",\"x\"\"y\",,\"two\nlines\",plain\n");
    EXPECT_EQ(csv_records(csv_line(fields)).value().front(), fields);
}

TEST(Manifest, RefusesNamesThatLeaveTheFolder) {
    const std::string hash(64, 'a');
    for (const char* name : {"../x", "/etc/passwd", "a//b", "a/../b", ".hidden", "a/", "a b"})
        EXPECT_FALSE(read_manifest(hash + "  " + name + "\n")) << name;
    EXPECT_TRUE(read_manifest(hash + "  data/a-b_c.csv\n"));
    EXPECT_FALSE(read_manifest(hash + "  a\n" + hash + "  a\n"));
    EXPECT_FALSE(read_manifest(hash + "  a"));
}

TEST(Fixed, HasNoNegativeZero) {
    EXPECT_EQ(fixed(-0.04, 1), "0.0");
    EXPECT_EQ(fixed(-0.06, 1), "-0.1");
    EXPECT_EQ(fixed(-0.4, 0), "0");
}

}  // namespace
}  // namespace tacit::release
