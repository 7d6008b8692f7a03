#include "client/core/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schemas/survey/measure.h"
#include "schemas/task/counted.h"
#include "schemas/task/form_manifest.h"
#include "tests/client/trial.h"

namespace tacit::client {
namespace {

using json::Node;
using testing::HasSubstr;

constexpr std::string_view kNow = "1798800000";  // a day after the trial's survey opened

class SessionTest : public testing::Test {
protected:
    explicit SessionTest(const std::string& survey = "core") : trial_(options(survey)), session_(random_) {}

    static test::TrialOptions options(const std::string& survey) {
        test::TrialOptions options;
        options.survey = test::survey_text(survey);
        return options;
    }
    void believe() {
        const auto task = session_.believe(id_, trial_.served);
        ASSERT_TRUE(task) << to_text(task.error());
    }
    void begin() {
        believe();
        ASSERT_TRUE(session_.start(""));
    }
    Node step() { return session_.step().value(); }
    std::string text(const Node& node, std::string_view member) {
        const Node* const found = node.find(member);
        return found != nullptr && found->text() != nullptr ? *found->text() : "?";
    }
    std::int64_t number(const Node& node, std::string_view member) {
        const Node* const found = node.find(member);
        return found != nullptr && found->integer() != nullptr ? *found->integer() : -1;
    }
    void skip_to(std::string_view id) {
        while (!step().is_null() && text(step(), "id") != id) ASSERT_TRUE(session_.skip());
        ASSERT_FALSE(step().is_null()) << "never came to " << id;
    }

