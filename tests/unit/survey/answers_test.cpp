#include "schemas/survey/answers.h"

#include <gtest/gtest.h>

#include "schemas/survey/flow.h"
#include "tests/unit/survey/sample.h"

namespace tacit::survey {
namespace {

class AnswersLine : public testing::Test {
protected:
    // "where: what. remedy", or "" where the line is taken.
    std::string error(std::string_view line) const {
        const auto answers = load_answers(survey_, line);
        return answers ? "" : answers.error().where + ": " + answers.error().what + ". " + answers.error().remedy;
    }
    const Survey survey_ = test::small_survey().survey;
};

TEST_F(AnswersLine, HoldsEveryKindOfAnswer) {
    const auto answers = load_answers(
        survey_, R"({"age": "old", "used": ["pill", "walk"], "rating": {"pill": "lot"}, "phq8": [0,1,2,3,null,1,2,3],
                     "place": {}, "journal": {"start": [3,3,2,2,1,1,2,2], "weeks": 6}})");

    ASSERT_TRUE(answers) << to_text(answers.error());
    EXPECT_EQ(answers->given[0], Given(Chosen{1}));
    EXPECT_EQ(answers->given[1], Given(Marked{{0, 2}}));
    EXPECT_EQ(answers->given[2], Given(Rated{{{2, 0}}}));
    EXPECT_EQ(std::get<Items>(answers->given[3]).values[4], std::nullopt);
    EXPECT_EQ(std::get<Items>(answers->given[3]).values[3], 3);
    EXPECT_EQ(answers->given[4], Given());
    EXPECT_EQ(answers->given[6], Given(Rated{}));
    EXPECT_EQ(answers->journal.weeks, 6u);
    EXPECT_EQ((*answers->journal.start)[1], 3);
}

TEST_F(AnswersLine, ComesBackFromItsOwnWriting) {
    const auto answers = load_answers(
        survey_,
        R"({"age": "old", "used": [], "phq8": [0,1,2,3,null,1,2,3], "weeks": "to4", "place": {"work": "bad"}})");
    ASSERT_TRUE(answers) << to_text(answers.error());

    const auto again = load_answers(survey_, json::canonical(answers_node(survey_, *answers)));

    ASSERT_TRUE(again);
    EXPECT_EQ(*again, *answers);
}

TEST_F(AnswersLine, AbsentAndNullAreNoAnswerAndEmptyIsOne) {
    const auto line = load_answers(survey_, R"({"age": null, "used": []})");

    ASSERT_TRUE(line) << to_text(line.error());
    EXPECT_EQ(line->given[0], Given());
    EXPECT_EQ(line->given[1], Given(Marked{}));
    EXPECT_EQ(*load_answers(survey_, "{}"), Answers(survey_));
}

TEST_F(AnswersLine, RefusesAnUnknownQuestion) {
    EXPECT_EQ(error(R"({"agee": "old"})"), "/agee: the survey has no question \"agee\". Did you mean \"age\"?");
}

TEST_F(AnswersLine, RefusesAnUnknownCodeWithoutRepeatingIt) {
    const std::string text = error(R"({"age": "middle"})");

    EXPECT_EQ(text, "/age: this is not one of the question's codes. Use one of: young, old");
    EXPECT_EQ(text.find("middle"), std::string::npos);
}

TEST_F(AnswersLine, RefusesTooManyMarksInsteadOfDroppingOne) {
    EXPECT_EQ(error(R"({"used": ["walk", "talk", "pill"]})"),
              "/used: more marks than the question allows. Keep at most 2");
}

TEST_F(AnswersLine, RefusesTheSameCodeTwice) { EXPECT_NE(error(R"({"used": ["walk", "walk"]})"), ""); }

TEST_F(AnswersLine, RefusesAnExclusiveOptionBesideOthers) {
    EXPECT_EQ(error(R"({"used": ["nothing"]})"), "");
    EXPECT_EQ(error(R"({"used": ["walk", "nothing"]})").rfind("/used: an option that goes with no other", 0), 0u);
}

TEST_F(AnswersLine, RefusesAnEmptyAnswerWhereThatIsNone) {
    EXPECT_EQ(error(R"({"used": ["walk"], "rating": {}})").rfind("/rating: nothing is marked", 0), 0u);
}

TEST_F(AnswersLine, RefusesAMarkOnAQuestionThatTheRulesSkip) {
    EXPECT_EQ(error(R"({"level": "low"})").rfind("/level: the rules of the survey skip this question", 0), 0u);
    EXPECT_EQ(error(R"({"phq8": [1,1,1,1,1,1,1,1], "level": "low"})"), "");
    EXPECT_NE(error(R"({"phq8": [1,1,1,1,1,1,1,1], "level": "low", "journal": {"start": [1,1,1,1,1,1,1,1]}})"), "");
}

TEST_F(AnswersLine, RefusesARowThatIsNotOffered) {
    EXPECT_EQ(error(R"({"used": ["walk"], "rating": {"pill": "lot"}})").rfind("/rating: a row was rated", 0), 0u);
    EXPECT_EQ(error(R"({"used": ["walk"], "rating": {"swim": "lot"}})").rfind("/rating/swim: ", 0), 0u);
}

TEST_F(AnswersLine, RefusesAnAnswerThatEndsTheSurvey) {
    EXPECT_EQ(error(R"({"age": "child"})").rfind("/age: with this answer the survey ends", 0), 0u);
}

TEST_F(AnswersLine, RefusesScoresOfAnotherLengthOrOffTheScale) {
    EXPECT_EQ(error(R"({"phq8": [0,1,2,3,0,1,2,3,0]})").rfind("/phq8: ", 0), 0u);
    EXPECT_EQ(error(R"({"phq8": [0,1,2,4,0,1,2,3]})").rfind("/phq8/3: ", 0), 0u);
}

TEST_F(AnswersLine, RefusesAJournalStartWithNineOrBlankItems) {
    EXPECT_EQ(error(R"({"journal": {"start": [1,1,1,1,1,1,1,1,1]}})").rfind("/journal/start: ", 0), 0u);
    EXPECT_EQ(error(R"({"journal": {"start": [1,1,1,1,1,1,1,null]}})").rfind("/journal/start/7: ", 0), 0u);
    EXPECT_NE(error(R"({"journal": {"note": "x"}})"), "");
}

TEST_F(AnswersLine, RefusesWeeksThatContradictTheJournal) {
    EXPECT_EQ(error(R"({"used": [], "weeks": "to4", "journal": {"weeks": 3}})"), "");
    EXPECT_EQ(error(R"({"used": [], "weeks": "more", "journal": {"weeks": 3}})").rfind("/weeks: the journal's", 0), 0u);
}

TEST_F(AnswersLine, RefusesWhatIsNoObjectAndNamesSyntaxErrors) {
    EXPECT_NE(error("[]"), "");
    EXPECT_NE(error("{\"age\": \"old\""), "");
    EXPECT_NE(error(R"({"age": "old", "age": "young"})"), "");
}

TEST_F(AnswersLine, ChecksAnswersThatCameAnotherWay) {
    Answers answers(survey_);
    answers.given[0] = Chosen{2};
    EXPECT_FALSE(check_answers(survey_, answers));
    answers.given[0] = Marked{{0}};
    EXPECT_FALSE(check_answers(survey_, answers));
    answers.given[0] = {};
    answers.given[1] = Marked{{2, 0}};
    EXPECT_FALSE(check_answers(survey_, answers));
    answers.given[1] = Marked{{0, 2}};
    answers.given[2] = Rated{{{0, 0}, {0, 1}}};
    EXPECT_FALSE(check_answers(survey_, answers));
    answers.given[2] = {};
    EXPECT_TRUE(check_answers(survey_, answers));
    EXPECT_FALSE(check_answers(survey_, Answers()));
}

}  // namespace
}  // namespace tacit::survey
