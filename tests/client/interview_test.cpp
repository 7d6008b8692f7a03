#include "client/core/interview.h"

#include <gtest/gtest.h>

#include "schemas/survey/load.h"
#include "tests/client/trial.h"

namespace tacit::client {
namespace {

survey::Survey survey_named(const std::string& name) {
    return survey::load_file(test::survey_text(name)).value().survey;
}

// Answers or skips until the question with this id is the current one.
void skip_to(Interview& interview, std::string_view id) {
    while (interview.step() && interview.question().id != id) interview.skip();
    ASSERT_TRUE(interview.step()) << "never came to " << id;
}

std::uint16_t option(const Interview& interview, std::string_view code) {
    const auto& single = std::get<survey::Single>(interview.question().kind);
    for (std::uint16_t i = 0; i < single.options.size(); ++i) {
        if (single.options[i] == code) return i;
    }
    ADD_FAILURE() << "no option " << code;
    return 0;
}

void choose(Interview& interview, std::string_view id, std::string_view code) {
    skip_to(interview, id);
    ASSERT_TRUE(interview.choose(option(interview, code)));
}

class InterviewTest : public testing::Test {
protected:
    const survey::Survey core = survey_named("core");
    const survey::Survey full = survey_named("full");
};

TEST_F(InterviewTest, AsksTheItemsOfAScoreOneAtATime) {
    Interview interview(core);
    skip_to(interview, "phq8");

    for (std::uint16_t item = 0; item < 8; ++item) {
        EXPECT_EQ(interview.question().id, "phq8");
        EXPECT_EQ(interview.step()->part, item);
        ASSERT_TRUE(interview.choose(item % 4));
    }

    EXPECT_EQ(interview.question().id, "state");
    const auto& items = std::get<survey::Items>(interview.answers().given[2]);
    EXPECT_EQ(items.values[7], 3);
}

TEST_F(InterviewTest, LeavesASkippedItemWithoutAnAnswerAndNeverMakesItZero) {
    Interview interview(core);
    skip_to(interview, "phq8");
    ASSERT_TRUE(interview.choose(1));
    interview.skip();

    const auto& items = std::get<survey::Items>(interview.answers().given[2]);
    EXPECT_EQ(items.values[0], 1);
    EXPECT_EQ(items.values[1], std::nullopt);
}

TEST_F(InterviewTest, PassesOverWhatTheRulesSkip) {
    Interview interview(core);
    choose(interview, "state", "never");

    EXPECT_EQ(interview.question().id, "wins");
    EXPECT_EQ(interview.questions_left(), 0u);
}

TEST_F(InterviewTest, CountsTheQuestionsThatMayStillCome) {
    Interview interview(core);
    EXPECT_EQ(interview.position(), 1u);
    EXPECT_EQ(interview.questions_left(), 13u);

    choose(interview, "state", "in_tx");
    choose(interview, "recent_tx", "cbt");

    EXPECT_EQ(interview.question().id, "tx_state");
    EXPECT_EQ(interview.questions_left(), 6u) << "without not_helped_before, which is about antidepressants";
}

TEST_F(InterviewTest, GoesBackThroughPartsAndQuestionsAndKeepsTheAnswers) {
    Interview interview(core);
    EXPECT_FALSE(interview.back());
    choose(interview, "age_band", "a30");
    ASSERT_TRUE(interview.choose(2));
    ASSERT_TRUE(interview.choose(3));

    EXPECT_TRUE(interview.back());
    EXPECT_EQ(interview.chosen(), 3);
    EXPECT_TRUE(interview.back());
    EXPECT_EQ(interview.step()->part, 0u);
    EXPECT_TRUE(interview.back());
    EXPECT_EQ(interview.question().id, "age_band");
    EXPECT_EQ(interview.chosen(), 1);
}

TEST_F(InterviewTest, ForgetsAnswersThatTheRulesSkipAfterAStepBack) {
    Interview interview(core);
    choose(interview, "state", "in_tx");
    choose(interview, "recent_tx", "ect");
    choose(interview, "pgi", "p1");
    interview.go_to(3);

    ASSERT_TRUE(interview.choose(option(interview, "never")));

    EXPECT_EQ(interview.review().size(), 5u);
    for (const auto& given : {interview.answers().given[5], interview.answers().given[10]})
        EXPECT_TRUE(std::holds_alternative<std::monostate>(given));
}

TEST_F(InterviewTest, RefusesMoreMarksThanTheQuestionAllows) {
    Interview interview(core);
    skip_to(interview, "wins");

    EXPECT_FALSE(interview.mark({0, 1, 2, 3}));
    EXPECT_EQ(interview.question().id, "wins");
    EXPECT_FALSE(interview.mark({0, 11})) << "'none of these' beside another";
    EXPECT_FALSE(interview.mark({})) << "nothing is an answer only where the question says so";
    EXPECT_FALSE(interview.mark({12}));
    EXPECT_TRUE(interview.mark({2, 0, 1, 1}));
    EXPECT_EQ(std::get<survey::Marked>(interview.answers().given[13]).options, (std::vector<std::uint16_t>{0, 1, 2}));
}

TEST_F(InterviewTest, EndsOnTheDeviceForPeopleUnder18AndKeepsNothing) {
    Interview interview(core);
    ASSERT_TRUE(interview.choose(0));
    EXPECT_EQ(interview.choice_count(), 5u);

    ASSERT_TRUE(interview.choose(4));

    EXPECT_TRUE(interview.ended());
    EXPECT_FALSE(interview.step());
    EXPECT_EQ(interview.answers(), survey::Answers(core));
}

TEST_F(InterviewTest, FinishesNowWithWhatWasAnsweredSoFar) {
    Interview interview(core);
    ASSERT_TRUE(interview.choose(1));

    interview.finish();

    EXPECT_FALSE(interview.step());
    EXPECT_EQ(interview.answered_count(), 1u);
    EXPECT_TRUE(interview.back());
    EXPECT_EQ(interview.question().id, "wins");
}

TEST_F(InterviewTest, RatesTheMarkedRowsOfAGridOneAtATimeUpToItsLimit) {
    Interview interview(full);
    choose(interview, "state", "in_tx");
    skip_to(interview, "tx_used");
    ASSERT_TRUE(interview.mark({0, 2, 4, 5, 6, 7, 8, 9, 10, 11}));
    ASSERT_EQ(interview.question().id, "tx_help");
    EXPECT_EQ(interview.parts().size(), 10u);

    for (int rated = 0; rated < 8; ++rated) {
        ASSERT_EQ(interview.question().id, "tx_help");
        ASSERT_TRUE(interview.choose(1));
    }

    EXPECT_EQ(interview.question().id, "recent_tx") << "eight rows are the most";
    EXPECT_TRUE(survey::check_answers(full, interview.answers()));
}

TEST_F(InterviewTest, ForgetsRatingsOfRowsThatAreNotMarkedAnyMore) {
    Interview interview(full);
    choose(interview, "state", "in_tx");
    skip_to(interview, "tx_used");
    const std::size_t used = interview.step()->question;
    ASSERT_TRUE(interview.mark({0, 2}));
    ASSERT_TRUE(interview.choose(0));
    ASSERT_TRUE(interview.choose(3));
    interview.go_to(used);

    ASSERT_TRUE(interview.mark({2}));

    const auto& rated = std::get<survey::Rated>(interview.answers().given[used + 1]);
    EXPECT_EQ(rated.marks, (std::vector<survey::GridMark>{{2, 3}}));
}

TEST_F(InterviewTest, TakesTheWeeksFromTheJournalAndDoesNotAskForThem) {
    survey::Journal journal;
    journal.start = {1, 1, 1, 1, 1, 1, 1, 1};
    journal.weeks = 6;
    Interview interview(core, journal);
    choose(interview, "state", "in_tx");
    choose(interview, "recent_tx", "antidepressant");
    choose(interview, "tx_state", "on");

    EXPECT_EQ(interview.question().id, "not_helped_before");
    skip_to(interview, "pgi");
    EXPECT_TRUE(survey::check_answers(core, interview.answers()));
}

}  // namespace
}  // namespace tacit::client
