// Out to FHIR and back: what FHIR can carry comes back as it was, and the rest is in the notes.
#include "schemas/exchange/fhir_write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "schemas/exchange/fhir_read.h"

namespace tacit::exchange {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;

std::string survey_text(const std::string& name) {
    std::ifstream in(std::string(TACIT_SURVEYS) + "/" + name + ".json", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool is_noted(const Notes& notes, const std::string& question) {
    return std::any_of(notes.begin(), notes.end(), [&](const Note& note) { return note.where == question; });
}

class FhirWrite : public testing::TestWithParam<std::string> {
protected:
    const survey::SurveyFile file_ = survey::load_file(survey_text(GetParam())).value();
    const Exported exported_ = write_fhir(file_);
};

TEST_P(FhirWrite, ComesBackAsItWasWhereverNoNoteSaysOtherwise) {
    const auto imported = read_fhir(json::pretty(exported_.file), {});
    ASSERT_TRUE(imported) << to_text(imported.error());
    const auto back = survey::load_file(json::pretty(imported->survey));
    ASSERT_TRUE(back) << to_text(back.error());

    EXPECT_EQ(back->survey.id, file_.survey.id);
    EXPECT_EQ(back->survey.version, file_.survey.version);
    EXPECT_EQ(back->texts.languages.size(), file_.texts.languages.size());
    const json::Node before = survey::definition_node(file_.survey), after = survey::definition_node(back->survey);
    std::size_t compared = 0;
    for (std::size_t i = 0; i < file_.survey.questions.size(); ++i) {
        const survey::Question& question = file_.survey.questions[i];
        const bool is_score = std::holds_alternative<survey::Score>(question.kind);
        if (is_noted(exported_.notes, question.id) && !is_score) continue;
        const auto at = survey::find_question(back->survey, question.id);
        ASSERT_TRUE(at) << question.id;
        EXPECT_EQ(json::canonical((*after.find("questions")->items())[*at]),
                  json::canonical((*before.find("questions")->items())[i]));
        for (const survey::Language& language : file_.texts.languages) {
            const survey::Language& other = back->texts.best(language.tag);
            EXPECT_EQ(other.title, language.title);
            EXPECT_EQ(other.questions[*at].text, language.questions[i].text);
            EXPECT_EQ(other.questions[*at].help, language.questions[i].help);
            EXPECT_EQ(other.questions[*at].options, language.questions[i].options);
            EXPECT_EQ(other.questions[*at].items, language.questions[i].items);
        }
        ++compared;
    }
    EXPECT_GE(compared, file_.survey.questions.size() / 2);
}

TEST_P(FhirWrite, SaysWhatItCannotCarry) {
    EXPECT_THAT(exported_.notes, Contains(Field(&Note::what, HasSubstr("tables with their weights"))));
    for (const survey::Question& question : file_.survey.questions) {
        const auto* single = std::get_if<survey::Single>(&question.kind);
        const bool lossy = (single && (!single->ends.empty() || !single->weeks_upto.empty())) ||
                           std::holds_alternative<survey::Grid>(question.kind);
        EXPECT_TRUE(!lossy || is_noted(exported_.notes, question.id)) << question.id;
    }
}

TEST_P(FhirWrite, CarriesTheCodesOfLoincAndTheirPoints) {
    const std::string text = json::canonical(exported_.file);
    for (const instruments::Item& item : instruments::instrument(instruments::Id::phq8).items)
        EXPECT_THAT(text, HasSubstr(std::string(item.loinc)));
    EXPECT_THAT(text, AllOf(HasSubstr("LA6571-9"), HasSubstr(R"("valueDecimal":3)"), HasSubstr("copyright")));
}

TEST_P(FhirWrite, WritesTheSameAgainOnceItHasBeenOutAndBack) {
    const auto once = read_fhir(json::pretty(exported_.file), {});
    ASSERT_TRUE(once);
    const Exported again = write_fhir(survey::load_file(json::pretty(once->survey)).value());
    const auto twice = read_fhir(json::pretty(again.file), {});
    ASSERT_TRUE(twice) << to_text(twice.error());

    EXPECT_TRUE(json::canonical(*twice->survey.find("questions")) == json::canonical(*once->survey.find("questions")));
}

INSTANTIATE_TEST_SUITE_P(BundledSurveys, FhirWrite, testing::Values("core", "full"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace tacit::exchange