    test::Trial trial_;
    test::SeededRandom random_{5};
    Session session_;
    const std::string id_ = wire::to_text(trial_.terms.id);
};

TEST_F(SessionTest, FailsInWordsWhereCallsComeOutOfTurn) {
    EXPECT_FALSE(session_.languages());
    EXPECT_FALSE(session_.start(""));
    EXPECT_FALSE(session_.newest_texts(id_, trial_.served));
    believe();
    EXPECT_FALSE(session_.step());
    EXPECT_FALSE(session_.choose("0"));
    EXPECT_FALSE(session_.seal(kNow));
    ASSERT_TRUE(session_.start(""));
    EXPECT_FALSE(session_.choose("99"));
    EXPECT_FALSE(session_.choose("-1"));
    EXPECT_FALSE(session_.choose("one"));
    EXPECT_FALSE(session_.mark("[0]")) << "the first question takes one answer";
    EXPECT_FALSE(session_.go_to("99"));
    skip_to("state");
    ASSERT_TRUE(session_.choose("4"));
    ASSERT_TRUE(session_.finish());
    EXPECT_FALSE(session_.skip());
    EXPECT_FALSE(session_.go_to("5")) << "recent_tx, which people who were never treated are not asked";
}

TEST_F(SessionTest, LooksAtATaskBeforeItIsBelieved) {
    const auto task = session_.look_at_task(id_, "https://a.example/", trial_.served.leader.task_json);
    ASSERT_TRUE(task) << to_text(task.error());
    EXPECT_EQ(text(*task->find("helper"), "host"), "b.example");
    EXPECT_EQ(number(*task, "closes"), trial_.task.closes);
    EXPECT_EQ(*session_.newest_texts(id_, trial_.served)->integer(), 1);

    Bytes changed = trial_.served.leader.task_json;
    changed[changed.size() / 2] ^= 1;
    EXPECT_FALSE(session_.look_at_task(id_, "https://a.example/", changed));
}

TEST_F(SessionTest, GivesTheNearestLanguageOfTheSurvey) {
    believe();

    EXPECT_EQ(text(*session_.set_language("es-MX"), "tag"), "es");
    EXPECT_EQ(text(*session_.set_language("ar"), "tag"), "en");
    EXPECT_EQ(session_.languages()->items()->size(), 2u);
}

TEST_F(SessionTest, ShowsAQuestionWithItsChoicesInTheChosenLanguage) {
    begin();
    ASSERT_TRUE(session_.set_language("en"));

    const Node first = step();

    EXPECT_EQ(text(first, "id"), "diagnosed");
    EXPECT_EQ(text(first, "kind"), "single");
    EXPECT_THAT(text(first, "text"), HasSubstr("health worker"));
    EXPECT_TRUE(*first.find("first")->boolean());
    const auto& choices = *first.find("choices")->items();
    ASSERT_EQ(choices.size(), 3u);
    EXPECT_EQ(text(choices[0], "label"), "Yes");
    EXPECT_GT(number(choices[0], "guess"), 500);

    ASSERT_TRUE(session_.choose("0"));
    EXPECT_FALSE(*step().find("first")->boolean());
    ASSERT_TRUE(session_.set_language("es"));
    EXPECT_EQ(text(step(), "text"), "¿Cuántos años tiene?");
    EXPECT_TRUE(*session_.back()->boolean());
    EXPECT_TRUE(*step().find("choices")->items()->front().find("chosen")->boolean());
    EXPECT_FALSE(*session_.back()->boolean());
}

TEST_F(SessionTest, ShowsAnItemOfAScoreAndAnExclusiveOption) {
    begin();
    skip_to("phq8");
    EXPECT_EQ(text(step(), "item"), "Little interest or pleasure in doing things");
    EXPECT_THAT(text(step(), "stem"), HasSubstr("2 weeks"));
    EXPECT_EQ(number(step(), "parts"), 8);

    skip_to("wins");
    const Node wins = step();
    const auto& choices = *wins.find("choices")->items();
    EXPECT_TRUE(std::any_of(choices.begin(), choices.end(),
                            [](const Node& choice) { return *choice.find("exclusive")->boolean(); }));
    EXPECT_EQ(number(wins, "questionsLeft"), 0);
    ASSERT_TRUE(session_.mark("[1,0]"));
    EXPECT_TRUE(step().is_null());
}

TEST_F(SessionTest, EndsOnTheDeviceForPeopleUnder18AndSealsNothing) {
    begin();
    skip_to("age_band");
    const Node age = step();
    const auto& choices = *age.find("choices")->items();
    ASSERT_TRUE(*choices.back().find("ends")->boolean());
    EXPECT_TRUE(choices.back().find("guess")->is_null());

    ASSERT_TRUE(session_.choose(std::to_string(choices.size() - 1)));

    EXPECT_TRUE(step().is_null());
    EXPECT_EQ(text(*session_.ended(), "label"), "Under 18");
    EXPECT_FALSE(session_.seal(kNow));
    EXPECT_FALSE(session_.disclose());
    EXPECT_FALSE(session_.back());
}

TEST_F(SessionTest, ReviewsWhatCountsAsPeopleReadIt) {
    begin();
    ASSERT_TRUE(session_.choose("0"));
    skip_to("phq8");
    ASSERT_TRUE(session_.choose("3"));
    skip_to("state");
    ASSERT_TRUE(session_.choose("4"));
    skip_to("wins");
    ASSERT_TRUE(session_.mark("[0,1]"));

    const Node review = session_.review().value();

    const auto entry = [&](std::string_view id) {
        for (const Node& one : *review.items())
            if (text(one, "id") == id) return one;
        return Node();
    };
    EXPECT_EQ(*entry("diagnosed").find("answer")->items()->at(0).text(), "Yes");
    EXPECT_EQ(*entry("phq8").find("answer")->items()->at(0).text(),
              "Little interest or pleasure in doing things: Nearly every day");
    EXPECT_EQ(entry("wins").find("answer")->items()->size(), 2u);
    EXPECT_FALSE(*entry("age_band").find("answered")->boolean());
    EXPECT_TRUE(entry("recent_tx").is_null()) << "not asked";
    EXPECT_EQ(*session_.answered_count()->integer(), 4);
    EXPECT_TRUE(session_.go_to(std::to_string(number(entry("age_band"), "question"))));
    EXPECT_EQ(text(step(), "id"), "age_band");
}

TEST_F(SessionTest, GoesOnWhereItWasLeft) {
    begin();
    ASSERT_TRUE(session_.choose("0"));
    skip_to("phq8");
    ASSERT_TRUE(session_.choose("3"));
    ASSERT_TRUE(session_.choose("2"));
    const SecretBytes saved = session_.save().value();
    const Node left_at = step();

    Session later(random_);
    ASSERT_TRUE(later.believe(id_, trial_.served));
    const auto restored = later.restore(saved.view());

    ASSERT_TRUE(restored) << to_text(restored.error());
    EXPECT_EQ(later.step().value(), left_at);
    EXPECT_EQ(later.review().value(), session_.review().value());
    ASSERT_TRUE(later.finish());
    const SecretBytes finished = later.save().value();
    ASSERT_TRUE(later.restore(finished.view()));
    EXPECT_TRUE(later.step()->is_null()) << "at the review";
}

TEST_F(SessionTest, RefusesAnInterviewOfAnotherSurveyOrOneThatNobodyGave) {
    begin();
    const SecretBytes saved = session_.save().value();
    const test::Trial other(options("full"));
    Session elsewhere(random_);
    ASSERT_TRUE(elsewhere.believe(wire::to_text(other.terms.id), other.served));

    EXPECT_EQ(elsewhere.restore(saved.view()).error().fault, Fault::refused);
    EXPECT_FALSE(session_.restore(as_bytes("{}")));
    std::string forged(as_text(saved.view()));
    forged.replace(forged.find(R"("answers":{})"), 12, R"("answers":{"age_band":"under18"})");
    EXPECT_FALSE(session_.restore(as_bytes(forged)));
    EXPECT_TRUE(session_.step()) << "the running interview stays";
}

TEST_F(SessionTest, TakesStartAndWeeksFromTheJournal) {
    believe();
    ASSERT_TRUE(session_.start(R"({"start":[3,3,2,2,1,1,2,2],"weeks":6})"));
    EXPECT_THAT(std::string(as_text(session_.save()->view())), HasSubstr(R"("weeks":6)"));
    EXPECT_FALSE(session_.start(R"({"start":[9]})"));
}

TEST_F(SessionTest, SealsWhatItDisclosed) {
    begin();
    ASSERT_TRUE(session_.choose("0"));
    skip_to("wins");
    ASSERT_TRUE(session_.mark("[2]"));

    const Node leaves = session_.disclose().value();
    const Bytes request = session_.seal(kNow).value();

    EXPECT_EQ(number(leaves, "requestSize"), static_cast<std::int64_t>(request.size()));
    EXPECT_EQ(number(leaves, "guessOperator"), 599);
    const auto counted = trial_.count(request).value();
    const auto moved = std::count_if(counted.begin(), counted.end(), [](std::int64_t cell) { return cell != 0; });
    EXPECT_EQ(leaves.find("counters")->items()->size(), static_cast<std::size_t>(moved));
}

TEST_F(SessionTest, SealsTheSameBytesAsTheCommandLineForTheSameRandomness) {
    begin();
    ASSERT_TRUE(session_.choose("0"));
    ASSERT_TRUE(session_.finish());
    const auto answers = survey::load_answers(trial_.survey(), R"({"diagnosed":"yes"})").value();
    const auto measurement = survey::measure(trial_.survey(), trial_.terms.compiled, answers).value();
    test::SeededRandom same(5);

    const Bytes there =
        trial_.reporter().upload_request(same, measurement, task::units(trial_.task, 1'798'800'000)).value();

    EXPECT_EQ(session_.seal(kNow).value(), there);
}

TEST_F(SessionTest, SealsToNewKeysWithoutLosingTheInterview) {
    begin();
    ASSERT_TRUE(session_.choose("0"));
    trial_.rotate_keys();

    ASSERT_TRUE(session_.refresh_keys(id_, trial_.served));

    EXPECT_EQ(*session_.answered_count()->integer(), 1);
    EXPECT_TRUE(trial_.count(session_.seal(kNow).value()));
    trial_.served.helper.peer_hpke = trial_.served.leader.peer_hpke;
    EXPECT_FALSE(session_.refresh_keys(id_, trial_.served));
}

TEST_F(SessionTest, NamesTheCountedDaysOfASignedList) {
    ASSERT_TRUE(session_.look_at_task(id_, "https://a.example/", trial_.served.leader.task_json));
    const task::Counted list{trial_.terms.id, wire::Role::leader, {{20'820, 2}, {20'830, 1}}};
    const std::string signed_list = task::sign_counted(list, trial_.leader_signing);

    const auto days = session_.counted_days(id_, as_bytes(signed_list), "leader");

    ASSERT_TRUE(days) << to_text(days.error());
    EXPECT_EQ(json::canonical(*days),
              R"([{"from":"2027-01-02","to":"2027-01-03"},{"from":"2027-01-12","to":"2027-01-12"}])");
    EXPECT_FALSE(session_.counted_days(id_, as_bytes(signed_list), "helper")) << "another key";
}

TEST_F(SessionTest, TakesNoAnswersOfADayThatWasCollected) {
    believe();
    const wire::Time today = task::units(trial_.task, 1'798'800'000);
    const auto counts = [&](const task::Counted& list, const sign::SecretKey& key) {
        return session_.still_counts(as_bytes(task::sign_counted(list, key)), kNow).value() == Node(true);
    };
    const task::Counted past{trial_.terms.id, wire::Role::leader, {{today - 2, 2}}};
    const task::Counted present{trial_.terms.id, wire::Role::leader, {{today - 2, 3}}};
    const task::Counted helpers{trial_.terms.id, wire::Role::helper, {{today - 2, 3}}};

    EXPECT_TRUE(counts(past, trial_.leader_signing));
    EXPECT_FALSE(counts(present, trial_.leader_signing));
    EXPECT_TRUE(counts(helpers, trial_.leader_signing)) << "the list of another server says nothing";
    EXPECT_TRUE(counts(present, sign::SecretKey::generate(random_))) << "nor does one that anybody signed";
    EXPECT_EQ(session_.still_counts({}, kNow).value(), Node(true));
}

TEST(SessionViews, ScoreAnInstrumentOnlyWhenEveryItemIsAnswered) {
    EXPECT_EQ(json::canonical(*score_view("phq9", "[1,1,1,1,1,1,1,1,2]")), R"({"band":"mod","total":10})");
    EXPECT_EQ(json::canonical(*score_view("phq9", "[1,1,1,1,1,1,1,1,null]")), R"({"band":null,"total":null})");
    EXPECT_FALSE(score_view("phq9", "[4]"));
    EXPECT_FALSE(score_view("phq99", "[]"));
}

TEST(SessionViews, GiveTheOfficialWordingAndEnglishWhereThereIsNone) {
    const auto lang = [](std::string_view wanted) { return *instrument_named("phq9", wanted)->find("lang")->text(); };
    EXPECT_EQ(lang("es-AR"), "es");
    EXPECT_EQ(lang("ar"), "en");
    EXPECT_EQ(instrument_named("phq9", "ar")->find("items")->items()->size(), 9u);
}

TEST(SessionViews, TakeAFormOnlyWithEverySignature) {
    test::SeededRandom random(3);
    const auto leader = sign::SecretKey::generate(random), helper = sign::SecretKey::generate(random);
    task::FormManifest manifest;
    manifest.version = "1";
    manifest.serial = 5;
    manifest.files.push_back({"index.html", 3, sha256(as_bytes("abc"))});
    const std::string text = task::to_text(manifest);
    const auto list = [](std::vector<std::string> texts) {
        Node node = Node::array();
        for (std::string& one : texts) node.push(std::move(one));
        return json::canonical(node);
    };
    const auto lines = [&](const sign::SecretKey& key) {
        const sign::Signature signatures[] = {task::sign_form(text, key).signature};
        return task::form_signature_lines(signatures);
    };
    const std::string keys = list({to_base64url(leader.public_key().bytes), to_base64url(helper.public_key().bytes)});

    const auto both = verify_form(text, list({lines(leader), lines(helper)}), keys);
    ASSERT_TRUE(both) << to_text(both.error());
    EXPECT_EQ(*both->find("serial")->integer(), 5);
    EXPECT_FALSE(verify_form(text, list({lines(leader), lines(leader)}), keys));
    EXPECT_FALSE(verify_form(text, list({lines(leader)}), keys));
    EXPECT_FALSE(verify_form(text, list({lines(leader), lines(helper)}), "[]"));
}

}  // namespace
}  // namespace tacit::client
