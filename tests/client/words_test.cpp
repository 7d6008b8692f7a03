// Addresses, wrapped text, answers files, and the program's words: what needs no server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/native/answers_file.h"
#include "client/native/loopback_range.h"
#include "client/native/phrases.h"
#include "client/native/task_address.h"
#include "client/native/text.h"
#include "tests/client/trial.h"

namespace tacit::native {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kId(43, 'A');

TEST(TaskAddress, IsUnderstoodInEveryFormThatPeoplePassOn) {
    for (const std::string& text :
         {"https://a.example/x/tacit/tasks/" + kId, "https://a.example/x/tacit/tasks/" + kId + "/",
          "https://a.example/x/tacit/tasks/" + kId + "/task.json"}) {
        const auto address = parse_task_address(text);
        ASSERT_TRUE(address) << text;
        EXPECT_THAT(address->aggregators, ElementsAre("https://a.example/x/"));
        EXPECT_EQ(wire::to_text(address->task_id), kId);
    }
}

TEST(TaskAddress, OfAFormIsLookedForInItsFolderAndAbove) {
    const auto address = parse_task_address("https://a.example/x/form/?lang=es#" + kId);

    ASSERT_TRUE(address);
    EXPECT_THAT(address->aggregators,
                ElementsAre("https://a.example/x/form/", "https://a.example/x/", "https://a.example/"));
}

TEST(TaskAddress, OfAFormOnAnotherServerSaysWhichAggregatorToAsk) {
    const auto address = parse_task_address("https://pages.example/form/#" + kId + "@https://a.example/x/");
    ASSERT_TRUE(address);
    EXPECT_THAT(address->aggregators, ElementsAre("https://a.example/x/"));
    EXPECT_EQ(wire::to_text(address->task_id), kId);
    EXPECT_FALSE(parse_task_address("https://pages.example/form/#" + kId + "@http://a.example/x/"));
    EXPECT_FALSE(parse_task_address("https://pages.example/form/#" + kId + "@"));
}

TEST(TaskAddress, IsRefusedWithARemedyWhereSomethingIsWrong) {
    for (const std::string& text :
         {std::string("a.example"), std::string("https://a.example/"), "https://a.example/tacit/tasks/" + kId.substr(1),
          "ftp://a.example/tacit/tasks/" + kId}) {
        const auto address = parse_task_address(text);
        ASSERT_FALSE(address) << text;
        EXPECT_FALSE(address.error().remedy.empty());
    }
    // Without what follows the #, as some programs pass a link on.
    EXPECT_THAT(to_text(parse_task_address("https://a.example/tacit/form/").error()),
                testing::AllOf(HasSubstr("ends before the survey's id"), HasSubstr("/tacit/form/#")));
    EXPECT_THAT(to_text(parse_task_address("http://a.example/tacit/tasks/" + kId).error()), HasSubstr("https"));
    EXPECT_FALSE(parse_task_address("http://127.a.example/tacit/tasks/" + kId)) << "a name, not this machine";
    EXPECT_TRUE(parse_task_address("http://[::1]:8080/tacit/tasks/" + kId));
}

TEST(Wrap, CountsCharactersAndNotBytes) {
    EXPECT_THAT(wrap("¿Qué tan seguido?", 9), ElementsAre("¿Qué tan", "seguido?"));
    EXPECT_EQ(columns("decaído(a)"), 10u);
    EXPECT_EQ(columns("e\xCC\x81"), 1u) << "a combining accent";
    EXPECT_EQ(columns("日本"), 4u);
}

TEST(Wrap, BreaksAWordThatIsLongerThanALineBetweenCharacters) {
    EXPECT_THAT(wrap("ññññññ", 4), ElementsAre("ññññ", "ññ"));
    EXPECT_THAT(wrap("\xC3", 4), ElementsAre("\xC3")) << "half a character, at the end";
}

TEST(Wrap, KeepsAnAddressInOnePiece) {
    EXPECT_THAT(wrap("see https://a.example/tasks now", 10), ElementsAre("see", "https://a.example/tasks", "now"));
}

TEST(Wrap, IndentsTheLinesAfterALabel) {
    EXPECT_THAT(wrap_after("  1  ", "More than half the days", 20),
                ElementsAre("  1  More than half", "     the days"));
}

TEST(Wrap, LeavesNoControlCharactersOfAStrangersName) {
    EXPECT_EQ(printable("Clinic \x1b[31mA\x07\nB"), "Clinic [31mA\nB");
}

TEST(Phrases, AreThereInEveryLanguageWithTheSamePlaces) {
    const auto places = [](std::string_view text) {
        std::set<char> found;
        for (std::size_t i = 0; i + 2 < text.size(); ++i) {
            if (text[i] == '{' && text[i + 2] == '}') found.insert(text[i + 1]);
        }
        return found;
    };
    // Phrases holds nothing but string views, so it can be walked as a list of them.
    const auto walk = [](const Phrases& phrases) {
        return std::span(reinterpret_cast<const std::string_view*>(&phrases),
                         sizeof(Phrases) / sizeof(std::string_view));
    };
    const auto english = walk(phrases("en"));
    const auto spanish = walk(phrases("es"));
    for (std::size_t i = 0; i < english.size(); ++i) {
        EXPECT_FALSE(english[i].empty()) << i;
        EXPECT_FALSE(spanish[i].empty()) << english[i];
        EXPECT_EQ(places(english[i]), places(spanish[i])) << english[i];
    }
}

TEST(Phrases, NobodyAgreesBySkippingOn) {
    EXPECT_TRUE(is_yes(phrases("en"), "Y"));
    EXPECT_FALSE(is_yes(phrases("en"), "s"));
    EXPECT_TRUE(is_yes(phrases("es_US.UTF-8"), "sí"));
    EXPECT_TRUE(is_yes(phrases("es"), "SI"));
    EXPECT_FALSE(is_yes(phrases("es"), "s"));
    EXPECT_FALSE(is_yes(phrases("en"), ""));
}

TEST(LoopbackRange, GivesEachRespondentAnAddress) {
    const auto range = LoopbackRange::parse("127.0.0.0/8", 100'000).value();

    EXPECT_EQ(range.address(0), "127.0.1.0");
    EXPECT_EQ(range.address(65'536), "127.1.1.0");
    EXPECT_FALSE(LoopbackRange::parse("10.0.0.0/8", 1));
    EXPECT_FALSE(LoopbackRange::parse("127.0.0.0/24", 1)) << "the first 256 are left out";
    EXPECT_FALSE(LoopbackRange::parse("127.0.0.0", 1));
}

class AnswersFileTest : public testing::Test {
protected:
    AnswersFile read(std::string_view text) { return read_answers(trial_.survey(), trial_.terms.compiled, text); }
    test::Trial trial_;
};

TEST_F(AnswersFileTest, NamesEveryBadLineWithItsNumberAndWhatToDo) {
    const AnswersFile file = read(R"({"age_band":"a30"}
{"age_band":"thirty"}

{"wins":["bed","calm","sleep","rest"]}
{"age_bnd":"a30"}
{"state":"never","recent_tx":"ect"}
not json
)");

    EXPECT_EQ(file.lines.size(), 1u);
    ASSERT_EQ(file.bad.size(), 5u);
    EXPECT_THAT(to_text(file.bad[0]), testing::AllOf(HasSubstr("line 2: "), HasSubstr("/age_band"), HasSubstr("a18")));
    EXPECT_THAT(to_text(file.bad[1]),
                testing::AllOf(HasSubstr("line 4: "), HasSubstr("/wins"), HasSubstr("at most 3")));
    EXPECT_THAT(to_text(file.bad[2]), testing::AllOf(HasSubstr("line 5: "), HasSubstr("age_band")));
    EXPECT_THAT(to_text(file.bad[3]), testing::AllOf(HasSubstr("line 6: "), HasSubstr("/recent_tx")));
    EXPECT_THAT(to_text(file.bad[4]), HasSubstr("line 7: "));
    for (const BadLine& line : file.bad) EXPECT_THAT(to_text(line), testing::Not(HasSubstr("thirty")));
}

TEST_F(AnswersFileTest, KeepsTheNumbersOfLinesWhateverEndsThem) {
    const AnswersFile file = read("\xEF\xBB\xBF{}\r\n\r\n{\"age_band\":null}");

    ASSERT_EQ(file.lines.size(), 2u);
    EXPECT_EQ(file.lines[0].number, 1u);
    EXPECT_EQ(file.lines[1].number, 3u);
    EXPECT_TRUE(file.bad.empty());
}

}  // namespace
}  // namespace tacit::native
