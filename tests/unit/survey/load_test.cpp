#include "schemas/survey/load.h"

#include <gtest/gtest.h>

#include "tests/unit/survey/sample.h"

namespace tacit::survey {
namespace {

using test::edited;
using test::load_error;
using test::small_survey;
using test::small_survey_text;

class EveryBrokenSurvey : public testing::TestWithParam<test::Broken> {};

TEST_P(EveryBrokenSurvey, IsRefusedWithThePlaceAndTheRemedy) {
    const test::Broken& broken = GetParam();

    const auto file = load_file(edited(small_survey_text(), broken.from, broken.to));

    ASSERT_FALSE(file) << broken.name;
    const Error& error = file.error();
    EXPECT_EQ(error.where, broken.where) << broken.name << ": " << to_text(error);
    EXPECT_NE((error.what + ". " + error.remedy).find(broken.says), std::string::npos)
        << broken.name << ": " << to_text(error);
}

INSTANTIATE_TEST_SUITE_P(Load, EveryBrokenSurvey, testing::ValuesIn(test::broken_surveys()), [](const auto& each) {
    std::string name = each.param.name;
    for (char& letter : name)
        if (!std::isalnum(static_cast<unsigned char>(letter))) letter = '_';
    return name;
});

std::string canonical_without_texts(const std::string& text) {
    json::Node node = json::Document::parse(text)->root().node();
    node.erase("texts");
    return json::canonical(node);
}

TEST(Load, DefinitionsAndTextsComeBackAsTheSameCanonicalBytes) {
    for (const std::string& text : {small_survey_text(), test::read_schemas_file("surveys/core.json"),
                                    test::read_schemas_file("surveys/full.json")}) {
        const auto file = load_file(text);
        ASSERT_TRUE(file) << to_text(file.error());
        const auto document = json::Document::parse(text);

        EXPECT_EQ(json::canonical(definition_node(file->survey)), canonical_without_texts(text));
        EXPECT_EQ(json::canonical(texts_node(file->survey, file->texts)), document->root().at("texts")->canonical());
    }
}

TEST(Load, SaysOfAnotherFileThatItIsNoSurvey) {
    const auto says = [](const char* text) {
        const Error error = load_file(text).error();
        return error.what + ". " + error.remedy;
    };

    EXPECT_NE(says(R"({"resourceType":"Questionnaire","item":[]})").find("survey import"), std::string::npos);
    EXPECT_NE(says(R"({"format":"tacit-offer-1"})").find("not a survey file"), std::string::npos);
    EXPECT_NE(says("[]").find("not a survey file"), std::string::npos);
}

TEST(Load, AnExplicitWeightOfOneSurvivesTheRoundTrip) {
    const std::string text = edited(small_survey_text(), R"("kind": "cross", "of": ["pills", "soon"]})",
                                    R"("kind": "cross", "of": ["pills", "soon"], "weight": 1})");

    const auto file = load_file(text);

    ASSERT_TRUE(file) << to_text(file.error());
    EXPECT_EQ(json::canonical(definition_node(file->survey)), canonical_without_texts(text));
    EXPECT_NE(definition_hash(file->survey), definition_hash(small_survey().survey));
}

TEST(Load, ACorrectedTypoKeepsTheHashAndAChangedCodeDoesNot) {
    const Sha256 hash = definition_hash(small_survey().survey);

    const auto typo = load_file(edited(small_survey_text(), "\"How old are you?\"", "\"What is your age?\""));
    const auto code = load_file(edited(small_survey_text(), R"("profile": "wide")", R"("profile": "standard")"));

    ASSERT_TRUE(typo);
    ASSERT_TRUE(code) << to_text(code.error());
    EXPECT_EQ(definition_hash(typo->survey), hash);
    EXPECT_NE(definition_hash(code->survey), hash);
}

TEST(Load, ADefinitionDoesNotTakeTexts) {
    const auto document = json::Document::parse(small_survey_text());

    const auto survey = load_definition(document->root());

    ASSERT_FALSE(survey);
    EXPECT_EQ(survey.error().where, "/texts") << to_text(survey.error());
}

TEST(Load, ErrorsOfANestedDefinitionPointFromTheRootOfTheFile) {
    const std::string broken =
        edited(small_survey_text(), R"({"id": "places", "kind": "margin", "of": ["place"]},)", "");
    json::Node definition = json::Document::parse(broken)->root().node();
    definition.erase("texts");
    const json::Document task = json::Document::from(json::Node::object({{"definition", std::move(definition)}}));

    const auto survey = load_definition(*task.root().at("definition"));

    ASSERT_FALSE(survey);
    EXPECT_EQ(survey.error().where, "/definition/questions/6");
}

TEST(Load, PhqNineIsTakenWithAnEthicsReferenceAndOnlyThere) {
    const auto definition = [](const char* score) {
        json::Node node =
            json::Document::parse(edited(small_survey_text(), R"("instrument": "phq8")", score))->root().node();
        node.erase("texts");
        // The bands end at 24; with phq9 they have to reach 27.
        std::string text = json::canonical(node);
        if (std::string_view(score).find("phq9") != std::string_view::npos)
            text = edited(text, "23,24]", "23,24,25,26,27]");
        return text;
    };
    const auto with = json::Document::parse(definition(R"("instrument": "phq9", "ethics": "IRB 12-34")"));
    const auto phq8 = json::Document::parse(definition(R"("instrument": "phq8", "ethics": "IRB 12-34")"));

    const auto survey = load_definition(with->root());

    ASSERT_TRUE(survey) << to_text(survey.error());
    EXPECT_EQ(answer_cells(survey->questions[3]), 28u);
    EXPECT_FALSE(load_definition(phq8->root()));
}

TEST(Load, AMeanNeedsATableWithItsBandsInWhichNoAnswerStandsAlone) {
    const std::string text = edited(
        small_survey_text(), R"({"code": "high", "cells": [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]},
      {"code": "missing", "cells": ["no_answer"]}]})",
        R"({"code": "missing", "cells": [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, "no_answer"]}]})");

    const std::string error = load_error(text);

    EXPECT_EQ(error.rfind("/tables/5: a mean needs", 0), 0u) << error;
}

TEST(Load, WordingInALanguageThatAnInstrumentDoesNotHaveIsTheAuthorsOwn) {
    std::string text = edited(small_survey_text(), R"("en": {)", R"("nl": {)");
    text = edited(text, "\"Several days\"", "\"Meerdere dagen\"");

    EXPECT_EQ(load_error(text), "");
}

TEST(Load, TheBestLanguageIsTheSameThenTheSamePrimarySubtagThenTheFirst) {
    const Texts texts = test::bundled("core").texts;

    EXPECT_EQ(texts.best("es").tag, "es");
    EXPECT_EQ(texts.best("es-MX").tag, "es");
    EXPECT_EQ(texts.best("fr").tag, "en");
    EXPECT_EQ(texts.find("es-MX"), &texts.best("es"));
    EXPECT_EQ(texts.find("fr"), nullptr);
}

}  // namespace
}  // namespace tacit::survey
