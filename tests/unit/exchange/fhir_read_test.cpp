#include "schemas/exchange/fhir_read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "schemas/survey/compile.h"
#include "schemas/survey/load.h"

namespace tacit::exchange {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::Not;

std::string sample(const std::string& name) {
    std::ifstream in(std::string(TACIT_SAMPLES) + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The sample with one text in place of another.
std::string changed(const std::string& from, const std::string& to) {
    std::string text = sample("phq9.fhir.json");
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

// A Questionnaire of these items.
std::string with_items(const std::string& items) {
    return R"({"resourceType":"Questionnaire","name":"small","title":"Small","status":"draft","item":[)" + items + "]}";
}
const std::string kFirst =
    R"({"linkId":"first","type":"choice","text":"A?","answerOption":[{"valueString":"x"},{"valueString":"y"}]})";

ImportOptions asking_eight() {
    ImportOptions options;
    options.without_item_9 = true;
    return options;
}

std::string refusal(const std::string& json, const ImportOptions& options = {}) {
    const auto imported = read_fhir(json, options);
    return imported ? "accepted" : to_text(imported.error());
}

survey::SurveyFile loaded(const Imported& imported) { return survey::load_file(json::pretty(imported.survey)).value(); }

std::string rule_of(const Imported& imported, std::size_t question) {
    const json::Node* rule = (*imported.survey.find("questions")->items())[question].find("ask_if");
    return rule ? json::canonical(*rule) : "";
}

Imported imported_items(const std::string& items) {
    auto imported = read_fhir(with_items(items), {});
    EXPECT_TRUE(imported) << to_text(imported.error());
    return *std::move(imported);
}

TEST(FhirRead, MakesASurveyThatCompilesOfThePhqWithLoincCodes) {
    const auto imported = read_fhir(sample("phq9.fhir.json"), asking_eight());
    ASSERT_TRUE(imported) << to_text(imported.error());
    const survey::SurveyFile file = loaded(*imported);

    ASSERT_TRUE(survey::compile(file.survey));
    ASSERT_EQ(file.survey.questions.size(), 5u);
    EXPECT_EQ(file.survey.id, "phq9_and_more");
    EXPECT_EQ(file.survey.version, "1.2");
    EXPECT_EQ(std::get<survey::Score>(file.survey.questions[1].kind).instrument, instruments::Id::phq8);
    const auto& helped = std::get<survey::Multiple>(file.survey.questions[3].kind);
    EXPECT_EQ(helped.max, 2);
    EXPECT_EQ(helped.exclusive, std::vector<std::string>{"nothing"});
    EXPECT_EQ(std::get<survey::Single>(file.survey.questions[4].kind).options.size(), 8u) << "nights 0 to 7";
    EXPECT_EQ(rule_of(*imported, 2), R"({"min":1,"score":"phq8"})");
    EXPECT_EQ(rule_of(*imported, 3), R"({"in":["yes"],"question":"treated"})");
}

TEST(FhirRead, KeepsTranslationsAndSuppliesPublishedOnes) {
    const auto imported = read_fhir(sample("phq9.fhir.json"), asking_eight());
    ASSERT_TRUE(imported);
    const survey::SurveyFile file = loaded(*imported);

    ASSERT_EQ(file.texts.languages.size(), 2u);
    const survey::Language& spanish = file.texts.best("es");
    EXPECT_EQ(spanish.title, "PHQ-9 y más");
    EXPECT_EQ(spanish.questions[0].options[0], "Sí");
    EXPECT_EQ(spanish.questions[1].items[0], "Poco interés o placer en hacer cosas");
    EXPECT_EQ(spanish.questions[2].options[3], "Extremadamente difícil");
}

TEST(FhirRead, ListsWhatItLeavesOutWithItsPlace) {
    const auto imported = read_fhir(sample("phq9.fhir.json"), asking_eight());
    ASSERT_TRUE(imported);

    const auto note = [](const std::string& where, const std::string& what) {
        return Contains(AllOf(Field(&Note::where, where), Field(&Note::what, HasSubstr(what))));
    };
    EXPECT_THAT(imported->notes, note("/item/5", "type \"text\""));
    EXPECT_THAT(imported->notes, note("/item/1/item/8", "item 9 is left out"));
    EXPECT_THAT(imported->notes, note("/item/2/code", "code of an item is not kept"));
    EXPECT_THAT(imported->notes, note("/subjectType", "not kept"));
    EXPECT_THAT(imported->notes, note("/item/0", "required in the file (1)"));
    EXPECT_THAT(imported->notes, note("", "every question got a table of its own"));
}

TEST(FhirRead, TakesItem9OnlyWithAWordAboutIt) {
    EXPECT_THAT(refusal(sample("phq9.fhir.json")),
                AllOf(HasSubstr("/item/1/item/8"), HasSubstr("--without-item-9"), HasSubstr("--ethics")));

    ImportOptions options;
    options.ethics = "IRB 2026-17";
    const auto imported = read_fhir(sample("phq9.fhir.json"), options);
    ASSERT_TRUE(imported) << to_text(imported.error());
    const survey::SurveyFile file = loaded(*imported);
    EXPECT_EQ(std::get<survey::Score>(file.survey.questions[1].kind).ethics, "IRB 2026-17");
}

TEST(FhirRead, RefusesWeightsAndOrdersThatWouldChangeTheTotal) {
    EXPECT_THAT(refusal(changed("\"valueDecimal\": 3", "\"valueDecimal\": 4"), asking_eight()),
                AllOf(HasSubstr("/item/1/item/0"), HasSubstr("counts 4 here and 3")));
    EXPECT_THAT(refusal(changed("LA6568-5", "LA6571-9"), asking_eight()), HasSubstr("published order"));
    EXPECT_EQ(refusal(changed("\"valueDecimal\": 3", "\"valueDecimal\": 3.0"), asking_eight()), "accepted");
}

TEST(FhirRead, TakesThePublishedWordingAndSaysSo) {
    const auto imported = read_fhir(changed("Poor appetite or overeating", "Eating too much"), asking_eight());
    ASSERT_TRUE(imported);
    EXPECT_EQ(loaded(*imported).texts.languages[0].questions[1].items[4], "Poor appetite or overeating");
    EXPECT_THAT(imported->notes, Contains(Field(&Note::what, HasSubstr("wording differs"))));
}

TEST(FhirRead, KeepsPartOfAnInstrumentAsSingleQuestions) {
    const auto item = [](const std::string& code) {
        return R"({"linkId":")" + code +
               R"(","type":"choice","text":"?","code":[{"system":"http://loinc.org","code":")" + code +
               R"("}],"answerOption":[{"valueString":"x"},{"valueString":"y"}]})";
    };
    const Imported imported = imported_items(item("44250-9") + "," + item("44259-0"));
    EXPECT_EQ(loaded(imported).survey.questions.size(), 2u);
    EXPECT_THAT(imported.notes, Contains(Field(&Note::what, HasSubstr("without a score"))));

    // A public copy with the total's code on an item: no PHQ-9, so nothing to which the condition could refer.
    EXPECT_THAT(refusal(changed(R"("code": "44251-7")", R"("code": "44261-6")")), HasSubstr("/item/2/enableWhen/0"));
}

TEST(FhirRead, UnderstandsConditions) {
    const auto asked = [](const std::string& conditions) {
        return rule_of(imported_items(kFirst + R"(,{"linkId":"n","type":"integer","text":"N?","extension":[
            {"url":"http://hl7.org/fhir/StructureDefinition/minValue","valueInteger":0},
            {"url":"http://hl7.org/fhir/StructureDefinition/maxValue","valueInteger":3}]},
            {"linkId":"then","type":"boolean","text":"B?",)" +
                                      conditions + "}"),
                       2);
    };
    const std::string x = R"({"question":"first","operator":"=","answerString":"x"})";
    const std::string y = R"({"question":"first","operator":"=","answerString":"y"})";
    EXPECT_EQ(asked("\"enableWhen\":[" + x + "]"), R"({"in":["x"],"question":"first"})");
    EXPECT_EQ(asked(R"("enableBehavior":"any","enableWhen":[)" + x + "," + y + "]"),
              R"({"in":["x","y"],"question":"first"})");
    EXPECT_EQ(asked(R"("enableWhen":[{"question":"first","operator":"!=","answerString":"x"}])"),
              R"({"not":{"in":["x"],"question":"first"}})");
    EXPECT_EQ(asked(R"("enableWhen":[{"question":"first","operator":"exists","answerBoolean":false}])"),
              R"({"not":{"answered":true,"question":"first"}})");
    EXPECT_EQ(
        asked(R"("enableBehavior":"all","enableWhen":[{"question":"n","operator":">","answerInteger":1},)" + x + "]"),
        R"({"all":[{"in":["n2","n3"],"question":"n"},{"in":["x"],"question":"first"}]})");
}

