#include "client/core/trust.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schemas/task/peer_hpke.h"
#include "tests/client/trial.h"

namespace tacit::client {
namespace {

using test::Trial;
using testing::HasSubstr;

Bytes bytes_of(std::string_view text) { return to_bytes(as_bytes(text)); }

// The failure of believe(), as a person reads it; empty where it believed.
std::string refusal(const Trial& trial) {
    const auto believed = believe(trial.terms.id, trial.served);
    return believed ? std::string() : to_text(believed.error());
}

// Why it did not, as a page is told.
Doubt doubt(const Trial& trial) { return believe(trial.terms.id, trial.served).error().doubt; }

TEST(Trust, BelievesTwoAggregatorsThatAgree) {
    const Trial trial;

    const auto believed = believe(trial.terms.id, trial.served);

    ASSERT_TRUE(believed) << to_text(believed.error());
    EXPECT_EQ(believed->terms.id, trial.terms.id);
    EXPECT_EQ(believed->texts_number, 1u);
    EXPECT_EQ(believed->texts.best("es-MX").tag, "es");
    EXPECT_FALSE(believed->one_machine);
}

TEST(Trust, RefusesATaskThatIsNotTheOneOfTheAddress) {
    const Trial trial;
    wire::TaskId other = trial.terms.id;
    other.bytes[0] ^= 1;

    const auto looked = look_at_task(other, "https://a.example/tacit/", trial.served.leader.task_json);

    ASSERT_FALSE(looked);
    EXPECT_THAT(to_text(looked.error()), HasSubstr("a.example"));
    EXPECT_EQ(looked.error().doubt, Doubt::other_task);
    EXPECT_FALSE(believe(other, trial.served));
}

TEST(Trust, RefusesTasksThatDifferOnTheTwoServers) {
    Trial trial;
    trial.served.helper.task_json.push_back('\n');

    EXPECT_THAT(refusal(trial), testing::AllOf(HasSubstr("a.example"), HasSubstr("b.example"), HasSubstr("differ")));
    EXPECT_EQ(doubt(trial), Doubt::differ);
}

TEST(Trust, RefusesTwoAggregatorsOnOneHost) {
    task::Task task = Trial().task;
    task.helper.url = "https://a.example:8443/";

    const auto looked = look_at_task({}, "https://a.example/tacit/", bytes_of(task::canonical(task)));

    ASSERT_FALSE(looked);
    EXPECT_THAT(to_text(looked.error()), HasSubstr("a.example"));
}

TEST(Trust, SaysThatATrialOnOneMachineIsNotReallySplit) {
    test::TrialOptions options;
    options.leader_url = "http://127.0.0.1:8001/";
    options.helper_url = "http://127.0.0.1:8002/";
    const Trial trial(options);

    const auto believed = believe(trial.terms.id, trial.served);

    ASSERT_TRUE(believed) << to_text(believed.error());
    EXPECT_TRUE(believed->one_machine);
}

TEST(Trust, RefusesAnyKeyListThatTheOtherServerDoesNotConfirm) {
    Trial theirs;
    Trial trial;
    theirs.rotate_keys();
    theirs.rotate_keys();

    trial.served.leader.hpke_config = theirs.served.leader.hpke_config;
    EXPECT_THAT(refusal(trial), testing::AllOf(HasSubstr("a.example"), HasSubstr("b.example has not seen")));

    Trial second;
    second.served.helper.hpke_config = theirs.served.helper.hpke_config;
    EXPECT_THAT(refusal(second), HasSubstr("a.example has not seen"));
    EXPECT_EQ(doubt(second), Doubt::keys);
}

TEST(Trust, RefusesTheLeadersKeyInPlaceOfTheHelpers) {
    Trial trial;
    trial.served.helper.hpke_config = trial.served.leader.hpke_config;

    EXPECT_FALSE(refusal(trial).empty());
}

TEST(Trust, AcceptsAKeyListThatTheOtherServerHasSeenBeforeTheLast) {
    Trial trial;
    const Bytes old_list = trial.served.leader.hpke_config;
    const task::PeerHpke seen{trial.terms.id, wire::Role::leader, Sha256{1, 2, 3}, sha256(old_list)};
    trial.served.helper.peer_hpke = bytes_of(task::to_text(seen));

    EXPECT_EQ(refusal(trial), "");
}

TEST(Trust, RefusesAConfirmationThatIsAboutAnotherTaskOrServer) {
    Trial trial;
    trial.served.leader.peer_hpke = trial.served.helper.peer_hpke;  // confirms the leader's own keys
    EXPECT_THAT(refusal(trial), HasSubstr("confirms the keys of another server"));
    EXPECT_EQ(doubt(trial), Doubt::keys);

    Trial other;
    task::PeerHpke seen{{}, wire::Role::leader, sha256(other.served.leader.hpke_config), std::nullopt};
    other.served.helper.peer_hpke = bytes_of(task::to_text(seen));
    EXPECT_FALSE(refusal(other).empty());
}

TEST(Trust, RefusesTextsThatDiffer) {
    Trial trial;
    trial.served.helper.texts.push_back(' ');

    EXPECT_THAT(refusal(trial), HasSubstr("word the survey differently"));
    EXPECT_EQ(doubt(trial), Doubt::differ);
}

TEST(Trust, RefusesTextsThatOneOfTheTwoHasNotSigned) {
    Trial trial;
    trial.served.helper.texts_signature = trial.served.leader.texts_signature;
    EXPECT_THAT(refusal(trial), HasSubstr("University B has not signed"));
    EXPECT_EQ(doubt(trial), Doubt::texts);

    Trial other;
    other.served.leader.texts_signature = bytes_of("nonsense");
    EXPECT_THAT(refusal(other), HasSubstr("Clinic A has not signed"));
}

TEST(Trust, TakesTheNewestTextsThatBothList) {
    Trial trial;
    const auto list = [&](std::vector<std::uint32_t> numbers) {
        return bytes_of(task::to_text(task::TextsList{trial.terms.id, std::move(numbers)}));
    };
    trial.served.leader.texts_list = list({1, 2, 4});
    trial.served.helper.texts_list = list({1, 2, 3});
    EXPECT_EQ(newest_texts(trial.task, trial.terms.id, trial.served).value(), 2u);

    trial.served.helper.texts_list = list({3});
    EXPECT_FALSE(newest_texts(trial.task, trial.terms.id, trial.served));
}

TEST(Trust, RefusesTextsOfAnotherNumberThanTheListSays) {
    Trial trial;
    for (Served* half : {&trial.served.leader, &trial.served.helper})
        half->texts_list = bytes_of(task::to_text(task::TextsList{trial.terms.id, {2}}));

    EXPECT_THAT(refusal(trial), HasSubstr("another survey"));
}

TEST(Trust, NamesTheServerWhoseFilesCannotBeRead) {
    Trial trial;
    trial.served.helper.peer_hpke = bytes_of("<html>");
    EXPECT_THAT(refusal(trial), HasSubstr("b.example serves a peer_hpke.json"));
    EXPECT_EQ(doubt(trial), Doubt::unusable);

    Trial other;
    other.served.leader.texts_list.clear();
    EXPECT_THAT(refusal(other), HasSubstr("a.example serves a texts.json"));
}

}  // namespace
}  // namespace tacit::client
