#include "schemas/task/task_json.h"

#include <gtest/gtest.h>

#include "tests/unit/task/samples.h"

namespace tacit::task {
namespace {

using test::kPinnedTask;
using test::pinned_task;
using test::with;

// Where and why a changed task is refused, as "where: what".
std::string refusal(std::string_view text) {
    const auto task = load_task(text);
    return task ? "accepted" : task.error().where + ": " + task.error().what;
}
std::string refusal(std::string_view from, std::string_view to) {
    const std::string changed = with(kPinnedTask, from, to);
    return changed == kPinnedTask ? "nothing changed" : refusal(changed);
}

// The expected values are printed by pinned_task.py, which shares no code with this project.
TEST(PinnedTask, HasTheInfoConfigurationAndIdOfTheIndependentScript) {
    const Task task = pinned_task();
    const Terms known = terms(task).value();

    EXPECT_EQ(canonical(task).size(), 1376u);
    EXPECT_EQ(to_hex(task_info(task)), "6daf82150dd89735737d95d21d9d02b050c261c672dfc32d9c1406686da95b25");
    EXPECT_EQ(to_hex(known.configuration.vdaf_configuration),
              "0000000303005001000302000400020100080300020016000600000001000200080003000400050006000200070500020020"
              "fffffffdfffffffeffffffff0000000000000001000000020000000300000000040000000300080000000100050004");
    EXPECT_EQ(to_hex(sha256(encode(known.configuration).value())),
              "b0451c70d2372690b5d28f497886832c624b6f8aacc996caa6a94e86520d3d7f");
    EXPECT_EQ(to_hex(known.id.bytes), "8b68bc1a1fde66cc45ea89a5b67e91ac91b2357a68d1274d42c74005a4e57785");
    EXPECT_EQ(wire::to_text(task_id(task).value()), "i2i8Gh_eZsxF6omltn6RrJGyNXpo0SdNQsdABaTld4U");
}

TEST(PinnedTask, ReadsBackFromWhatItWrites) {
    const Task task = pinned_task();

    const auto again = load_task(canonical(task));

    ASSERT_TRUE(again) << to_text(again.error());
    EXPECT_EQ(canonical(*again), canonical(task));
    EXPECT_EQ(again->publisher, task.publisher);
    EXPECT_EQ(again->helper, task.helper);
    EXPECT_EQ(json::Document::parse(kPinnedTask)->root().canonical(), canonical(task));
    EXPECT_TRUE(check(task));
}

TEST(TaskConfiguration, FollowsFromTheTaskAlone) {
    const wire::TaskConfiguration configuration = task_configuration(pinned_task()).value();

    EXPECT_EQ(configuration.leader_aggregator_endpoint, "https://leader.example/");
    EXPECT_EQ(configuration.helper_aggregator_endpoint, "https://helper.example:8443/tacit/");
    EXPECT_EQ(configuration.vdaf_type, 0xFFFF5401u);
    EXPECT_EQ(configuration.batch_mode, wire::BatchMode::time_interval);
    ASSERT_EQ(configuration.extensions.size(), 1u);
    EXPECT_EQ(decode<wire::Interval>(configuration.extensions[0].extension_data).value(), (wire::Interval{20758, 31}));
}

TEST(TaskId, IsAnotherForEveryChange) {
    const wire::TaskId id = task_id(pinned_task()).value();
    for (const auto& [from, to] : {std::pair{"\"version\": \"1.0.0\"", "\"version\": \"1.0.1\""},
                                   {"team@leader.example", "gang@leader.example"},
                                   {"\"min_batch_size\": 100", "\"min_batch_size\": 101"},
                                   {"\"opens\": 1793491200", "\"opens\": 1793404800"},
                                   {"AAECAwQF", "AAECAwQG"},
                                   {"\"weight\": 2", "\"weight\": 3"},
                                   {"helper.example:8443", "helper.example:8444"}}) {
        const auto changed = load_task(with(kPinnedTask, from, to));
        ASSERT_TRUE(changed) << to_text(changed.error());
        EXPECT_NE(task_id(*changed).value(), id) << to;
    }
}

const std::string kRegistered = with(kPinnedTask, test::kLastMember, test::kAnalysisRegistered);

TEST(RegisteredAnalysis, IsPartOfTheTaskAndOfItsIdAsTheIndependentScriptHasIt) {
    const Task task = load_task(kRegistered).value();

    EXPECT_EQ(task.analysis, (json::NamedFile{"main.R", sha256(as_bytes("foo"))}));
    EXPECT_EQ(canonical(task).size(), 1481u);
    EXPECT_EQ(json::Document::parse(kRegistered)->root().canonical(), canonical(task));
    EXPECT_EQ(canonical(load_task(canonical(task)).value()), canonical(task));
    EXPECT_EQ(wire::to_text(task_id(task).value()), "Bz4LeQwxqGjYSoyxOb7Sm3226-WXMdzK_mgzvhEHlvY");
}

TEST(RegisteredAnalysis, MakesAnotherTaskWhereNothingElseChanges) {
    const wire::TaskId none = task_id(pinned_task()).value();
    const wire::TaskId id = task_id(load_task(kRegistered).value()).value();
    EXPECT_NE(id, none);
    for (const auto& [from, to] : {std::pair{"main.R", "Main.R"}, {"2c26b46b", "2c26b46c"}}) {
        const auto changed = load_task(with(kRegistered, from, to));
        ASSERT_TRUE(changed) << to_text(changed.error());
        EXPECT_NE(task_id(*changed).value(), id) << to;
        EXPECT_NE(task_id(*changed).value(), none) << to;
    }
}

TEST(RegisteredAnalysis, IsRefusedWithItsPlace) {
    const auto refused = [](std::string_view from, std::string_view to) {
        return refusal(with(kRegistered, from, to));
    };

    EXPECT_EQ(refused("main.R", "../main.R"), "/analysis/name: not a plain file name of 1 to 80 bytes");
    EXPECT_EQ(refused("2c26", "2C26"), "/analysis/sha256: not a SHA-256 in lower-case hexadecimal");
    EXPECT_EQ(refused("\"name\": \"main.R\",", ""), "/analysis: the member \"name\" is missing");
    EXPECT_EQ(refused("\"name\": \"main.R\"", "\"note\": 1, \"name\": \"main.R\""), "/analysis/note: an unknown member");
    EXPECT_EQ(refusal(test::kLastMember, "\"admission\": \"open\", \"analysis\": null").substr(0, 11), "/analysis: ");
}

TEST(LoadTask, NamesThePlaceOfAWrongMember) {
    EXPECT_EQ(refusal("tacit-task-1", "tacit-task-2"), "/format: not the format of this version");
    EXPECT_EQ(refusal("\"contact\": \"team@leader.example\",", ""), "/leader: the member \"contact\" is missing");
    EXPECT_EQ(refusal("\"admission\": \"open\"", "\"admission\": \"open\", \"note\": 1"), "/note: an unknown member");
    EXPECT_EQ(refusal("\"admission\": \"open\"", "\"admission\": \"closed\""),
              "/admission: expected \"open\" or \"invitation\"");
    EXPECT_EQ(refusal("AAECAwQF", "AAEC"), "/leader/signing_key: not a public key of 32 bytes");
    EXPECT_EQ(refusal("Universit", "Univ\\u0007ersit"), "/helper/name: not a line of 1 to 200 bytes of plain text");
    EXPECT_EQ(refusal("[\"good\", \"poor\"]", "[\"good\", 7]").substr(0, 35), "/definition/questions/0/options/1: ");
    EXPECT_EQ(refusal("{", "["), "line 2, column 11: a comma or a closing ']' is missing");
}

TEST(LoadTask, RefusesAddressesThatAreNotStrict) {
    EXPECT_EQ(refusal("https://leader.example/", "http://leader.example/"),
              "/leader/url: http is for loopback hosts only");
    EXPECT_EQ(refusal("https://helper.example:8443/tacit/", "https://helper.example:8443/tacit"),
              "/helper/url: an address without '/' at its end");
}

TEST(LoadTask, RefusesOneHostOrKeyForBothAggregators) {
    EXPECT_EQ(refusal("https://helper.example:8443/tacit/", "https://leader.example:8443/tacit/"),
              "/helper/url: leader and helper have the same host");
    EXPECT_EQ(refusal("ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"),
              "/helper/signing_key: leader and helper have the same key");
}

TEST(LoadTask, AcceptsTwoPortsOfLoopbackForATrial) {
    std::string text = with(kPinnedTask, "https://leader.example/", "http://127.0.0.1:8001/");
    const std::string one_port = with(text, "https://helper.example:8443/tacit/", "http://127.0.0.1:8001/");
    const std::string mixed = with(text, "https://helper.example:8443/tacit/", "http://localhost:8002/");
    text = with(text, "https://helper.example:8443/tacit/", "http://127.0.0.1:8002/");

    EXPECT_EQ(refusal(text), "accepted");
    EXPECT_EQ(refusal(mixed), "accepted");
    EXPECT_EQ(refusal(one_port), "/helper/url: leader and helper have the same address");
}

TEST(LoadTask, RefusesTimesThatDoNotFitThePrecision) {
    EXPECT_EQ(refusal("1793491200", "1793491201"), "/opens: not a multiple of time_precision");
    EXPECT_EQ(load_task(with(kPinnedTask, "1793491200", "1793491201")).error().remedy, "Use 1793491200 or 1793577600.");
    EXPECT_EQ(refusal("1796169600", "1793491200"), "/closes: the task closes before it opens");
    EXPECT_EQ(refusal("86400", "3599"), "/time_precision: expected an integer from 3600 to 31622400");
    EXPECT_EQ(refusal("86400", "3600"), "accepted");
}

TEST(LoadTask, RefusesAMinimumBelowFifty) {
    EXPECT_EQ(refusal("\"min_batch_size\": 100", "\"min_batch_size\": 50"), "accepted");
    EXPECT_EQ(refusal("\"min_batch_size\": 100", "\"min_batch_size\": 49").substr(0, 17), "/min_batch_size: ");
}

TEST(LoadTask, RefusesAPublisherKeyOfAnotherSuite) {
    EXPECT_EQ(refusal("BwAgAAEAAwAg", "BwAgAAEAAgAg"),
              "/publisher/hpke_config: an HPKE suite that this version does not have");
    EXPECT_EQ(refusal("BwAgAAEAAwAg", "BwAgAAEAAwAh").substr(0, 24), "/publisher/hpke_config: ");
}

TEST(Admission, ByInvitationIsReadAndNotSupported) {
    const auto task = load_task(with(kPinnedTask, "\"open\"", "\"invitation\""));

    ASSERT_TRUE(task);
    EXPECT_FALSE(check_supported(*task));
    EXPECT_TRUE(check_supported(pinned_task()));
}

TEST(Units, AreCountedFromTheEpoch) {
    const Task task = pinned_task();

    EXPECT_EQ(units(task, task.opens), 20758u);
    EXPECT_EQ(units(task, task.opens - 1), 20757u);
    EXPECT_EQ(units(task, -5), 0u);
    EXPECT_EQ(seconds(task, 20758), task.opens);
    EXPECT_EQ(interval(task), (wire::Interval{20758, 31}));
}

}  // namespace
}  // namespace tacit::task