TEST(FhirRead, RefusesConditionsThatItCannotKeep) {
    const auto with = [](const std::string& conditions) {
        return refusal(with_items(kFirst + R"(,{"linkId":"why","type":"text","text":"Why?"},
            {"linkId":"then","type":"boolean","text":"B?",)" +
                                  conditions + "}"));
    };
    EXPECT_THAT(with(R"("enableWhen":[{"question":"why","operator":"exists","answerBoolean":true}])"),
                AllOf(HasSubstr("/item/2/enableWhen/0"), HasSubstr("cannot be asked")));
    EXPECT_THAT(with(R"("enableWhen":[{"question":"later","operator":"exists","answerBoolean":true}])"),
                HasSubstr("no earlier item"));
    EXPECT_THAT(with(R"("enableWhen":[{"question":"first","operator":"=","answerString":"z"}])"),
                HasSubstr("not among the answers"));
    EXPECT_THAT(with(R"("enableWhen":[{"question":"first","operator":"=","answerString":"x"},
                     {"question":"first","operator":"=","answerString":"y"}])"),
                HasSubstr("enableBehavior"));
}

TEST(FhirRead, RefusesWhatWouldMeanSomethingElse) {
    EXPECT_THAT(refusal(with_items(R"({"linkId":"g","type":"group","repeats":true,"item":[)" + kFirst + "]}")),
                HasSubstr("several times"));
    EXPECT_THAT(refusal(changed("\"status\": \"active\"", "\"modifierExtension\": [{\"url\": \"x\"}]")),
                HasSubstr("modifier extension"));
    EXPECT_THAT(
        refusal(with_items(R"({"linkId":"v","type":"choice","text":"V?","answerValueSet":"http://a.example/v"})")),
        AllOf(HasSubstr("/item/0"), HasSubstr("http://a.example/v")));
    EXPECT_THAT(refusal(with_items(R"({"linkId":"t","type":"text","text":"T?"})")), HasSubstr("nothing in the file"));
    EXPECT_THAT(refusal(R"({"resourceType":"Patient"})"), HasSubstr("not a FHIR Questionnaire"));
    EXPECT_THAT(refusal(with_items(kFirst + "," + kFirst)), HasSubstr("there twice"));
}

TEST(FhirRead, ReadsAnswersOfAContainedValueSetAndSectionsAndHelp) {
    std::string json = with_items(R"({"linkId":"part one","type":"group","text":"Part one","item":[
        {"linkId":"a","type":"choice","text":"A?","answerValueSet":"#v","item":[
            {"linkId":"a-help","type":"display","text":"Take your time."}]}]})");
    json.insert(1, R"("contained":[{"resourceType":"ValueSet","id":"v","compose":{"include":[{"system":"http://s",
        "concept":[{"code":"Much","display":"Much"},{"code":"1","display":"One"}]}]}}],)");
    const auto imported = read_fhir(json, {});
    ASSERT_TRUE(imported) << to_text(imported.error());
    const survey::SurveyFile file = loaded(*imported);

    EXPECT_EQ(std::get<survey::Single>(file.survey.questions[0].kind).options,
              (std::vector<std::string>{"much", "o1"}));
    EXPECT_EQ(file.survey.questions[0].section, "part_one");
    EXPECT_EQ(file.texts.languages[0].questions[0].help, "Take your time.");
}

TEST(FhirRead, TakesTheTablesThatAreGiven) {
    ImportOptions options;
    options.tables = R"({"tables":[{"id":"first","kind":"margin","of":["first"]}],
        "texts":{"en":{"tables":{"first":{"title":"First","base":"Everybody"}}}}})";
    const auto imported = read_fhir(with_items(kFirst), options);
    ASSERT_TRUE(imported) << to_text(imported.error());
    EXPECT_EQ(loaded(*imported).texts.languages[0].tables[0].title, "First");

    options.tables = R"({"tables":[{"id":"first","kind":"margin","of":["frist"]}],"texts":{"en":{}}})";
    EXPECT_THAT(refusal(with_items(kFirst), options), HasSubstr("frist"));
}

TEST(FhirRead, NeverFailsWithoutWords) {
    const std::string whole = sample("phq9.fhir.json");
    for (std::size_t size = 0; size < whole.size(); size += 97)
        EXPECT_THAT(refusal(whole.substr(0, size), asking_eight()), Not("accepted")) << size;
}

}  // namespace
}  // namespace tacit::exchange
