// The two surveys that come with the program ask and publish what the survey report decided.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "schemas/survey/flow.h"
#include "schemas/survey/measure.h"
#include "schemas/survey/score.h"
#include "tests/unit/survey/sample.h"

namespace tacit::survey {
namespace {

std::vector<std::string> question_ids(const Survey& survey) {
    std::vector<std::string> ids;
    for (const Question& question : survey.questions) ids.push_back(question.id);
    return ids;
}

std::size_t place(const Survey& survey, std::string_view id) {
    const auto index = find_question(survey, id);
    EXPECT_TRUE(index) << id;
    return index.value_or(0);
}

std::set<std::string> asked_ids(const Survey& survey, std::string_view line) {
    const auto answers = load_answers(survey, line);
    EXPECT_TRUE(answers) << to_text(answers.error());
    std::set<std::string> ids;
    const std::vector<bool> is_asked = asked(survey, *answers);
    for (std::size_t i = 0; i < is_asked.size(); ++i)
        if (is_asked[i]) ids.insert(survey.questions[i].id);
    return ids;
}

TEST(Core, AsksItsFourteenQuestionsInOrder) {
    EXPECT_EQ(question_ids(test::bundled("core").survey),
              (std::vector<std::string>{"diagnosed", "age_band", "phq8", "state", "ad_trials", "recent_tx", "tx_state",
                                        "weeks", "not_helped_before", "start_level", "pgi", "first_change",
                                        "side_burden", "wins"}));
}

TEST(Core, AsksAboutATreatmentOnlyThoseWhoStartedOne) {
    const Survey core = test::bundled("core").survey;
    const std::set<std::string> always{"diagnosed", "age_band", "phq8", "state", "wins"};
    const auto with = [&](std::initializer_list<const char*> more) {
        std::set<std::string> ids = always;
        ids.insert(more.begin(), more.end());
        return ids;
    };

    EXPECT_EQ(asked_ids(core, R"({"state": "never"})"), always);
    EXPECT_EQ(asked_ids(core, R"({"state": "waiting"})"), with({"ad_trials"}));
    EXPECT_EQ(asked_ids(core, "{}"), with({"ad_trials", "recent_tx"}));
    EXPECT_EQ(asked_ids(core, R"({"recent_tx": "cbt"})"), with({"ad_trials", "recent_tx", "tx_state", "weeks",
                                                                "start_level", "pgi", "first_change", "side_burden"}));
    EXPECT_EQ(asked_ids(core, R"({"state": "in_tx", "ad_trials": "n0", "recent_tx": "antidepressant"})"),
              with({"ad_trials", "recent_tx", "tx_state", "weeks", "not_helped_before", "start_level", "pgi",
                    "first_change", "side_burden"}));
    EXPECT_FALSE(
        asked_ids(core, R"({"recent_tx": "cbt", "journal": {"start": [1,1,1,1,1,1,1,1]}})").contains("start_level"));
}

TEST(Core, TakesTheWeeksFromTheJournal) {
    const Survey core = test::bundled("core").survey;
    const std::vector<std::pair<int, std::string>> bands{
        {0, "lt2"},    {1, "lt2"},     {2, "w2_4"},    {4, "w2_4"},    {5, "w5_8"},    {8, "w5_8"},  {9, "w9_12"},
        {12, "w9_12"}, {13, "w13_26"}, {26, "w13_26"}, {27, "w27_52"}, {52, "w27_52"}, {53, "gt52"}, {900, "gt52"}};
    for (const auto& [weeks, code] : bands) {
        const auto answers =
            load_answers(core, R"({"recent_tx": "cbt", "journal": {"weeks": )" + std::to_string(weeks) + "}}");
        ASSERT_TRUE(answers);
        const std::size_t question = place(core, "weeks");
        const Given given = effective(core, *answers, question);
        EXPECT_EQ(cell_code(core.questions[question], std::get<Chosen>(given).option), code) << weeks;
    }
}

TEST(Core, PublishesTheTreatmentInGroupsOnly) {
    const SurveyFile core = test::bundled("core");
    const Compiled compiled = compile(core.survey).value();

    for (const CompiledTable& table : compiled.tables)
        for (const Axis& axis : table.axes) {
            const auto psychedelic = std::find(axis.codes.begin(), axis.codes.end(), "psychedelic");
            EXPECT_EQ(psychedelic, axis.codes.end()) << table.id;
        }
    for (const Language& language : core.texts.languages) {
        const std::size_t recent = place(core.survey, "recent_tx");
        const auto& options = std::get<Single>(core.survey.questions[recent].kind).options;
        const auto option = std::find(options.begin(), options.end(), "psychedelic") - options.begin();
        const std::string& label = language.questions[recent].options[static_cast<std::size_t>(option)];
        EXPECT_NE(label.find(language.tag == "en" ? "only counted together" : "solo se cuenta junto"),
                  std::string::npos)
            << label;
    }
}

TEST(Full, AsksThirtyThreeQuestionsWithTheScoreBeforeAnythingThatRecallsTheWorstTime) {
    const Survey full = test::bundled("full").survey;

    EXPECT_EQ(full.questions.size(), 33u);
    EXPECT_EQ(place(full, "difficulty"), place(full, "phq8") + 1);
    for (const char* later : {"episode", "worst_symptoms", "tx_used", "tx_help", "recent_tx", "start_level", "pgi"})
        EXPECT_LT(place(full, "difficulty"), place(full, later)) << later;
    EXPECT_LT(place(full, "not_helped_before"), place(full, "pgi"));
}

TEST(Full, HasTheTablesOfTheSurveyReport) {
    const Compiled full = compile(test::bundled("full").survey).value();
    const auto axes = [&](std::string_view id) {
        std::vector<std::string> ids;
        for (const CompiledTable& table : full.tables)
            if (table.id == id)
                for (const Axis& axis : table.axes) ids.push_back(axis.id);
        return ids;
    };
    using Ids = std::vector<std::string>;

    EXPECT_EQ(axes("x01_tx_help"), Ids({"tx_help"}));
    EXPECT_EQ(axes("x02_tx_first_change"), Ids({"tx_group", "first_change_group"}));
    EXPECT_EQ(axes("x03_tx_pgi5"), Ids({"tx_group", "pgi5"}));
    EXPECT_EQ(axes("x04_tx_outcome"), Ids({"tx_group", "pgi_fold"}));
    EXPECT_EQ(axes("x05_tx_side_burden"), Ids({"tx_group", "side_burden_group"}));
    EXPECT_EQ(axes("x06_not_helped_outcome"), Ids({"ad_base", "not_helped", "pgi_fold"}));
    EXPECT_EQ(axes("x06_bipolar"), Ids({"ad_before", "pgi_fold", "bipolar"}));
    EXPECT_EQ(axes("x07_start_now"), Ids({"start_group", "phq8_band"}));
    EXPECT_EQ(axes("x08_weeks_outcome"), Ids({"weeks_group", "pgi_fold"}));
    EXPECT_EQ(axes("x09_delay_outcome"), Ids({"delay_group", "pgi_fold"}));
    EXPECT_EQ(axes("x10_age_outcome"), Ids({"age_band", "pgi_fold"}));
    EXPECT_EQ(axes("x11_gender_outcome"), Ids({"gender", "pgi_fold"}));
    EXPECT_EQ(axes("x12_not_enough_tried"), Ids({"not_enough2", "tx_used", "bipolar"}));
    EXPECT_EQ(axes("x13_cooccur_outcome"), Ids({"cooccur", "pgi_fold"}));
    EXPECT_EQ(axes("x14_measured_change"), Ids({"change", "pgi_fold"}));
    EXPECT_EQ(axes("x15_episode_outcome"), Ids({"episode", "pgi_fold"}));
    EXPECT_EQ(axes("x16_class_outcome"), Ids({"ad_only", "ad_classes", "pgi_fold"}));
    EXPECT_EQ(axes("x17_tracking_outcome"), Ids({"tracking", "pgi_fold"}));
    EXPECT_EQ(axes("settings_outcome"), Ids({"settings", "pgi_fold"}));
    EXPECT_EQ(axes("tx_start_outcome"), Ids({"tx_group", "start_fold", "pgi_fold"}));
}

TEST(Full, TheDifficultyItemIsVerbatimAndAskedFromAScoreOfOne) {
    const SurveyFile full = test::bundled("full");
    const std::size_t question = place(full.survey, "difficulty");
    const instruments::Difficulty& difficulty = instruments::phq_difficulty();

    for (const Language& language : full.texts.languages) {
        EXPECT_EQ(language.questions[question].text, instruments::in_language(difficulty.text, language.tag));
        for (std::size_t i = 0; i < difficulty.steps.size(); ++i)
            EXPECT_EQ(language.questions[question].options[i],
                      instruments::in_language(difficulty.steps[i].text, language.tag));
    }
    EXPECT_TRUE(asked_ids(full.survey, R"({"phq8": [0,0,0,0,0,0,0,1]})").contains("difficulty"));
    EXPECT_FALSE(asked_ids(full.survey, R"({"phq8": [0,0,0,0,0,0,0,0]})").contains("difficulty"));
}

TEST(Full, ATreatmentThatIsCountedInAGroupOnlyIsNotAnOptionOfAPublishedList) {
    const Compiled full = compile(test::bundled("full").survey).value();

    for (const CompiledTable& table : full.tables)
        for (const Axis& axis : table.axes)
            for (const std::string& code : axis.codes)
                EXPECT_EQ(code.find("psychedelic"), std::string::npos) << table.id;
}

// A woman of 33, in treatment, three antidepressants of which two had not helped, on ketamine for five weeks, first
// change after 2 to 6 days, journal start 19, now 9.
TEST(Full, CountsTheWorkedRecordWhereAPersonWouldLookForIt) {
    const Survey full = test::bundled("full").survey;
    const Compiled compiled = compile(full).value();
    const auto answers = load_answers(full, R"({
        "diagnosed": "yes", "age_band": "a30", "gender": "woman", "phq8": [2,1,2,1,1,1,1,0], "state": "in_tx",
        "cooccur": ["anxiety"], "ad_trials": "n3", "ad_classes": ["ssri", "snri"],
        "tx_used": ["antidepressant", "ketamine"], "tx_help": {"ketamine": "lot"},
        "recent_tx": "ketamine", "tx_state": "on", "not_helped_before": "f2", "pgi": "p2", "first_change": "d6",
        "journal": {"start": [3,3,3,2,2,2,2,2], "weeks": 5}})");
    ASSERT_TRUE(answers) << to_text(answers.error());

