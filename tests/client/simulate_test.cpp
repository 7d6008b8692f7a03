// The simulator against what it must reproduce: client/simulate/acceptance.json, which was made from the model itself
// with two million people and another seed. Tolerance: 4 standard errors of a share or mean over 200,000 people, so a
// correct model fails a check with probability below 1e-4, and with the fixed seed here never.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "client/simulate/respond.h"
#include "client/simulate/truth.h"
#include "schemas/json/reader.h"
#include "schemas/survey/flow.h"
#include "schemas/survey/measure.h"
#include "tests/client/people.h"
#include "tests/client/trial.h"

namespace tacit::simulate {
namespace {

constexpr std::uint64_t kPeople = 200'000;
constexpr std::uint64_t kSeed = 17;

json::Document acceptance() {
    std::ifstream file(TACIT_ACCEPTANCE);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    return json::Document::parse(text).value();
}

Population population_named(std::string_view name) {
    auto population = load_population(*bundled_population(name));
    EXPECT_TRUE(population) << to_text(population.error());
    return std::move(*population);
}

double millionths(const json::Value& value) {
    return static_cast<double>(value.as_integer(0, 100'000'000).value()) / 1e6;
}

void expect_the_models_values(const std::string& population, const test::Averages& drawn) {
    const json::Document document = acceptance();
    const auto expected = document.root().at("populations")->at(population)->members().value();
    EXPECT_EQ(expected.size(), drawn.size());
    for (const auto& [name, value] : expected) {
        const auto average = drawn.find(name);
        ASSERT_NE(average, drawn.end()) << name;
        const double tolerance = 4 * average->second.standard_error() + 1e-5;
        EXPECT_NEAR(average->second.mean(), millionths(value), tolerance) << name;
    }
}

TEST(Acceptance, TheDefaultPopulationIsTheModelsAndReproducesTheLiterature) {
    const test::Averages people = test::averages_of(population_named("default"), kSeed, kPeople);

    expect_the_models_values("default", people);
    const json::Document document = acceptance();
    const json::Value published = document.root().at("published").value();
    const auto shares = published.at("shares")->members().value();
    for (const auto& [name, value] : shares) {
        const double share = millionths(value);
        EXPECT_NEAR(people.at(name).mean(), share, 4 * std::sqrt(share * (1 - share) / people.at(name).count)) << name;
    }
    const double two_failed = people.at("two or more not helped, of those with a trial").mean();
    EXPECT_GE(two_failed, 0.24);
    EXPECT_LE(two_failed, 0.43);
    const auto ranks = published.at("ranks")->members().value();
    for (const auto& [list, names] : ranks) {
        double above = 1;
        const auto items = names.items().value();
        for (const json::Value& name : items) {
            const double share = people.at(name.as_text().value()).mean();
            EXPECT_LE(share, above) << list << ": " << name.as_text().value();
            above = share;
        }
    }
}

TEST(Acceptance, InTheConfoundedPopulationACrudeComparisonMisleadsAndOneWithinStartLevelsDoesNot) {
    const test::Averages people = test::averages_of(population_named("confounded"), kSeed, kPeople);

    expect_the_models_values("confounded", people);
    const test::Average& talk = people.at("better after talk");
    const test::Average& device = people.at("better after device");
    EXPECT_GT(talk.mean() - device.mean(), 0.1);
    const test::Average& severe_talk = people.at("better after talk, start 20 or more");
    const test::Average& severe_device = people.at("better after device, start 20 or more");
    EXPECT_NEAR(severe_talk.mean(), severe_device.mean(),
                4 * std::hypot(severe_talk.standard_error(), severe_device.standard_error()));
}

TEST(Person, HasItemsThatAddUpToTheScore) {
    const Population population = population_named("default");
    for (int total = 0; total <= 24; ++total) {
        Generator generator(1, static_cast<std::uint64_t>(total));
        const PhqItems items = draw_items(population.scores, total, generator);
        int sum = 0;
        for (const std::uint8_t item : items) {
            EXPECT_LE(item, 3);
            sum += item;
        }
        EXPECT_EQ(sum, total);
    }
}

TEST(Person, ChangesByThePublishedCutOffs) {
    EXPECT_EQ(change_of(19, 9), Change::response) << "the worked record of an instrument's manual";
    EXPECT_EQ(change_of(19, 4), Change::remission);
    EXPECT_EQ(change_of(20, 15), Change::partial);
    EXPECT_EQ(change_of(20, 16), Change::little);
    EXPECT_EQ(change_of(10, 15), Change::worse);
    EXPECT_EQ(change_of(4, 0), Change::little) << "there is nothing to respond from";
}

TEST(Respondent, IsTheSameForTheSameSeedHoweverManyThereAre) {
    const test::Trial trial;
    const Population population = population_named("default");

    const auto first = simulated_answers(trial.survey(), population, 9, 41);

    EXPECT_EQ(simulated_answers(trial.survey(), population, 9, 41), first);
    EXPECT_NE(simulated_answers(trial.survey(), population, 10, 41), first);
    EXPECT_NE(simulated_answers(trial.survey(), population, 9, 42), first);
}

class RespondentTest : public testing::TestWithParam<std::string> {};

TEST_P(RespondentTest, GivesAnswersThatTheSurveyAccepts) {
    const survey::Survey survey = survey::load_file(test::survey_text(GetParam())).value().survey;
    for (const char* name : {"default", "confounded"}) {
        const Population population = population_named(name);
        for (std::uint64_t i = 0; i < 300; ++i) {
            const survey::Answers answers = simulated_answers(survey, population, 5, i);
            const auto checked = survey::check_answers(survey, answers);
            ASSERT_TRUE(checked) << to_text(checked.error());
            const std::string line = json::canonical(survey::answers_node(survey, answers));
            EXPECT_EQ(survey::load_answers(survey, line).value(), answers);
        }
    }
}

TEST_P(RespondentTest, LeavesNoQuestionToChance) {
    const survey::Survey survey = survey::load_file(test::survey_text(GetParam())).value().survey;
    const Population population = population_named("default");
    std::vector<std::map<std::uint16_t, int>> chosen(survey.questions.size());
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const survey::Answers answers = simulated_answers(survey, population, 6, i);
        for (std::size_t q = 0; q < survey.questions.size(); ++q) {
            if (const auto* option = std::get_if<survey::Chosen>(&answers.given[q])) ++chosen[q][option->option];
        }
    }
    // Every single question draws at least two of its codes: a code that no parameter knows would come out evenly or
    // never.
    for (std::size_t q = 0; q < survey.questions.size(); ++q) {
        if (!std::holds_alternative<survey::Single>(survey.questions[q].kind)) continue;
        EXPECT_GE(chosen[q].size(), 2u) << survey.questions[q].id;
    }
}
INSTANTIATE_TEST_SUITE_P(Bundled, RespondentTest, testing::Values("core", "full"));

TEST(Truth, AddsUpWhatEveryRespondentMoves) {
    const test::Trial trial;
    const Population population = population_named("default");
    Truth truth(trial.terms.compiled);
    std::int64_t in_treatment = 0;
    const std::size_t state = *survey::find_question(trial.survey(), "state");
    for (std::uint64_t i = 0; i < 200; ++i) {
        const auto answers = simulated_answers(trial.survey(), population, 5, i);
        truth.add(trial.terms.compiled, survey::measure(trial.survey(), trial.terms.compiled, answers).value());
        const auto* chosen = std::get_if<survey::Chosen>(&answers.given[state]);
        in_treatment += chosen != nullptr && chosen->option == 0 ? 1 : 0;
    }

    for (const survey::CompiledTable& table : trial.terms.compiled.tables) {
        std::int64_t sum = 0;
        for (std::size_t cell = 0; cell < table.cell_count; ++cell) sum += truth.totals()[table.first_cell + cell];
        if (table.sums_to_reports) {
            EXPECT_EQ(sum, 200) << table.id;
        }
        if (table.id == "state") {
            EXPECT_EQ(truth.totals()[table.first_cell], in_treatment);
        }
    }
    EXPECT_EQ(truth.reports(), 200u);
}

TEST(Population, RefusesSharesThatDoNotAddUp) {
    std::string text(*bundled_population("default"));
    const std::size_t at = text.find("\"woman\": 750");
    ASSERT_NE(at, std::string::npos);
    text.replace(at, 12, "\"woman\": 751");

    const auto population = load_population(text);

    ASSERT_FALSE(population);
    EXPECT_EQ(population.error().where, "/alone/gender/shares");
}

}  // namespace
}  // namespace tacit::simulate
