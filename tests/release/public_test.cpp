// The page to look at, and the file for pages that draw.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include "crypto/sign/minisign.h"
#include "schemas/json/reader.h"
#include "schemas/release/format/files.h"
#include "schemas/release/format/public_words.h"
#include "schemas/release/manifest.h"
#include "schemas/release/text.h"
#include "schemas/release/verify.h"
#include "tests/release/sample_release.h"

namespace tacit::release {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const Files& files_of_one() {
    static const Files files = content_files(test::small_release()).value();
    return files;
}
std::size_t count(std::string_view text, std::string_view part) {
    std::size_t times = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++times;
    return times;
}

// A row of cells.csv by column name.
using Row = std::map<std::string, std::string>;
std::vector<Row> cells_csv(const Files& files) {
    const auto records = csv_records(files.at("data/cells.csv")).value();
    std::vector<Row> rows;
    for (std::size_t line = 1; line < records.size(); ++line) {
        Row row;
        for (std::size_t field = 0; field < records[0].size(); ++field) row[records[0][field]] = records[line][field];
        rows.push_back(std::move(row));
    }
    return rows;
}

TEST(PublicPage, IsOneFileThatLoadsNothingAndRunsNothing) {
    const std::string& page = files_of_one().at("results.html");

    EXPECT_THAT(page, StartsWith("<!doctype html>\n<html lang=\"en\">"));
    EXPECT_THAT(page, HasSubstr("default-src 'none'"));
    for (const char* runs :
         {"<script", "<img", "<link", "<iframe", "src=", "@import", "url(", "onclick", "javascript:"})
        EXPECT_THAT(page, Not(HasSubstr(runs))) << runs;
}

TEST(PublicPage, HasTheNumbersOfEveryBarBesideItAndAllOfThemInATable) {
    const std::string& page = files_of_one().at("results.html");

    std::size_t published = 0;
    for (Row& cell : cells_csv(files_of_one())) {
        if (cell["share"].empty() || cell["row"] == "no_answer") continue;
        const auto percent = [&](const char* name) {
            return fixed(std::clamp(std::stod(cell[name]), 0.0, 1.0) * 100, 0);
        };
        const std::string both = percent("share_lo") + " to " + percent("share_hi") + "</span>";
        if (cell["table"] != "mood_again" || (cell["column"] != "no_answer" && cell["column"] != "not_asked")) {
            EXPECT_THAT(page, HasSubstr(percent("share") + " %</b> <span class=\"ci\">" + both)) << cell["row_label"];
            ++published;
        }
    }
    EXPECT_GE(published, 9u);
    EXPECT_EQ(count(page, "<details>"), 3u) << "a table for each of the three";
    EXPECT_EQ(count(page, "<svg class=\"bar\""), count(page, "aria-hidden=\"true\">")) << "pictures say nothing alone";
}

TEST(PublicPage, ShowsTheTableThatTheSurveyIsAboutFirstInTheOrderOfTheQuestions) {
    const std::string& page = files_of_one().at("results.html");

    EXPECT_LT(page.find("<h2>Mood and doing it again"), page.find("What the noise means"));
    EXPECT_LT(page.find("What the noise means"), page.find("<h3>What helped"));
    EXPECT_LT(page.find("<h3>Low</h3>"), page.find("<h3>High</h3>"));
    EXPECT_THAT(page, HasSubstr("This is not a ranking."));
}

TEST(PublicPage, SaysAboutHowManyTookPartHowMuchNoiseThereIsAndWhereTheFilesAre) {
    const Files& files = files_of_one();
    const std::string& page = files.at("results.html");

    EXPECT_THAT(page, HasSubstr("people took part, from 1 November 2026 to 3 November 2026."));
    EXPECT_THAT(page, testing::ContainsRegex("right at most [0-9]+ times out of 100"));
    for (std::size_t at = page.find("<a href=\""); at != std::string::npos; at = page.find("<a href=\"", at + 1)) {
        const std::size_t begin = at + 9;
        const std::string target = page.substr(begin, page.find('"', begin) - begin);
        EXPECT_TRUE(files.contains(target) || target == "SHA256SUMS") << target;
    }
}

TEST(PublicPage, DrawsNothingForTooFewPeople) {
    const survey::SurveyFile small = test::small_survey();
    const task::Task task = test::task_of(small.survey);
    const std::vector<std::int64_t> nobody(task::terms(task)->compiled.output_size, 2);

    const std::string page = content_files(test::release_of(task, small.texts, {nobody}, 1)).value().at("results.html");

    EXPECT_THAT(page, HasSubstr("Too few people to say anything: Low; "));
    EXPECT_THAT(page, Not(HasSubstr("<h3>Low</h3>")));
}

// Noise took more than everybody out of "no answer", and with it the whole row; those who answered are still enough.
TEST(PublicPage, DrawsTheSharesOfARowThatIsTooSmallAsAWhole) {
    const survey::SurveyFile small = test::small_survey();
    const task::Task task = test::task_of(small.survey);
    std::vector<std::int64_t> sums{10, 150, 200, 50,  210, 160, 120, 90, 80, 40, 40, -70, 0,
                                   0,  0,   0,   150, 140, 40,  20,  0,  0,  0,  0,  50};
    sums.resize(task::terms(task)->compiled.output_size);

    const Files files = content_files(test::release_of(task, small.texts, {sums}, 1)).value();

    const std::vector<Row> rows = cells_csv(files);
    ASSERT_TRUE(std::any_of(rows.begin(), rows.end(), [](const Row& row) {
        return row.at("table") == "mood_again" && row.at("row") == "low" && !row.at("share").empty();
    }));
    EXPECT_THAT(files.at("results.html"), HasSubstr("Low</h3>"));
    EXPECT_THAT(files.at("index.html"), Not(HasSubstr("too few people in each of these rows")));
}

TEST(PublicPage, SpeaksSpanishWhereTheSurveyDoes) {
    const survey::SurveyFile small = test::small_survey();
    survey::Texts texts = small.texts;
    texts.languages.push_back(texts.languages.front());
    texts.languages.back().tag = "es";
    texts.languages.back().title = "Una encuesta";
    const task::Task task = test::task_of(small.survey);
    const std::vector<std::int64_t> exact(task::terms(task)->compiled.output_size, 1'000);

    const Files files = content_files(test::release_of(task, texts, {exact}, 1)).value();

    EXPECT_THAT(files.at("results.html"), HasSubstr("<a href=\"results.es.html\" lang=\"es\""));
    EXPECT_THAT(files.at("results.es.html"), HasSubstr("<html lang=\"es\">"));
    EXPECT_THAT(files.at("results.es.html"), HasSubstr("<h1>Una encuesta</h1>"));
    EXPECT_THAT(files.at("results.es.html"), HasSubstr("del 1 de noviembre de 2026 al 3 de noviembre de 2026"));
    EXPECT_FALSE(files_of_one().contains("results.es.html"));
    EXPECT_THAT(files_of_one().at("results.html"), Not(HasSubstr("hreflang")));
}

TEST(PublicPage, SaysThatARehearsalIsMadeUpAndThatATrialIsNotSplit) {
    Release release = test::small_release();
    release.synthetic = true;
    release.task.leader.url = "http://127.0.0.1:1/";
    release.task.helper.url = "http://127.0.0.1:2/";
    release.edition = {2, "a <label> was wrong", release.edition.made};

    const Files files = content_files(release).value();

    for (const char* warning : {"SYNTHETIC: made-up answers", "TRIAL ON ONE MACHINE", "a &lt;label&gt; was wrong"})
        EXPECT_THAT(files.at("results.html"), HasSubstr(warning));
    EXPECT_THAT(files.at("results.json"), HasSubstr("SYNTHETIC"));
}

TEST(PublicPage, EscapesTheWordsOfAStrangersSurvey) {
    const survey::SurveyFile small = test::small_survey();
    survey::Texts texts = small.texts;
    texts.languages[0].title = "<script>alert(1)</script>";
    texts.languages[0].questions[0].options[0] = "\"><img src=x>";
    texts.languages[0].tables[2].title = "\" onclick=\"x";
    const task::Task task = test::task_of(small.survey);
    const std::vector<std::int64_t> exact(task::terms(task)->compiled.output_size, 1'000);

    const std::string page = content_files(test::release_of(task, texts, {exact}, 1)).value().at("results.html");

    for (const char* bad : {"<script>alert", "<img", "\" onclick="}) EXPECT_THAT(page, Not(HasSubstr(bad)));
}

TEST(PublicWords, SayTheSameThingsInEveryLanguage) {
    const auto names = [](std::string_view text) {
        std::vector<std::string> found;
        for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1))
            found.emplace_back(text.substr(at, text.find('}', at) - at));
        std::sort(found.begin(), found.end());
        return found;
    };
    const PublicWords &en = english_words(), &es = spanish_words();
    for (const auto member :
         {&PublicWords::date, &PublicWords::took_part, &PublicWords::on_one_day, &PublicWords::nobody,
          &PublicWords::corrected, &PublicWords::full_bar, &PublicWords::people, &PublicWords::to,
          &PublicWords::small_rows, &PublicWords::noise_size, &PublicWords::noise_guess, &PublicWords::more_tables,
          &PublicWords::mean, &PublicWords::mean_people, &PublicWords::take_credit})
        EXPECT_EQ(names(en.*member), names(es.*member)) << en.*member;
    EXPECT_EQ(filled("{a} and {b} and {c", {{"a", "x{b}"}, {"b", "y"}}), "x{b} and y and {c");
}

TEST(ResultsJson, HasTheSharesOfTheTablesAndTheWordsOfAllLanguages) {
    const auto document = json::Document::parse(files_of_one().at("results.json")).value();
    const json::Value results = document.root();
    EXPECT_EQ(results.text("format").value(), "tacit-results-1");
    EXPECT_EQ(results.text("key").value(), "mood_again");
    EXPECT_EQ(results.text("to").value(), "2026-11-03");

    std::vector<json::Value> cells;
    const auto tables = results.array("tables").value();
    for (const json::Value& table : tables) {
        const auto of_table = table.array("cells").value();
        cells.insert(cells.end(), of_table.begin(), of_table.end());
    }
    const std::vector<Row> lines = cells_csv(files_of_one());
    ASSERT_EQ(cells.size(), lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto cell = cells[i].items().value();
        ASSERT_EQ(cell.size(), 6u);
        EXPECT_EQ(cell[1].is_null(), lines[i].at("share").empty());
        if (cell[1].is_null()) continue;
        for (const auto& [at, name] : {std::pair(1, "share"), std::pair(2, "share_lo"), std::pair(3, "share_hi")}) {
            const double share = std::clamp(std::stod(lines[i].at(name)), 0.0, 1.0);
            EXPECT_NEAR(static_cast<double>(cell[static_cast<std::size_t>(at)].as_integer(0, 1000).value()),
                        share * 1000, 0.6);
        }
        EXPECT_EQ(cell[4].as_text().value(), lines[i].at("share_status"));
    }
    const json::Value words = results.at("texts")->at("en").value();
    EXPECT_EQ(words.at("tables")->at("helped")->text("title").value(), "What helped");
    EXPECT_EQ(words.at("factors")->at("mood")->array("levels")->at(0).as_text().value(), "Low");
}

TEST(ResultsJson, SaysWhichLevelsAreNoAnswer) {
    const auto document = json::Document::parse(files_of_one().at("results.json")).value();

    const auto factors = document.root().array("factors").value();
    ASSERT_FALSE(factors.empty());
    for (const json::Value& factor : factors) {
        const auto codes = factor.array("codes").value();
        const auto missing_levels = factor.array("missing").value();
        EXPECT_FALSE(missing_levels.empty());
        for (const json::Value& missing : missing_levels) {
            const auto at = static_cast<std::size_t>(missing.as_integer(0, 100).value());
            EXPECT_THAT(codes.at(at).as_text().value(), testing::AnyOf("no_answer", "not_asked"));
        }
    }
}

TEST(ResultsJson, IsRefusedWhereItDoesNotFollowFromTheShares) {
    Files files = signed_files(test::small_release(), test::publisher_key()).value();
    const auto sign_again = [&] {
        files["SHA256SUMS"] = manifest(files);
        files["SHA256SUMS.minisig"] =
            sign::minisign_sign(test::publisher_key(), as_bytes(files["SHA256SUMS"]), "again");
    };
    ASSERT_TRUE(verify(files).holds());
    std::string& text = files["results.json"];
    const std::size_t at = text.find("\"people\":") + 9;
    text.insert(at, "1");
    sign_again();

    const Verdict verdict = verify(files);

    ASSERT_NE(verdict.first_failure(), nullptr);
    EXPECT_EQ(verdict.first_failure()->name, "figures");
    EXPECT_THAT(verdict.first_failure()->found, HasSubstr("results.json"));
}

// With the noise of its sum a mean can leave its scale; cells and scores.csv keep it as it is.
TEST(ResultsJson, HasNoMeanOutsideOfItsScale) {
    std::ifstream file(TACIT_CORE_SURVEY);
    const auto core = survey::load_file(std::string(std::istreambuf_iterator<char>(file), {})).value();
    const task::Task task = test::task_of(core.survey);
    const survey::Compiled compiled = task::terms(task)->compiled;
    std::vector<std::int64_t> exact(compiled.output_size, 20);
    for (const survey::CompiledTable& table : compiled.tables)
        if (table.kind == survey::TableKind::sum) exact[table.first_cell] = -100'000;

    const Files files = content_files(test::release_of(task, core.texts, {exact}, 3)).value();

    EXPECT_THAT(files.at("results.json"), HasSubstr("\"mean\":[0,0,"));
    EXPECT_THAT(files.at("results.html"), HasSubstr("≈ On average 0.0 out of 24"));
    EXPECT_THAT(files.at("results.html"), Not(HasSubstr("0.0 to 0.0")));
    EXPECT_THAT(files.at("data/scores.csv"), testing::ContainsRegex("phq8,-.*,0.000,.*,U,edge_of_range"));
}

}  // namespace
}  // namespace tacit::release
