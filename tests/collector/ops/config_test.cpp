#include "collector/ops/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tacit::ops {
namespace {

constexpr std::string_view kGood = R"([organisation]
name = "Example Charity"
contact = "data@charity.example"

[server]
roles = ["leader"]
public_url = "https://a.example/"
listen = "127.0.0.1:8080"

[state]
database = "leader.db"
keys = "keys.json"
ledgers = "ledgers"
tasks = "/srv/tasks"

[metrics]
listen = "127.0.0.1:9100"
)";

std::string replaced(std::string_view from, std::string_view to) {
    std::string text(kGood);
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

Error only_error(std::string_view text) {
    const auto config = parse_config(text, "/etc/tacit/a.toml");
    EXPECT_FALSE(config);
    if (config) return {};
    EXPECT_EQ(config.error().size(), 1u);
    return config.error().front();
}

TEST(Config, ReadsACompleteFileAndResolvesPathsAgainstItsFolder) {
    const auto config = parse_config(kGood, "/etc/tacit/a.toml");

    ASSERT_TRUE(config) << to_text(config.error().front());
    EXPECT_TRUE(config->roles.leader);
    EXPECT_FALSE(config->roles.helper);
    EXPECT_EQ(config->listen.port, 8080);
    EXPECT_EQ(config->database, "/etc/tacit/leader.db");
    EXPECT_EQ(config->tasks, "/srv/tasks");
    EXPECT_TRUE(config->has_metrics);
}

TEST(Config, PutsTheFormBesideItselfAndLooksAtTheLeadersTwiceADay) {
    const auto config = parse_config(kGood, "/etc/tacit/a.toml");
    ASSERT_TRUE(config) << to_text(config.error().front());
    EXPECT_EQ(config->form, "/etc/tacit/form");
    EXPECT_EQ(config->form_check_mean, std::chrono::hours(12));

    const auto other = parse_config(replaced("[state]", "form_check_seconds = 60\n[state]\nform = \"page\""), "/a.toml");
    ASSERT_TRUE(other) << to_text(other.error().front());
    EXPECT_EQ(other->form, "/page");
    EXPECT_EQ(other->form_check_mean, std::chrono::seconds(60));
}

TEST(Config, NamesTheLineOfAnUnknownSettingAndTheKnownOnes) {
    const Error error = only_error(replaced("public_url", "worker_count = 3\npublic_url"));

    EXPECT_EQ(error.where, "/etc/tacit/a.toml:7");
    EXPECT_THAT(error.what, testing::HasSubstr("'worker_count'"));
    EXPECT_THAT(error.remedy, testing::HasSubstr("workers"));
}

TEST(Config, NamesTheLineOfAnUnknownSection) {
    const Error error = only_error(replaced("[metrics]", "[metric]"));

    EXPECT_EQ(error.where, "/etc/tacit/a.toml:16");
}

TEST(Config, ReportsAllErrorsAtOnce) {
    std::string text = replaced("\"leader\"", "\"boss\"");
    text.replace(text.find("127.0.0.1:9100"), 14, "10.0.0.1:9100");
    text.replace(text.find("contact"), 7, "contect");

    const auto config = parse_config(text, "a.toml");

    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().size(), 4u);  // the role, the metrics address, a missing and an unknown setting
    for (const Error& error : config.error()) EXPECT_THAT(error.where, testing::StartsWith("a.toml:"));
}

TEST(Config, RefusesMetricsOnAnAddressThatOthersReach) {
    EXPECT_THAT(only_error(replaced("127.0.0.1:9100", "0.0.0.0:9100")).what, testing::HasSubstr("loopback"));
}

TEST(Config, RefusesPlainHttpOnAnAddressThatOthersReach) {
    EXPECT_THAT(only_error(replaced("127.0.0.1:8080", "0.0.0.0:8080")).remedy, testing::HasSubstr("tls_certificate"));
}

TEST(Config, RefusesAPublicUrlWithoutATrailingSlash) {
    EXPECT_THAT(only_error(replaced("https://a.example/", "https://a.example")).remedy,
                testing::HasSubstr("https://a.example/"));
}

TEST(Config, RefusesPlainHttpAsPublicUrlUnlessTheHostIsThisMachine) {
    EXPECT_THAT(only_error(replaced("https://a.example/", "http://a.example/")).remedy, testing::HasSubstr("https"));
    EXPECT_TRUE(parse_config(replaced("https://a.example/", "http://127.0.0.1:8080/"), "a.toml"));
}

TEST(Config, RefusesACertificateWithoutItsKey) {
    EXPECT_THAT(only_error(replaced("listen", "tls_certificate = \"a.pem\"\nlisten")).remedy,
                testing::HasSubstr("both or none"));
}

TEST(Config, NamesTheLineOfASyntaxError) {
    EXPECT_EQ(only_error(replaced("name = \"", "name = ")).where, "/etc/tacit/a.toml:2");
}

TEST(Config, SaysHowToMakeAConfigurationWhereThereIsNone) {
    const auto config = load_config("/nonexistent/a.toml");

    ASSERT_FALSE(config);
    EXPECT_THAT(config.error().front().remedy, testing::HasSubstr("init"));
}

}  // namespace
}  // namespace tacit::ops
