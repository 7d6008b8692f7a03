#include "collector/publisher/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/release/sample_release.h"

namespace tacit::publisher {
namespace {

using testing::HasSubstr;

TEST(Summary, ReadsWellInATerminal) {
    const auto text = summary(release::test::small_release(), "en");

    ASSERT_TRUE(text) << to_text(text.error());
    EXPECT_THAT(*text, HasSubstr("A small survey\n2026-11-01 to 2026-11-04, about 590 answer sheets"));
    EXPECT_THAT(*text, HasSubstr("Mood and doing it again  [mood_again]"));
    EXPECT_THAT(*text, HasSubstr("As ever"));
    EXPECT_THAT(*text, HasSubstr(" ± "));
    EXPECT_THAT(*text, HasSubstr("* Not protected: "));
}

}  // namespace
}  // namespace tacit::publisher
