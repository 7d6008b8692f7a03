#include "client/simulate/model.h"

#include <gtest/gtest.h>

#include <cmath>

#include "client/simulate/rehearse.h"
#include "schemas/survey/load.h"
#include "schemas/survey/measure.h"
#include "tests/support/seeded_random.h"

namespace tacit::simulate {
namespace {

constexpr const char* kSurvey = R"json({
  "id": "clinic", "version": "1", "profile": "wide",
  "questions": [
    {"id": "arm", "kind": "single", "options": ["a", "b"]},
    {"id": "outcome", "kind": "single", "options": ["well", "ill"]},
    {"id": "wins", "kind": "multiple", "options": ["sleep", "work"], "max": 2, "may_be_empty": true},
    {"id": "phq8", "kind": "score", "instrument": "phq8"}],
  "derived": [],
  "groups": [{"id": "band", "of": "phq8", "levels": [
    {"code": "low", "cells": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]},
    {"code": "high", "cells": [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]},
    {"code": "missing", "cells": ["no_answer"]}]}],
  "tables": [
    {"id": "result", "kind": "cross", "of": ["arm", "outcome"], "weight": 4},
    {"id": "bands", "kind": "margin", "of": ["band"]},
    {"id": "sum", "kind": "sum", "of": ["phq8"]},
    {"id": "wins", "kind": "margin", "of": ["wins"]}]})json";

constexpr const char* kModel = R"json({
  "format": "tacit-model-1", "name": "clinic",
  "answers": {
    "outcome": {"given": "arm", "rows": {"a": {"well": 700, "ill": 300}}, "otherwise": {"well": 400, "ill": 600}},
    "arm": {"all": {"a": 250, "b": 750}},
    "wins": {"all": {"sleep": 100}},
    "phq8": {"given": "outcome", "rows": {"well": {"mean": 5000, "sd": 3000}},
             "otherwise": {"mean": 15000, "sd": 3000}}},
  "no_answer": {"questions": {"outcome": 100}, "otherwise": 0}})json";

survey::Survey survey_of(const char* text) {
    auto survey = survey::load_definition(json::Document::parse(text)->root());
    EXPECT_TRUE(survey) << to_text(survey.error());
    return *std::move(survey);
}

// Expected totals over 4,000 people; 5 standard deviations of each.
TEST(Model, GivesTheSharesThatItStates) {
    const survey::Survey survey = survey_of(kSurvey);
    const survey::Compiled compiled = *survey::compile(survey);
    const auto people = People::load(kModel, survey);
    ASSERT_TRUE(people) << to_text(people.error());

    constexpr std::size_t kPeople = 4000;
    const std::vector<std::int64_t> totals = Pool(survey, compiled, *people, kPeople, 1).totals();

    const auto near = [&](std::size_t cell, double share) {
        EXPECT_NEAR(static_cast<double>(totals[cell]), kPeople * share, 5 * std::sqrt(kPeople * share * (1 - share)))
            << cell;
    };
    near(0, 0.25 * 0.9 * 0.7);  // a, well
    near(1, 0.25 * 0.9 * 0.3);
    near(2, 0.25 * 0.1);  // no answer to the outcome
    near(3, 0.75 * 0.9 * 0.4);
    near(compiled.tables[3].first_cell, 0.1);  // sleep
    EXPECT_EQ(totals[compiled.tables[3].first_cell + 1], 0);
    // Means of 5 and 15, centred on 12: a little of the lower normal is cut off at zero.
    const double well = 0.25 * 0.7 + 0.75 * 0.4;
    EXPECT_NEAR(static_cast<double>(totals[compiled.tables[2].first_cell]) / kPeople, well * 5.3 + (1 - well) * 15 - 12,
                0.5);
}

TEST(Model, NamesThePlaceOfAMistake) {
    const survey::Survey survey = survey_of(kSurvey);
    const auto refused = [&](std::string_view from, std::string_view to) {
        std::string text = kModel;
        text.replace(text.find(from), from.size(), to);
        const auto people = People::load(text, survey);
        return people ? std::string() : people.error().where;
    };

    EXPECT_EQ(refused("\"wins\"", "\"losses\""), "/answers/losses");
    EXPECT_EQ(refused("\"a\": 250", "\"a\": 251"), "/answers/arm/all");
    EXPECT_EQ(refused("\"a\": 250", "\"c\": 250"), "/answers/arm/all/c");
    EXPECT_EQ(refused("\"given\": \"arm\"", "\"given\": \"phq8\""), "/answers/outcome/given");
    EXPECT_EQ(refused("\"sd\"", "\"sdev\""), "/answers/phq8/rows/well/sdev");
    EXPECT_EQ(refused("\"otherwise\": 0", "\"otherwise\": 1001"), "/no_answer/otherwise");
}

// 0.7 against 0.4 among hundreds is found nearly always; a contrast without a difference in about one of forty runs.
TEST(Rehearse, FindsADeclaredDifferenceThatIsThereAndSeldomOneThatIsNot) {
    const survey::Survey survey = survey_of(kSurvey);
    const survey::Compiled compiled = *survey::compile(survey);
    std::string none = kModel;
    none.replace(none.find("\"well\": 700, \"ill\": 300"), 23, "\"well\": 401, \"ill\": 599");
    test::SeededRandom leader(1), helper(2);
    const BothNoises noise(compiled, leader, helper);
    Trials trials{1000, 40, 3, {}};
    trials.options.primary = {{"result", "well", "a", "b"}};
    const auto power = [&](const std::string& model) {
        const Pool pool(survey, compiled, *People::load(model, survey), 4000, 1);
        return rehearse(survey, compiled, pool, trials, noise)->power().front();
    };

    const release::Power there = power(kModel);
    EXPECT_GE(there.found, 38U);
    EXPECT_EQ(there.published, 40U);
    EXPECT_LE(power(none).found, 6U);
}

}  // namespace
}  // namespace tacit::simulate
