#include "schemas/json/node.h"

#include <gtest/gtest.h>

#include "schemas/json/reader.h"

namespace tacit::json {
namespace {

std::string canonical_of(std::string_view text) {
    const auto document = Document::parse(text);
    return document ? document->root().canonical() : to_text(document.error());
}

TEST(Canonical, SortsTheExampleOfTheStandardByUtf16CodeUnits) {
    // RFC 8785 section 3.2.3: the emoji (surrogates D83D DE00) comes before U+FB33, though its bytes come after.
    const Node node = Node::object({{"\xE2\x82\xAC", "Euro Sign"},
                                    {"\r", "Carriage Return"},
                                    {"\xEF\xAC\xB3", "Hebrew Letter Dalet With Dagesh"},
                                    {"1", "One"},
                                    {"\xF0\x9F\x98\x80", "Emoji: Grinning Face"},
                                    {"\xC2\x80", "Control"},
                                    {"\xC3\xB6", "Latin Small Letter O With Diaeresis"}});

    EXPECT_EQ(canonical(node),
              "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
              "\"\xC3\xB6\":\"Latin Small Letter O With Diaeresis\",\"\xE2\x82\xAC\":\"Euro Sign\","
              "\"\xF0\x9F\x98\x80\":\"Emoji: Grinning Face\",\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}");
}

TEST(Canonical, WritesTheStringAndLiteralsOfTheStandardsExample) {
    // RFC 8785 section 3.2.2, without its fractions, which are refused here.
    EXPECT_EQ(canonical_of(
                  R"({ "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] })"),
              "{\"literals\":[null,true,false],\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

TEST(Canonical, EscapesExactlyWhatTheStandardEscapes) {
    EXPECT_EQ(canonical(Node(std::string("\b\t\n\f\r\x01\x1f\x7f /\xE2\x80\xA8", 13))),
              "\"\\b\\t\\n\\f\\r\\u0001\\u001f\x7f /\xE2\x80\xA8\"");
    EXPECT_EQ(canonical(Node(std::string(1, '\0'))), "\"\\u0000\"");
}

TEST(Canonical, SortsAPrefixBeforeTheLongerKeyAndNestedObjectsToo) {
    EXPECT_EQ(canonical_of(R"({"b":{"z":1,"a":2},"aa":[{"d":0,"c":0}],"a":0,"":0})"),
              R"({"":0,"a":0,"aa":[{"c":0,"d":0}],"b":{"a":2,"z":1}})");
}

TEST(Canonical, IsTheSameForEverySpellingOfOneValue) {
    EXPECT_EQ(canonical_of("{\"a\":\"\\u00e4\",\"n\":-0}"),
              canonical_of(" {\r\n\"n\" : 0,\t\"\\u0061\":\"\xC3\xA4\"} "));
}

TEST(Canonical, OfTheCanonicalFormIsItself) {
    const std::string once = canonical_of(R"({"b":[1,-2,{"y":"\\","x":null}],"a":{}, "c":[] })");

    EXPECT_EQ(once, R"({"a":{},"b":[1,-2,{"x":null,"y":"\\"}],"c":[]})");
    EXPECT_EQ(canonical_of(once), once);
}

TEST(Node, SetReplacesAMemberAndKeepsItsPlace) {
    Node node = Node::object({{"a", 1}, {"b", 2}});

    node.set("a", "new").set("c", true);

    EXPECT_EQ(pretty(node), "{\n  \"a\": \"new\",\n  \"b\": 2,\n  \"c\": true\n}\n");
}

TEST(Node, PrettyFormReadsBackAsTheSameValue) {
    const Node node = Node::object({{"list", Node::array({1, Node::array(), Node::object(), "x"})}, {"n", nullptr}});

    const auto document = Document::parse(pretty(node));

    ASSERT_TRUE(document) << to_text(document.error());
    EXPECT_EQ(document->root().node(), node);
}

TEST(NodeDeathTest, RefusesToHoldAnIntegerThatNotEveryParserReads) {
    EXPECT_EQ(canonical(Node(kIntegerMax)), "9007199254740992");
    EXPECT_DEATH(Node(kIntegerMax + 1), "broken invariant");
    EXPECT_DEATH(Node(~std::uint64_t{0}), "broken invariant");
}

}  // namespace
}  // namespace tacit::json
