#include "schemas/survey/flow.h"

#include <gtest/gtest.h>

#include "schemas/survey/score.h"
#include "tests/unit/survey/sample.h"

namespace tacit::survey {
namespace {

// Questions of the small survey.
enum : std::size_t { kAge, kUsed, kRating, kPhq, kWeeks, kLevel, kPlace };

Items points(std::uint8_t each) { return {std::vector<std::optional<std::uint8_t>>(8, each)}; }

class Flow : public testing::Test {
protected:
    const Survey survey_ = test::small_survey().survey;
    Answers answers_{survey_};
};

TEST_F(Flow, WalksWithoutAnswersThroughTheQuestionsThatAreAlwaysAsked) {
    std::vector<std::size_t> order;
    for (auto next = next_question(survey_, answers_, 0); next; next = next_question(survey_, answers_, *next + 1))
        order.push_back(*next);

    EXPECT_EQ(order, (std::vector<std::size_t>{kAge, kUsed, kPhq}));
}

TEST_F(Flow, AnAnswerOpensTheQuestionsThatDependOnIt) {
    answers_.given[kUsed] = Marked{{0}};
    answers_.given[kPhq] = points(1);

    EXPECT_EQ(asked(survey_, answers_), (std::vector<bool>{true, true, true, true, true, true, false}));
    answers_.given[kLevel] = Chosen{1};
    EXPECT_TRUE(asked(survey_, answers_, kPlace));
}

TEST_F(Flow, NothingMarkedIsAnAnswerButInNoList) {
    answers_.given[kUsed] = Marked{};

    EXPECT_FALSE(asked(survey_, answers_, kRating));
    EXPECT_TRUE(asked(survey_, answers_, kWeeks));
}

TEST_F(Flow, AQuestionThatIsNotAskedCountsAsUnansweredWhateverWasSaidBefore) {
    answers_.given[kPhq] = points(1);
    answers_.given[kLevel] = Chosen{1};
    ASSERT_TRUE(asked(survey_, answers_, kPlace));

    answers_.given[kPhq] = points(0);  // the answer to "level" stays behind

    EXPECT_FALSE(asked(survey_, answers_, kLevel));
    EXPECT_FALSE(asked(survey_, answers_, kPlace));
    EXPECT_TRUE(std::holds_alternative<std::monostate>(effective(survey_, answers_, kLevel)));
    drop_unasked(survey_, answers_);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(answers_.given[kLevel]));
}

TEST_F(Flow, AScoreWithABlankIsNoScore) {
    Items items = points(3);
    items.values[2] = std::nullopt;
    answers_.given[kPhq] = items;

    EXPECT_FALSE(asked(survey_, answers_, kLevel));
    EXPECT_EQ(score_total(survey_, answers_, kPhq), std::nullopt);
}

TEST_F(Flow, ScoreRulesHoldFromTheirMinimum) {
    Items items = points(0);
    items.values[0] = 3;
    items.values[1] = 1;
    answers_.given[kPhq] = items;
    EXPECT_FALSE(asked(survey_, answers_, kLevel));

    items.values[1] = 2;
    answers_.given[kPhq] = items;
    EXPECT_TRUE(asked(survey_, answers_, kLevel));
}

TEST_F(Flow, AJournalStartTakesThePlaceOfTheRememberedLevel) {
    answers_.given[kPhq] = points(1);
    ASSERT_TRUE(asked(survey_, answers_, kLevel));

    answers_.journal.start = {1, 1, 1, 1, 1, 1, 1, 1};

    EXPECT_FALSE(asked(survey_, answers_, kLevel));
}

TEST_F(Flow, TheJournalsWeeksAnswerTheirQuestionWithoutShowingIt) {
    answers_.given[kUsed] = Marked{{0}};
    answers_.journal.weeks = 4;

    EXPECT_TRUE(asked(survey_, answers_, kWeeks));
    EXPECT_FALSE(shown(survey_, answers_, kWeeks));
    EXPECT_EQ(effective(survey_, answers_, kWeeks), Given(Chosen{1}));
    EXPECT_EQ(next_question(survey_, answers_, kWeeks), std::nullopt);
}

TEST_F(Flow, TheJournalsWeeksDoNotAnswerAQuestionThatIsNotAsked) {
    answers_.journal.weeks = 4;

    EXPECT_EQ(effective(survey_, answers_, kWeeks), Given());
}

TEST_F(Flow, WeeksFallIntoTheFirstOptionThatCoversThem) {
    const auto& weeks = std::get<Single>(survey_.questions[kWeeks].kind);

    for (const auto& [count, option] : {std::pair{0u, 0}, {1u, 0}, {2u, 1}, {4u, 1}, {5u, 2}, {5200u, 2}})
        EXPECT_EQ(weeks_option(weeks, count), option) << count;
}

TEST_F(Flow, GoesBackPastQuestionsThatAreNotShown) {
    answers_.given[kUsed] = Marked{};

    EXPECT_EQ(previous_question(survey_, answers_, kPhq), kUsed);
    EXPECT_EQ(previous_question(survey_, answers_, kAge), std::nullopt);
}

TEST_F(Flow, ProgressCountsOnlyWhatIsShown) {
    answers_.given[kUsed] = Marked{};

    const Progress at = progress(survey_, answers_, kPhq);

    EXPECT_EQ(at.position, 3u);
    EXPECT_EQ(at.of, 4u);
}

TEST_F(Flow, AGridOffersTheRowsMarkedBeforeAndForgetsTheOthers) {
    answers_.given[kUsed] = Marked{{0, 2}};
    answers_.given[kRating] = Rated{{{0, 0}, {2, 1}}};
    EXPECT_EQ(offered_rows(survey_, answers_, kRating), (std::vector<std::uint16_t>{0, 2}));
    EXPECT_EQ(offered_rows(survey_, answers_, kPlace), (std::vector<std::uint16_t>{0, 1}));

    answers_.given[kUsed] = Marked{{2}};
    drop_unasked(survey_, answers_);

    EXPECT_EQ(answers_.given[kRating], Given(Rated{{{2, 1}}}));
}

TEST_F(Flow, ADerivedMapTakesTheFirstCaseThatHoldsElseMissing) {
    EXPECT_EQ(derived_level(survey_, answers_, 0), std::nullopt);
    answers_.given[kUsed] = Marked{{1, 2}};
    EXPECT_EQ(derived_level(survey_, answers_, 0), 0);
    answers_.given[kUsed] = Marked{{1}};
    EXPECT_EQ(derived_level(survey_, answers_, 0), 1);
}

TEST_F(Flow, ADerivedChangeNeedsTheScoreAndSaysWhenThereIsNoStart) {
    const auto level = [&] {
        const auto index = derived_level(survey_, answers_, 1);
        return index ? levels(survey_.derived[1])[*index] : std::string("missing");
    };
    EXPECT_EQ(level(), "missing");
    answers_.given[kPhq] = points(1);
    EXPECT_EQ(level(), "no_start");
    answers_.journal.start = {2, 2, 2, 2, 2, 2, 2, 2};
    EXPECT_EQ(level(), "response");
    answers_.journal.start = {0, 0, 0, 0, 0, 0, 0, 4 - 1};
    EXPECT_EQ(level(), "below_start");
}

}  // namespace
}  // namespace tacit::survey
