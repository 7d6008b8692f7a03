// What a small organisation types wrong in its first hour, before there is a survey: each mistake is answered by what
// was typed, and leaves nothing behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/process.h"

namespace tacit::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Newcomer : public ::testing::Test {
protected:
    Finished collector(std::vector<std::string> arguments, const std::string& input = {}) {
        arguments.insert(arguments.begin(), TACIT_COLLECTOR);
        return run({std::move(arguments), input, {}});
    }
    Finished init(const std::string& folder, const std::string& roles, const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments{"init",
                                           "--folder",
                                           path(folder),
                                           "--name",
                                           folder,
                                           "--contact",
                                           "a@a.example",
                                           "--roles",
                                           roles,
                                           "--url",
                                           "https://" + folder + ".example/"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return collector(std::move(arguments));
    }
    Finished with(const std::string& folder, std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"--config", path(folder) + "/tacit-collector.toml"});
        return collector(std::move(arguments), "yes\n");
    }
    Finished offer(const std::string& opens, const std::string& closes) {
        return with("clinic", {"pair", "offer", "--survey", std::string(TACIT_SOURCE_DIR) + "/tests/e2e/small.json",
                               "--opens", opens, "--closes", closes, "--out", path("offer.json")});
    }
    std::string path(const std::string& name) const { return (folder_ / name).string(); }

    TempDir folder_;
};

TEST_F(Newcomer, ReadsWhichFlagOfInitIsWrong) {
    const auto expect = [&](const Finished& finished, const std::string& flag) {
        EXPECT_EQ(finished.exit_code, 1) << finished.both();
        EXPECT_THAT(finished.errors, AllOf(HasSubstr("at: " + flag), HasSubstr("do: "), Not(HasSubstr(".toml"))));
    };
    expect(init("clinic", "boss"), "--roles");
    expect(init("clinic", "leader", {"--listen", "localhost:http"}), "--listen");
    expect(init("clinic", "leader", {"--listen", "0.0.0.0:443"}), "--listen");
    expect(init("clinic", "leader", {"--metrics", "0.0.0.0:9100"}), "--metrics");
    expect(init("a b", "leader"), "--url");
    EXPECT_FALSE(fs::exists(path("clinic")));
}

TEST_F(Newcomer, CannotOfferASurveyThatIsOver) {
    ASSERT_EQ(init("clinic", "leader,publisher").exit_code, 0);

    EXPECT_THAT(offer("2099-02-01", "2099-02-01").errors,
                AllOf(HasSubstr("--closes 2099-02-01"), HasSubstr("close before it opens")));
    EXPECT_THAT(offer("2020-01-01", "2020-02-01").errors,
                AllOf(HasSubstr("--closes 2020-02-01"), HasSubstr("over already")));
    EXPECT_THAT(offer("today", "2099-02-30").errors, AllOf(HasSubstr("2099-02-30"), HasSubstr("not a day")));
    EXPECT_FALSE(fs::exists(path("offer.json")));
}

TEST_F(Newcomer, HearsAboutTheWrongCollectorOrFileBeforeBeingAskedForAYes) {
    ASSERT_EQ(init("clinic", "leader,publisher").exit_code, 0);
    ASSERT_EQ(init("uni", "helper").exit_code, 0);
    ASSERT_EQ(offer("today", "2099-01-01").exit_code, 0);

    const Finished wrong_side = with("clinic", {"pair", "accept", path("offer.json")});
    EXPECT_EQ(wrong_side.exit_code, 1);
    EXPECT_THAT(wrong_side.errors, HasSubstr("not a helper"));
    EXPECT_THAT(wrong_side.output, Not(HasSubstr("Type yes")));
    const std::string survey = std::string(TACIT_SOURCE_DIR) + "/tests/e2e/small.json";
    const Finished wrong_file = with("uni", {"pair", "accept", survey});
    EXPECT_THAT(wrong_file.errors, AllOf(HasSubstr(survey), HasSubstr("offer.json that the leader's operator sent")));

    const Finished accepted = with("uni", {"pair", "accept", path("offer.json"), "--out", path("acceptance.json")});
    EXPECT_EQ(accepted.exit_code, 0) << accepted.both();
    EXPECT_THAT(accepted.output, HasSubstr("Copy " + path("uni") + "/keys.json to its safe place again"));
}

TEST_F(Newcomer, IsNotToldToReplaceALostKeyFileByANewOne) {
    ASSERT_EQ(init("uni", "helper").exit_code, 0);
    fs::remove(path("uni") + "/keys.json");

    EXPECT_THAT(with("uni", {"serve"}).errors, AllOf(HasSubstr("keys.json"), HasSubstr("your offline copy")));
}

}  // namespace
}  // namespace tacit::test
