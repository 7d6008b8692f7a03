#include "schemas/exchange/rules.h"

#include <gtest/gtest.h>

#include "schemas/exchange/draft.h"

namespace tacit::exchange {
namespace {

TEST(Rules, AreAsShortAsTheyCanBe) {
    const json::Node x = marked_in("q", {"x"}), y = marked_in("q", {"y"}), other = is_answered("r");

    EXPECT_EQ(json::canonical(all_of({x})), R"({"in":["x"],"question":"q"})");
    EXPECT_EQ(json::canonical(any_of({x, y, x})), R"({"in":["x","y"],"question":"q"})");
    EXPECT_EQ(json::canonical(all_of({x, y})), R"({"all":[{"in":["x"],"question":"q"},{"in":["y"],"question":"q"}]})");
    EXPECT_EQ(json::canonical(all_of({negated(x), negated(y)})), R"({"not":{"in":["x","y"],"question":"q"}})");
    EXPECT_EQ(negated(negated(other)), other);
    EXPECT_EQ(json::canonical(all_of({marked_in("q", {"x", "y", "z"}), y})), R"({"in":["y"],"question":"q"})");
}

TEST(Codes, AreWhatSurveysTakeAndEachOnce) {
    Codes codes("q");
    EXPECT_EQ(codes.code_for("already_a_code"), "already_a_code");
    EXPECT_EQ(codes.code_for("/44250-9"), "q44250_9");
    EXPECT_EQ(codes.code_for("How old?"), "how_old");
    EXPECT_EQ(codes.code_for("how_old"), "how_old_2");
    EXPECT_EQ(codes.code_for("missing"), "missing_2") << "a cell of every table";
    EXPECT_EQ(codes.code_for("journal"), "journal");
    EXPECT_EQ(Codes("q", {"journal"}).code_for("journal"), "journal_2") << "an entry of every answer file";
    EXPECT_EQ(codes.code_for(std::string(50, 'a')).size(), 32u);
    EXPECT_EQ(codes.code_for(std::string(50, 'a')), std::string(30, 'a') + "_2");
    EXPECT_EQ(codes.code_for("…"), "q");
}

TEST(Names, KeepVersionsAsTheyAre) {
    EXPECT_EQ(name_for("1.0.0", "1"), "1.0.0");
    EXPECT_EQ(name_for("What Helped", "survey"), "what-helped");
    EXPECT_EQ(name_for("--", "survey"), "survey");
}

}  // namespace
}  // namespace tacit::exchange
