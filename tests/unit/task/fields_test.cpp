#include "schemas/task/fields.h"

#include <gtest/gtest.h>

namespace tacit::task {
namespace {

TEST(PlainLine, IsWhatANameLooksLike) {
    EXPECT_TRUE(is_plain_line("Universit\xC3\xA4t Beispiel, 2. Stock"));
    EXPECT_TRUE(is_plain_line(std::string(kLineSizeMax, 'x')));
}

TEST(PlainLine, HasNothingThatMovesReordersOrHides) {
    for (const char* text : {"", " a", "a ", "a\nb", "a\tb", "\x1b[31mred", "a\x7f", "a\xC2\x9Bm", "a\xE2\x80\xA8z",
                             "a\xE2\x80\xAEz", "a\xE2\x81\xA6z", "a\xE2\x80\x8Fz", "bad \xFF utf-8"})
        EXPECT_FALSE(is_plain_line(text)) << text;
    EXPECT_FALSE(is_plain_line(std::string(kLineSizeMax + 1, 'x')));
}

TEST(Fields, NameThePlaceOfWhatIsWrong) {
    const json::Document document =
        json::Document::parse(
            R"({"sha":"AB","role":"collector","task":"x","b":"a=","i":{"start":1,"duration":0},"n":-1})")
            .value();
    const json::Value root = document.root();

    EXPECT_EQ(load_sha256(root, "sha").error().where, "/sha");
    EXPECT_EQ(load_aggregator(root).error().where, "/role");
    EXPECT_EQ(load_task_id(root).error().where, "/task");
    EXPECT_EQ(load_base64url(root, "b").error().where, "/b");
    EXPECT_EQ(load_interval(root.at("i").value()).error().where, "/i");
    EXPECT_EQ(load_count(root, "n").error().where, "/n");
}

TEST(Fields, TakeAHashInOneSpellingOnly) {
    const std::string lower(64, 'a'), upper(64, 'A');
    const json::Document document =
        json::Document::from(json::Node::object({{"lower", lower}, {"upper", upper}, {"short", lower.substr(2)}}));

    EXPECT_TRUE(load_sha256(document.root(), "lower"));
    EXPECT_FALSE(load_sha256(document.root(), "upper"));
    EXPECT_FALSE(load_sha256(document.root(), "short"));
}

}  // namespace
}  // namespace tacit::task
