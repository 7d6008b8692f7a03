#include "schemas/json/reader.h"

#include <gtest/gtest.h>

namespace tacit::json {
namespace {

// The failure of a text that must not parse, as "what | where".
std::string refusal(std::string_view text, Limits limits = {}) {
    const auto document = Document::parse(text, limits);
    return document ? "accepted" : document.error().what + " | " + document.error().where;
}
bool accepted(std::string_view text) { return Document::parse(text).has_value(); }

TEST(Reader, RefusesADuplicateKeyAndNamesItsPlace) {
    EXPECT_EQ(refusal(R"({"a":1,"b":2,"a":3})"), "a key stands twice in one object | /a");
    EXPECT_EQ(refusal(R"({"x":[0,{"p/q":{"k~":1,"k~":1}}]})"), "a key stands twice in one object | /x/1/p~1q/k~0");
    EXPECT_EQ(refusal(R"({"a":1,"\u0061":3})"), "a key stands twice in one object | /a") << "the same key, escaped";
    EXPECT_TRUE(accepted(R"({"a":{"a":1},"b":[{"a":1},{"a":1}]})"));
}

TEST(Reader, RefusesFractionsAndExponents) {
    for (const char* number : {"1.0", "0.5", "1e2", "1E2", "-1.5e-3", "1e400"}) {
        const std::string text = std::string("{\"a\":[0,") + number + "]}";
        EXPECT_FALSE(accepted(text)) << number;
    }
    EXPECT_EQ(refusal(R"({"a":[0,1.0]})"), "a number with a fraction or an exponent | /a/1");
}

TEST(Reader, RefusesIntegersBeyondTwoToThe53) {
    EXPECT_TRUE(accepted("[9007199254740992,-9007199254740992]"));
    EXPECT_EQ(refusal("[9007199254740993]"), "an integer beyond 2^53 | /0");
    EXPECT_EQ(refusal("[-9007199254740993]"), "an integer beyond 2^53 | /0");
    EXPECT_EQ(refusal("[1, 18446744073709551616000]"), "an integer beyond 2^53 | /1");
    EXPECT_FALSE(accepted("[" + std::string(400, '9') + "]"));
}

TEST(Reader, RefusesWhatIsNotJson) {
    for (const char* text : {"",
                             " ",
                             "{",
                             "[1,]",
                             "{\"a\":1,}",
                             "{a:1}",
                             "'a'",
                             "01",
                             "+1",
                             "-",
                             "1.",
                             ".5",
                             "[1 2]",
                             "nul",
                             "True",
                             "NaN",
                             "Infinity",
                             "\"\\x41\"",
                             "\"\\u12g4\"",
                             "\"a",
                             "\"a\nb\"",
                             "\"\t\"",
                             "/* c */ 1",
                             "1 2",
                             "[1]]",
                             "\xEF\xBB\xBF{}",
                             "{\"a\"}",
                             "{\"a\":}",
                             "[,1]",
                             "{,}"})
        EXPECT_FALSE(accepted(text)) << text;
    EXPECT_FALSE(accepted(std::string_view("1\0 2", 4))) << "a zero byte must not end the input";
    EXPECT_FALSE(accepted(std::string_view("\"a\0b\"", 5)));
}

TEST(Reader, RefusesIllFormedUtf8AndHalfSurrogates) {
    for (const char* text : {"\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\"",
                             R"("\ud800")", R"("\udc00")", R"("\ud800\ud800")", R"("\ud83dx")", R"({"\udc00":1})"})
        EXPECT_FALSE(accepted(text)) << text;
    EXPECT_TRUE(accepted(R"(["\ud83d\ude00","\u0000"])"));
}

TEST(Reader, KeepsAZeroCharacterThatIsSpelledAsAnEscape) {
    const auto document = Document::parse(R"(["a\u0000b"])");

    ASSERT_TRUE(document);
    EXPECT_EQ(document->root().items()->at(0).as_text().value(), std::string("a\0b", 3));
}

TEST(Reader, NamesLineAndColumnOfASyntaxError) {
    EXPECT_EQ(refusal("{\n  \"a\": 1,\n  \"b\" 2\n}"), "a colon is missing after a key | line 3, column 7");
    EXPECT_EQ(refusal("[\"\xC3\xA4\", x]"), "not a JSON value | line 1, column 7") << "columns count characters";
    EXPECT_EQ(Document::parse("{\"a\":1,}").error().remedy, "Look for a comma too many just before.");
}

TEST(Reader, StopsAtItsDepthSizeAndCountLimits) {
    const std::string deep = std::string(100000, '[') + std::string(100000, ']');

    EXPECT_EQ(refusal("[[[1]]]", {.depth_max = 2}), "more than 2 arrays and objects inside each other | /0/0");
    EXPECT_EQ(refusal("[[1]]", {.depth_max = 2}), "accepted");
    EXPECT_FALSE(accepted(deep));
    EXPECT_NE(refusal("[1,2]", {.size_max = 4}), "accepted");
    EXPECT_EQ(refusal("[1,2]", {.size_max = 5}), "accepted");
    EXPECT_NE(refusal("[1,2]", {.values_max = 2}), "accepted");
    EXPECT_EQ(refusal("[1,2]", {.values_max = 3}), "accepted");
}

class ReadValue : public ::testing::Test {
protected:
    const Document document_ = Document::parse(R"({
        "questions": [{"id": "age/band", "max": 3, "on": true}, {"id": 7}],
        "a/b~c": {"deep": [[], {"x": null}]}
    })")
                                   .value();
    const Value root_ = document_.root();
};

TEST_F(ReadValue, ReadsMembersByType) {
    const Value question = root_.array("questions")->at(0);

    EXPECT_EQ(question.text("id").value(), "age/band");
    EXPECT_EQ(question.integer("max", 0, 3).value(), 3);
    EXPECT_TRUE(question.boolean("on").value());
    EXPECT_FALSE(question.find("absent"));
    EXPECT_EQ(root_.members()->at(1).first, "a/b~c");
}

TEST_F(ReadValue, NamesThePlaceOfWhateverIsWrong) {
    const Value question = root_.array("questions")->at(1);

    EXPECT_EQ(question.text("id").error().where, "/questions/1/id");
    EXPECT_EQ(question.text("id").error().what, "expected text, found an integer");
    EXPECT_EQ(question.integer("id", 0, 6).error().what, "expected an integer from 0 to 6");
    EXPECT_EQ(question.at("max").error().where, "/questions/1");
    EXPECT_EQ(question.at("max").error().what, "the member \"max\" is missing");
    EXPECT_EQ(root_.boolean("questions").error().what, "expected true or false, found an array");
    EXPECT_EQ(root_.at("questions")->at("id").error().what, "expected an object, found an array");
    EXPECT_EQ(root_.at("a/b~c")->at("deep")->items()->at(1).at("x")->as_text().error().where, "/a~1b~0c/deep/1/x");
}

TEST_F(ReadValue, OnlyRefusesTheFirstUnknownMember) {
    const auto checked = root_.array("questions")->at(0).only({"id", "max"});

    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().where, "/questions/0/on");
    EXPECT_EQ(checked.error().remedy, "Known here: id max.");
    EXPECT_TRUE(root_.array("questions")->at(0).only({"id", "max", "on", "other"}));
    EXPECT_FALSE(root_.array("questions")->at(0).at("id")->only({})) << "text has no members to restrict";
}

TEST_F(ReadValue, StaysValidWhenTheDocumentMoves) {
    Document first = Document::parse(R"({"a":"text that is too long to be stored inside the value itself"})").value();
    const Value value = first.root().at("a").value();

    const Document second = std::move(first);

    EXPECT_EQ(value.as_text().value(), second.root().text("a").value());
}

}  // namespace
}  // namespace tacit::json
