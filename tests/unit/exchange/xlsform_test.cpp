#include "schemas/exchange/xlsform_read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "schemas/exchange/csv.h"
#include "schemas/exchange/xlsform_expression.h"
#include "schemas/survey/compile.h"
#include "schemas/survey/load.h"

namespace tacit::exchange {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;

std::string sheet(const std::string& name) {
    std::ifstream in(std::string(TACIT_SAMPLES) + "/xlsform/" + name + ".csv", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Result<Imported> read(const std::string& survey, const std::string& choices, const std::string& settings = {}) {
    TACIT_TRY(XlsformSheets sheets, sheets_of_csv({survey, choices, settings}));
    return read_xlsform(std::move(sheets), {});
}

const std::string kChoices = "list_name,name,label\nab,a,A\nab,b,B\n";

std::string refusal(const std::string& rows) {
    const auto imported =
        read("type,name,label,relevant,choice_filter\nselect_one ab,first,First?,,\n" + rows, kChoices);
    return imported ? "accepted" : to_text(imported.error());
}

TEST(Xlsform, MakesASurveyThatCompiles) {
    const auto imported = read(sheet("survey"), sheet("choices"), sheet("settings"));
    ASSERT_TRUE(imported) << to_text(imported.error());
    const auto file = survey::load_file(json::pretty(imported->survey)).value();

    ASSERT_TRUE(survey::compile(file.survey));
    EXPECT_EQ(file.survey.id, "what-helped");
    EXPECT_EQ(file.survey.version, "2026.1");
    ASSERT_EQ(file.survey.questions.size(), 4u);
    EXPECT_EQ(std::get<survey::Single>(file.survey.questions[0].kind).options, (std::vector<std::string>{"o1", "o0"}));
    EXPECT_EQ(std::get<survey::Single>(file.survey.questions[1].kind).options.size(), 6u);
    const auto& helped = std::get<survey::Multiple>(file.survey.questions[2].kind);
    EXPECT_EQ(helped.max, 2);
    EXPECT_EQ(helped.exclusive, std::vector<std::string>{"none"});
    EXPECT_EQ(file.survey.questions[2].section, "help");
    ASSERT_EQ(file.texts.languages.size(), 2u);
    EXPECT_EQ(file.texts.best("es").questions[2].options[0], "Terapia de conversación");
    EXPECT_EQ(file.texts.best("en").questions[2].text, "What helped? Mark up to 2, please.");
    EXPECT_EQ(file.texts.best("en").questions[2].help, "Think of the last month.");
}

TEST(Xlsform, KeepsConditionsAlsoThoseOfGroups) {
    const std::string survey = sheet("survey"), choices = sheet("choices");
    const auto imported = read(survey, choices);
    ASSERT_TRUE(imported) << to_text(imported.error());
    const auto& questions = *imported->survey.find("questions")->items();

    EXPECT_EQ(json::canonical(*questions[2].find("ask_if")), R"({"in":["o1"],"question":"treated"})");
    EXPECT_EQ(json::canonical(*questions[3].find("ask_if")),
              R"({"all":[{"in":["talk","medicine"],"question":"helped"},{"in":["n0","n1"],"question":"years"}]})");
}

TEST(Xlsform, ListsWhatItLeavesOutWithItsRow) {
    const auto imported = read(sheet("survey"), sheet("choices"));
    ASSERT_TRUE(imported);
    const auto note = [](const std::string& where, const std::string& what) {
        return Contains(AllOf(Field(&Note::where, where), Field(&Note::what, HasSubstr(what))));
    };
    EXPECT_THAT(imported->notes, note("survey.csv row 2", "\"start\" is left out"));
    EXPECT_THAT(imported->notes, note("survey.csv row 9", "\"text\" is left out"));
    EXPECT_THAT(imported->notes, note("survey.csv", "required in the form (1)"));
}

TEST(Xlsform, RefusesWhatWouldMeanSomethingElse) {
    EXPECT_EQ(refusal("select_one ab,then,Then?,${first} = 'a',\n"), "accepted");
    EXPECT_THAT(refusal("begin_repeat,r,R,,\n"), AllOf(HasSubstr("row 3"), HasSubstr("several times")));
    EXPECT_THAT(refusal("select_one ab,then,Then?,,x=${first}\n"), HasSubstr("choice_filter"));
    EXPECT_THAT(refusal("select_one ab,then,Then?,${later} = 'a',\n"),
                AllOf(HasSubstr("row 3"), HasSubstr("relevant")));
    EXPECT_THAT(refusal("select_one ab,then,Then?,${first} = 'c',\n"), HasSubstr("no answer of that question"));
    EXPECT_THAT(refusal("select_one ab,then,Then?,today() > ${first},\n"), HasSubstr("more than a condition"));
    EXPECT_THAT(refusal("select_one cd,then,Then?,,\n"), HasSubstr("no list \"cd\""));
    EXPECT_THAT(refusal("begin_group,g,G,,\n"), HasSubstr("does not end"));
    EXPECT_THAT(refusal("select_one ab,then,,,\n"), HasSubstr("a text is missing"));
}

TEST(Xlsform, LeavesOutALanguageThatIsNotWholeAndSaysWhere) {
    const auto imported = read("type,name,label::English (en),label::Deutsch (de)\nselect_one ab,first,First?,Erste?\n",
                               "list_name,name,label::English (en),label::Deutsch (de)\nab,a,A,A\nab,b,B,\n");
    ASSERT_TRUE(imported) << to_text(imported.error());
    EXPECT_EQ(imported->survey.find("texts")->members()->size(), 1u);
    EXPECT_THAT(imported->notes,
                Contains(AllOf(Field(&Note::where, HasSubstr("answer b")), Field(&Note::what, HasSubstr("\"de\"")))));
}

TEST(XlsformExpression, ReadsConditionsAsTheirOperatorsBind) {
    const AskedQuestions asked{{"q", {"q", {{"a", "a"}, {"b", "b"}}, false}},
                               {"r", {"r", {{"1", "n1"}, {"2", "n2"}}, true}}};
    const auto rule = [&](std::string_view text) {
        const auto read = read_relevant(text, asked);
        return read ? json::canonical(*read) : "refused: " + read.error().what;
    };
    EXPECT_EQ(
        rule("${q}='a' or ${q} = 'b' and ${r} >= 2"),
        R"({"any":[{"in":["a"],"question":"q"},{"all":[{"in":["b"],"question":"q"},{"in":["n2"],"question":"r"}]}]})");
    EXPECT_EQ(rule("not(selected(${q}, 'a'))"), R"({"not":{"in":["a"],"question":"q"}})");
    EXPECT_EQ(rule("${q} != ''"), R"({"answered":true,"question":"q"})");
    EXPECT_EQ(rule("${r} != 1"), R"({"not":{"in":["n1"],"question":"r"}})");
    for (const char* bad : {"", "${q}", "${q} =", "${q} = 'a' and", "(${q} = 'a'", "${q} = 'a')", "${q} > 'a'", "1 = 1",
                            "selected(${q})", "${q} = 'a' xor ${q} = 'b'"})
        EXPECT_THAT(rule(bad), testing::StartsWith("refused: ")) << bad;
    EXPECT_THAT(rule(std::string(5000, '(')), testing::StartsWith("refused: "));
}

TEST(XlsformExpression, ReadsConstraintsOrLeavesThem) {
    EXPECT_EQ(read_marks_constraint("count-selected(.) < 4")->max, 3u);
    EXPECT_FALSE(read_marks_constraint("count-selected(.) = 2"));
    EXPECT_FALSE(read_marks_constraint("string-length(.) < 3"));
    EXPECT_EQ(read_range(".>0 and .<10"), (std::pair<std::int64_t, std::int64_t>(1, 9)));
    EXPECT_FALSE(read_range(". > 0"));
    EXPECT_FALSE(read_range(". mod 2 = 0"));
}

TEST(Csv, ReadsQuotesLineEndsAndSemicolons) {
    const auto sheet = read_csv("s", "\xEF\xBB\xBFname;label\r\na;\"two\nlines; \"\"quoted\"\"\"\r\n;\r\nb;c");
    ASSERT_TRUE(sheet);
    ASSERT_EQ(sheet->rows.size(), 2u);
    EXPECT_EQ(sheet->rows[0].at("label"), "two\nlines; \"quoted\"");
    EXPECT_EQ(sheet->rows[1].number, 4u);
    EXPECT_EQ(sheet->rows[1].at("label"), "c");
    EXPECT_FALSE(read_csv("s", "name\n\"open"));
}

}  // namespace
}  // namespace tacit::exchange