    const auto measurement = measure(full, compiled, *answers);

    ASSERT_TRUE(measurement) << to_text(measurement.error());
    std::set<std::string> moved;
    for (const Moved& each : disclosure(compiled, *measurement)) {
        const CompiledTable& table = compiled.tables[each.table];
        const CellName name = cell_name(table, each.cell);
        moved.insert(table.id + " " + name.row + " " + name.column + " " + std::to_string(each.by));
    }
    for (const char* expected :
         {"x01_tx_help ketamine lot 1", "x02_tx_first_change rapid d6 1", "x04_tx_outcome rapid better 1",
          "x06_not_helped_outcome other/h2 better 1", "x06_bipolar missing/better no 1", "x07_start_now missing mild 1",
          "x08_weeks_outcome w5_8 better 1", "x12_not_enough_tried ge2/ketamine no 1",
          "x12_not_enough_tried ge2/antidepressant no 1", "x14_measured_change response better 1", "phq8_sum sum  -3"})
        EXPECT_TRUE(moved.contains(expected)) << expected;
    const auto now = instruments::EightItemScore::of(
        std::span<const std::optional<std::uint8_t>>(std::get<Items>(answers->given[place(full, "phq8")]).values));
    EXPECT_EQ(instruments::reliable(instruments::EightItemScore::of(*answers->journal.start), *now),
              instruments::Reliable::rel_recovery);
}

class EveryBundledSurvey : public testing::TestWithParam<const char*> {
protected:
    const SurveyFile file_ = test::bundled(GetParam());
};

TEST_P(EveryBundledSurvey, SpeaksEnglishAndSpanishWithCreditsAndTheLoincNotice) {
    ASSERT_EQ(file_.texts.languages.size(), 2u);
    for (const Language& language : file_.texts.languages) {
        const auto mentions = [&](std::string_view word) {
            return std::any_of(language.notices.begin(), language.notices.end(),
                               [&](const std::string& notice) { return notice.find(word) != std::string::npos; });
        };
        EXPECT_TRUE(mentions("Kroenke")) << language.tag;
        EXPECT_TRUE(mentions("LOINC")) << language.tag;
    }
    EXPECT_EQ(file_.texts.languages[0].tag, "en");
    EXPECT_EQ(file_.texts.languages[1].tag, "es");
    const auto& notices = file_.texts.languages[0].notices;
    EXPECT_NE(std::find(notices.begin(), notices.end(), std::string(instruments::loinc_notice())), notices.end());
    EXPECT_TRUE(std::any_of(notices.begin(), notices.end(), [](const std::string& notice) {
        return notice.find(instruments::phq_credit()) != std::string::npos;
    }));
}

TEST_P(EveryBundledSurvey, SaysOnTheScreenHowManyMayBeChosen) {
    for (const Language& language : file_.texts.languages)
        for (std::size_t i = 0; i < file_.survey.questions.size(); ++i) {
            const auto& kind = file_.survey.questions[i].kind;
            if (std::holds_alternative<Single>(kind) || std::holds_alternative<Score>(kind)) continue;
            const std::string number = std::to_string(marks_max(file_.survey.questions[i]));
            EXPECT_NE(language.questions[i].text.find(' ' + number + '.'), std::string::npos)
                << language.questions[i].text;
        }
}

TEST_P(EveryBundledSurvey, EndsKindlyForThoseUnderEighteenAndSendsNothing) {
    const std::size_t age = place(file_.survey, "age_band");
    const Single& single = std::get<Single>(file_.survey.questions[age].kind);

    EXPECT_EQ(single.ends, std::vector<std::string>{"under18"});
    EXPECT_FALSE(load_answers(file_.survey, R"({"age_band": "under18"})"));
    for (const Language& language : file_.texts.languages) EXPECT_NE(language.questions[age].ends[0].message, "");
}

TEST_P(EveryBundledSurvey, AsksTheEightItemsOfThePhqOnly) {
    for (const Question& question : file_.survey.questions)
        if (const auto* score = std::get_if<Score>(&question.kind)) {
            EXPECT_EQ(score->instrument, instruments::Id::phq8);
        }
}

TEST_P(EveryBundledSurvey, FoldsTheGlobalRatingAsDeclared) {
    for (const Group& group : file_.survey.groups) {
        if (group.id != "pgi_fold") continue;
        ASSERT_EQ(group.levels.size(), 4u);
        EXPECT_EQ(group.levels[0].cells, (std::vector<std::uint16_t>{0, 1}));
        EXPECT_EQ(group.levels[1].cells, (std::vector<std::uint16_t>{2, 3, 4}));
        EXPECT_EQ(group.levels[2].cells, (std::vector<std::uint16_t>{5, 6}));
        EXPECT_EQ(group.levels[3].cells, (std::vector<std::uint16_t>{7, 8}));
    }
}

TEST_P(EveryBundledSurvey, UsesNoWordThatBlamesAPerson) {
    for (const Language& language : file_.texts.languages) {
        const std::string text = json::canonical(texts_node(file_.survey, Texts{{language}}));
        for (const char* word :
             {"sufferer", "non-responder", "you failed", "committed", "treatment-resistant", "proven"})
            EXPECT_EQ(text.find(word), std::string::npos) << word;
    }
}

INSTANTIATE_TEST_SUITE_P(Bundled, EveryBundledSurvey, testing::Values("core", "full"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace tacit::survey
