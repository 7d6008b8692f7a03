#include "schemas/task/url.h"

#include <gtest/gtest.h>

namespace tacit::task {
namespace {

bool accepted(std::string_view text) { return parse_url(text).has_value(); }

TEST(Url, IsTakenApart) {
    const Url url = parse_url("https://dap.example.org:8443/a-b/C_1/").value();

    EXPECT_TRUE(url.https);
    EXPECT_EQ(url.host, "dap.example.org");
    EXPECT_EQ(url.port, 8443);
    EXPECT_EQ(url.path, "/a-b/C_1/");
    EXPECT_EQ(parse_url("https://a/")->port, 443);
    EXPECT_EQ(parse_url("http://localhost/")->port, 80);
    EXPECT_EQ(parse_url("http://[::1]:9000/")->host, "::1");
    EXPECT_EQ(parse_url("http://[::1]:9000/")->port, 9000);
}

TEST(Url, IsHttpOnLoopbackOnly) {
    EXPECT_TRUE(accepted("http://localhost:8001/"));
    EXPECT_TRUE(accepted("http://127.0.0.1:8001/"));
    EXPECT_TRUE(accepted("http://127.8.9.10/"));
    EXPECT_FALSE(accepted("http://example.org/"));
    EXPECT_FALSE(accepted("http://10.0.0.1/"));
    EXPECT_FALSE(accepted("http://127.example.org/"));
    EXPECT_FALSE(accepted("http://localhost.example.org/"));
    EXPECT_FALSE(accepted("http://[fe80::1]/"));
}

TEST(Url, EndsInASlash) {
    EXPECT_FALSE(accepted("https://example.org"));
    EXPECT_FALSE(accepted("https://example.org/tacit"));
    EXPECT_TRUE(accepted("https://example.org/tacit/"));
    EXPECT_EQ(parse_url("https://example.org/tacit").error().what, "an address without '/' at its end");
}

TEST(Url, HasNothingThatTwoProgramsCouldReadDifferently) {
    for (const char* text : {"",
                             "https://",
                             "https:///",
                             "HTTPS://a/",
                             "ftp://a/",
                             "//a/",
                             " https://a/",
                             "https://a/ ",
                             "https://A/",
                             "https://user@a/",
                             "https://a:b@c/",
                             "https://a/?q=/",
                             "https://a/#/",
                             "https://a/%2e/",
                             "https://a//b/",
                             "https://a/./b/",
                             "https://a/../",
                             "https://a\\b/",
                             "https://a:/",
                             "https://a:0/",
                             "https://a:65536/",
                             "https://a:080/",
                             "https://a:+80/",
                             "https://a./",
                             "https://.a/",
                             "https://a..b/",
                             "https://-a/",
                             "https://a-/",
                             "https://0x7f.1/",
                             "https://127.1/",
                             "https://1/",
                             "https://256.0.0.1/",
                             "https://1.2.3.4.5/",
                             "https://01.2.3.4/",
                             "https://1.2.3.4./",
                             "https://[::1/",
                             "https://[]/",
                             "https://[::1]x/",
                             "https://[g::]/",
                             "https://\xC3\xA4/",
                             "https://a/\xC3\xA4/",
                             "https://a_b/"})
        EXPECT_FALSE(accepted(text)) << text;
}

TEST(Url, LengthsOfNamesAreThoseOfTheDomainNameSystem) {
    const std::string label(63, 'a');

    EXPECT_TRUE(accepted("https://" + label + ".b/"));
    EXPECT_FALSE(accepted("https://" + label + "a.b/"));
    EXPECT_FALSE(accepted("https://" + label + "." + label + "." + label + "." + label + "/"));
}

TEST(SameMachine, ComparesHostsAndNotPorts) {
    const auto same = [](const char* a, const char* b) { return same_machine(*parse_url(a), *parse_url(b)); };

    EXPECT_TRUE(same("https://a.example/", "https://a.example:444/x/"));
    EXPECT_FALSE(same("https://a.example/", "https://b.example/"));
    EXPECT_TRUE(same("http://localhost:1/", "http://127.0.0.1:2/"));
}

}  // namespace
}  // namespace tacit::task
