#include "collector/pairing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collector/terms_text.h"
#include "schemas/task/texts.h"
#include "tests/collector/commands/trial_folder.h"

namespace tacit::collector {
namespace {

using testing::HasSubstr;

class Pairing : public testing::Test {
protected:
    task::Acceptance accept(const task::Offer& offer) {
        return task::load_acceptance(accept_offer(trial_.helper(), trial_.random(), offer).value().acceptance).value();
    }
    ops::KeyFile keys(const ops::Config& config) { return ops::load_keys(config.keys).value(); }

    test::TrialFolder trial_;
};

TEST_F(Pairing, GivesBothSidesTheSameTaskAndTheSameSecrets) {
    const auto accepted = accept_offer(trial_.helper(), trial_.random(), trial_.offer());
    ASSERT_TRUE(accepted) << to_text(accepted.error());
    const auto completed = complete(trial_.leader(), task::load_acceptance(accepted->acceptance).value());
    ASSERT_TRUE(completed) << to_text(completed.error());

    const wire::TaskId id = accepted->task.terms.id;
    EXPECT_EQ(completed->task.terms.id, id);
    EXPECT_EQ(completed->task.json, accepted->task.json);
    EXPECT_EQ(completed->task.texts, accepted->task.texts);
    const auto a = keys(trial_.leader());
    const auto b = keys(trial_.helper());
    const ops::TaskKeys* leader = a.find(id, wire::Role::leader);
    const ops::TaskKeys* helper = b.find(id, wire::Role::helper);
    ASSERT_TRUE(leader != nullptr && helper != nullptr);
    EXPECT_EQ(leader->verify_key.size(), 32u);
    EXPECT_TRUE(equal_ct(leader->verify_key.view(), helper->verify_key.view()));
    EXPECT_TRUE(equal_ct(leader->peer_token.view(), helper->peer_token.view()));
    EXPECT_TRUE(helper->publisher_token.empty());
    EXPECT_TRUE(load_stored_task(trial_.leader().tasks, id));
    EXPECT_TRUE(load_stored_task(trial_.helper().tasks, id));
}

TEST_F(Pairing, HidesTheSecretsFromWhoeverCarriesTheFiles) {
    const task::Offer offer = trial_.offer();
    const std::string acceptance = accept_offer(trial_.helper(), trial_.random(), offer)->acceptance;
    const auto helper_keys = keys(trial_.helper());
    const ops::TaskKeys& secret = helper_keys.tasks.front();

    for (const std::string& text : {task::to_text(offer), acceptance}) {
        EXPECT_THAT(text, testing::Not(HasSubstr(to_base64url(secret.verify_key.view()))));
        EXPECT_THAT(text, testing::Not(HasSubstr(std::string(as_text(secret.peer_token.view())))));
    }
}

TEST_F(Pairing, KeepsTheSecretsWhereAnOfferIsAcceptedAgain) {
    const task::Offer offer = trial_.offer();
    const task::Acceptance first = accept(offer);
    accept(offer);

    ASSERT_TRUE(complete(trial_.leader(), first));

    const auto a = keys(trial_.leader());
    const auto b = keys(trial_.helper());
    EXPECT_EQ(b.tasks.size(), 1u);
    EXPECT_TRUE(equal_ct(a.tasks.front().verify_key.view(), b.tasks.front().verify_key.view()));
}

TEST_F(Pairing, RefusesAnAcceptanceOfSomethingElse) {
    OfferTerms longer = trial_.terms();
    longer.closes += 86'400;
    const task::Acceptance other = accept(make_offer(trial_.leader(), longer).value());
    const test::TrialFolder stranger;  // the same names and other keys, and no offer like this
    static_cast<void>(make_offer(stranger.leader(), trial_.terms()));

    const auto completed = complete(stranger.leader(), other);

    ASSERT_FALSE(completed);
    EXPECT_EQ(completed.error().fault, Fault::refused);
}

TEST_F(Pairing, RefusesAnAcceptanceThatWasSignedByAnotherKey) {
    task::Acceptance acceptance = accept(trial_.offer());
    acceptance.signature.bytes[0] ^= 1;

    const auto completed = complete(trial_.leader(), acceptance);

    ASSERT_FALSE(completed);
    EXPECT_THAT(completed.error().what, HasSubstr("signature"));
    EXPECT_TRUE(keys(trial_.leader()).tasks.empty());
}

TEST_F(Pairing, LetsThePublisherAlone) {
    const auto completed = complete(trial_.leader(), accept(trial_.offer())).value();

    ASSERT_TRUE(completed.access.has_value());
    const auto received = receive(trial_.publisher(), load_access(to_text(*completed.access)).value());
    ASSERT_TRUE(received) << to_text(received.error());
    const auto leader = keys(trial_.leader());
    const auto publisher = keys(trial_.publisher());
    EXPECT_TRUE(equal_ct(leader.find(received->terms.id, wire::Role::leader)->publisher_token.view(),
                         publisher.find(received->terms.id, wire::Role::collector)->publisher_token.view()));
    EXPECT_FALSE(receive(trial_.helper(), load_access(to_text(*completed.access)).value()));
}

TEST_F(Pairing, RefusesALeaderThatHelpsItself) {
    ops::Config both = trial_.leader();
    both.roles.helper = true;

    const auto accepted = accept_offer(both, trial_.random(), trial_.offer());

    ASSERT_FALSE(accepted);
    EXPECT_THAT(accepted.error().remedy, HasSubstr("second one"));
}

TEST_F(Pairing, BindsBothSidesToTheAnalysisThatTheOfferRegisters) {
    OfferTerms terms = trial_.terms();
    terms.analysis = json::NamedFile{"main.R", sha256(as_bytes("x"))};
    const task::Offer offer = make_offer(trial_.leader(), terms).value();
    const survey::Compiled compiled = survey::compile(offer.draft.definition).value();
    const std::string shown = terms_text(offer.draft, compiled, nullptr);
    EXPECT_THAT(shown, HasSubstr("registered analysis: main.R, SHA-256 " + to_hex(terms.analysis->sha256)));
    EXPECT_THAT(terms_text(trial_.offer().draft, compiled, nullptr), testing::Not(HasSubstr("analysis")));

    const auto completed = complete(trial_.leader(), accept(offer));

    ASSERT_TRUE(completed) << to_text(completed.error());
    for (const ops::Config& config : {trial_.leader(), trial_.helper()})
        EXPECT_EQ(load_stored_task(config.tasks, completed->task.terms.id)->task.analysis, terms.analysis);
    EXPECT_NE(completed->task.terms.id, complete(trial_.leader(), accept(trial_.offer()))->task.terms.id);
}

TEST_F(Pairing, RefusesTimesThatAreNoWholeDays) {
    OfferTerms terms = trial_.terms();
    terms.opens += 1;

    EXPECT_FALSE(make_offer(trial_.leader(), terms));
}

}  // namespace
}  // namespace tacit::collector
