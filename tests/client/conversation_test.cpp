// `tacit fill` through a pipe: what a person types, and what they are shown.
#include "client/native/conversation.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "client/native/text.h"
#include "schemas/survey/measure.h"
#include "tests/client/trial.h"

namespace tacit::native {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Talk {
    Conversation::Result result;
    std::string shown;
};

// One whole conversation: `typed` is everything that the person types, each entry with Enter.
Talk talk(const test::Trial& trial, const std::vector<std::string>& typed, std::string_view language = "en",
          std::size_t width = 80) {
    FILE* in = std::tmpfile();
    FILE* out = std::tmpfile();
    for (const std::string& line : typed) std::fputs((line + "\n").c_str(), in);
    std::rewind(in);
    Talk talk;
    {
        Terminal terminal(fileno(in), fileno(out), {width, false, 0});
        const client::Believed believed = trial.believed();
        const survey::Language& words = believed.texts.best(language);
        auto result = Conversation(terminal, believed, words, phrases(words.tag)).run(false);
        EXPECT_TRUE(result);
        talk.result = std::move(*result);
    }
    std::rewind(out);
    for (int c = std::fgetc(out); c != EOF; c = std::fgetc(out)) talk.shown += static_cast<char>(c);
    std::fclose(in);
    std::fclose(out);
    return talk;
}

// As talk(), with the answers of a whole interview of the core survey: yes, 30 to 44, PHQ-8 all 1, never treated, calm.
std::vector<std::string> whole_interview(const std::string& yes, const std::vector<std::string>& end) {
    std::vector<std::string> typed{yes, "1", "2", "2", "2", "2", "2", "2", "2", "2", "2", "5", "3"};
    typed.insert(typed.end(), end.begin(), end.end());
    return typed;
}

std::size_t times(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++count;
    return count;
}

class ConversationTest : public testing::Test {
protected:
    circuits::Measurement measured(std::string_view line) const {
        return survey::measure(trial_.survey(), trial_.terms.compiled,
                               survey::load_answers(trial_.survey(), line).value())
            .value();
    }
    const test::Trial trial_;
};

TEST_F(ConversationTest, AgreesOnExactlyWhatWasAnswered) {
    const Talk said = talk(trial_, whole_interview("y", {"y", "y"}));

    ASSERT_EQ(said.result.end, Conversation::End::agreed);
    EXPECT_EQ(
        said.result.measurement,
        measured(R"({"diagnosed":"yes","age_band":"a30","phq8":[1,1,1,1,1,1,1,1],"state":"never","wins":["calm"]})"));
}

TEST_F(ConversationTest, ShowsBeforeAQuestionWhoRunsTheServersAndThatNothingIsSentYet) {
    const Talk said = talk(trial_, {"q"});

    EXPECT_EQ(said.result.end, Conversation::End::left);
    EXPECT_THAT(said.shown, AllOf(HasSubstr("Clinic A"), HasSubstr("(a.example)"), HasSubstr("University B"),
                                  HasSubstr("(b.example)"), HasSubstr("rests on the TLS certificates")));
    EXPECT_THAT(said.shown, AllOf(HasSubstr("18 or older"), HasSubstr("not medical advice")));
}

TEST_F(ConversationTest, ShowsBeforeTheYesEverythingThatLeaves) {
    const Talk said = talk(trial_, whole_interview("y", {"y", "q"}), "en", 200);

    EXPECT_EQ(said.result.end, Conversation::End::left) << "sends only on a yes";
    EXPECT_THAT(said.shown, AllOf(HasSubstr("What would leave this device"), HasSubstr("30 to 44"),
                                  HasSubstr("at least 100 people"), HasSubstr("at most 58 times in 100 (60 if"),
                                  HasSubstr("b@b.example")));
}

TEST_F(ConversationTest, TakesAnEndOfInputForLeaving) {
    for (std::size_t lines = 0; lines < 14; ++lines) {
        std::vector<std::string> typed = whole_interview("y", {"y"});
        typed.resize(lines);
        EXPECT_EQ(talk(trial_, typed).result.end, Conversation::End::left) << lines;
    }
}

TEST_F(ConversationTest, EndsKindlyForPeopleUnder18) {
    const Talk said = talk(trial_, {"y", "1", "5"});

    EXPECT_EQ(said.result.end, Conversation::End::ended);
    EXPECT_THAT(said.result.message, HasSubstr("Thank you"));
}

TEST_F(ConversationTest, KeepsTheStemInSightOfEveryItem) {
    const Talk said = talk(trial_, {"y", "s", "s", "1", "1", "1", "q"}, "en", 200);

    EXPECT_EQ(times(said.shown, "Over the last 2 weeks"), 4u);
    EXPECT_THAT(said.shown, HasSubstr("4 of 8: Feeling tired or having little energy"));
}

TEST_F(ConversationTest, SaysWhatIsWrongAndAsksAgain) {
    const Talk said = talk(trial_, {"y", "hello", "9", "2", "s", "f", "1", "q"});
    EXPECT_THAT(said.shown, AllOf(HasSubstr("Please type one of the numbers or letters shown."),
                                  HasSubstr("Please type a number from 1 to 3.")));

    std::vector<std::string> typed = whole_interview("y", {});
    typed.back() = "1 2 3 4";
    typed.insert(typed.end(), {"1 12", "2 1", "y", "y"});
    const Talk marks = talk(trial_, typed);
    EXPECT_THAT(marks.shown, AllOf(HasSubstr("Please choose at most 3"), HasSubstr("goes with no other choice")));
    EXPECT_EQ(marks.result.end, Conversation::End::agreed);
}

TEST_F(ConversationTest, AnswersAnUnknownKeyOfALongPageWithOneLine) {
    const Talk start = talk(trial_, {"hello", "x", "q"});
    EXPECT_EQ(times(start.shown, "Please type one of the numbers or letters shown."), 2u);
    EXPECT_EQ(times(start.shown, "Nobody reads answers"), 1u);

    const Talk end = talk(trial_, whole_interview("y", {"99", "y", "hello", "q"}), "en", 200);
    EXPECT_EQ(times(end.shown, "Please type one of the numbers or letters shown."), 2u);
    EXPECT_EQ(times(end.shown, "Your answers\n"), 1u);
    EXPECT_EQ(times(end.shown, "What would leave this device"), 1u);
}

TEST_F(ConversationTest, GoesBackAndChangesAnAnswerFromTheReview) {
    // Back from the second question to the first; then, in the review, the age again.
    const Talk said = talk(trial_, {"y", "1", "b", "2", "1", "f", "2", "3", "y", "y"});

    ASSERT_EQ(said.result.end, Conversation::End::agreed);
    EXPECT_EQ(said.result.measurement, measured(R"({"diagnosed":"no","age_band":"a45"})"));
    EXPECT_THAT(said.shown, HasSubstr("your answer"));
}

TEST_F(ConversationTest, SaysInTheReviewThatAScoreNeedsAllItsItems) {
    const Talk part = talk(trial_, {"y", "s", "s", "2", "s", "2", "2", "2", "2", "2", "2", "f", "q"}, "en", 200);
    EXPECT_THAT(part.shown, HasSubstr("7 of 8 answered. This is counted only when all 8 are"));

    const Talk whole = talk(trial_, {"y", "s", "s", "2", "2", "2", "2", "2", "2", "2", "2", "f", "q"}, "en", 200);
    EXPECT_THAT(whole.shown, AllOf(HasSubstr("8 of 8 answered\n"), Not(HasSubstr("counted only when"))));
}

TEST_F(ConversationTest, DoesNotOfferToSendNothing) {
    const Talk said = talk(trial_, {"y", "f", "y", "q"});

    EXPECT_THAT(said.shown, AllOf(HasSubstr("You have not answered anything yet."),
                                  Not(HasSubstr("What would leave this device"))));
}

// Everything that a person sees about support, in order.
std::vector<std::string> support_lines(const std::string& shown) {
    std::vector<std::string> found;
    for (const std::string& line : wrap(shown, 10'000)) {
        if (line.find("someone") != std::string::npos || line.find("988") != std::string::npos) found.push_back(line);
    }
    return found;
}

TEST_F(ConversationTest, OffersSomeoneToTalkToInTheSameWordsWhateverIsAnswered) {
    std::vector<std::string> well = whole_interview("y", {"y", "y"});
    std::vector<std::string> badly = well;
    for (std::size_t i = 3; i < 11; ++i) {
        well[i] = "1";
        badly[i] = "4";
    }

    const auto lines = support_lines(talk(trial_, well).shown);

    EXPECT_GE(lines.size(), 14u) << "on every page";
    EXPECT_EQ(support_lines(talk(trial_, badly).shown), lines);
}

TEST_F(ConversationTest, SpeaksSpanish) {
    const Talk said = talk(trial_, whole_interview("sí", {"si", "s", "sí"}), "es-MX", 200);

    EXPECT_EQ(said.result.end, Conversation::End::agreed) << "a single s is no yes";
    EXPECT_THAT(said.shown, AllOf(HasSubstr("Durante las últimas 2 semanas"), HasSubstr("Qué saldría de este equipo")));
}

TEST_F(ConversationTest, FitsANarrowTerminal) {
    const Talk said = talk(trial_, whole_interview("y", {"y", "y"}), "en", 40);

    EXPECT_EQ(said.result.end, Conversation::End::agreed);
    std::size_t start = 0;
    while (start < said.shown.size()) {
        const std::size_t end = std::min(said.shown.find('\n', start), said.shown.size());
        const std::string line = said.shown.substr(start, end - start);
        EXPECT_LE(columns(line), 42u) << line;  // two more for the prompt that a pipe leaves before the next page
        start = end + 1;
    }
    EXPECT_EQ(said.shown.find('\x1b'), std::string::npos) << "a dumb terminal gets text and nothing else";
}

TEST(TerminalTest, LeavesNothingOfTheConversationOnAScreen) {
    FILE* out = std::tmpfile();
    {
        Terminal terminal(open("/dev/null", O_RDONLY), fileno(out), {80, true, 0});
        terminal.page();
        terminal.say("an answer");
    }
    std::rewind(out);
    std::string shown;
    for (int c = std::fgetc(out); c != EOF; c = std::fgetc(out)) shown += static_cast<char>(c);
    std::fclose(out);

    EXPECT_THAT(shown, testing::StartsWith("\x1b[?1049h"));
    EXPECT_THAT(shown, testing::EndsWith("\x1b[?1049l"));
}

TEST(TerminalTest, StopsBeforeAPageIsLongerThanTheScreen) {
    FILE* in = std::tmpfile();
    FILE* out = std::tmpfile();
    std::fputs("\nanswer\n", in);
    std::rewind(in);
    std::optional<std::string> typed;
    {
        Terminal terminal(fileno(in), fileno(out), {80, true, 6});
        terminal.page();
        for (int line = 0; line < 5; ++line) terminal.say("line");
        typed = terminal.ask("> ");
    }

    EXPECT_EQ(typed, "answer") << "the first line went to the pause";
    std::fclose(in);
    std::fclose(out);
}

}  // namespace
}  // namespace tacit::native
