#include "collector/http/auth.h"

#include <gtest/gtest.h>

namespace tacit::http {
namespace {

TEST(Auth, TakesTheTokenOfABearerHeaderOnly) {
    EXPECT_EQ(bearer_token("Bearer abc"), "abc");
    EXPECT_EQ(bearer_token("bearer abc"), "abc");
    EXPECT_EQ(bearer_token("Basic abc"), "");
    EXPECT_EQ(bearer_token("Bearer "), "");
    EXPECT_EQ(bearer_token(""), "");
}

TEST(Auth, FitsTheExpectedTokenAndNoOther) {
    const SecretBytes expected(as_bytes("abc"));

    EXPECT_TRUE(token_fits("abc", expected));
    EXPECT_FALSE(token_fits("abd", expected));
    EXPECT_FALSE(token_fits("ab", expected));
    EXPECT_FALSE(token_fits("", expected));
}

TEST(Auth, LetsNobodyInWhereNoTokenIsKnown) { EXPECT_FALSE(token_fits("", SecretBytes())); }

}  // namespace
}  // namespace tacit::http
