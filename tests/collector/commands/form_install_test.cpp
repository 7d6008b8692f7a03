#include "collector/form_install.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/collector/commands/trial_folder.h"
#include "tests/collector/form/form_folder.h"

namespace tacit::collector {
namespace {

using tacit::test::FormFolder;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class FormInstall : public testing::Test {
protected:
    FormInstall() { config_.form = folder_ / "form"; }
    task::FormSignature by(const ops::Config& who, const std::string& manifest) const {
        return task::sign_form(manifest, ops::load_keys(who.keys)->signing);
    }
    std::string install(const FormFolder& built, const std::vector<task::FormSignature>& signatures) {
        const auto done = install_form(config_, tasks_, form::read_built(built.path()).value(), signatures);
        return done ? "installed" : done.error().what;
    }
    std::string status() const { return form_status(config_, tasks_).text; }

    test::TrialFolder trial_;
    tacit::test::TempFolder folder_;
    ops::Config config_ = trial_.helper();
    std::vector<StoredTask> tasks_ = {accept_offer(trial_.helper(), trial_.random(), trial_.offer())->task};
    FormFolder built_;
};

TEST_F(FormInstall, TakesAFormThatBothPartiesOfATaskSigned) {
    EXPECT_EQ(status(), "");
    EXPECT_EQ(install(built_, {by(trial_.leader(), built_.manifest()), by(trial_.helper(), built_.manifest())}),
              "installed");
    const auto form = load_form(config_.form, {&tasks_.front().task});
    ASSERT_TRUE(form) << to_text(form.error());
    EXPECT_TRUE((*form)->is_signed_for(tasks_.front().task));
    EXPECT_THAT(status(), AllOf(HasSubstr("form 1.0.0 is installed, signed by The leader and The helper"),
                                HasSubstr(fingerprint_text(built_.manifest())), Not(HasSubstr("NOT"))));
}

TEST_F(FormInstall, RefusesAFormThatOnlyOneSignedAndNamesTheOther) {
    const auto leader = by(trial_.leader(), built_.manifest());
    EXPECT_EQ(install(built_, {leader}), "only The leader has signed this form; The helper has not");
    EXPECT_EQ(install(built_, {leader, leader}), "only The leader has signed this form; The helper has not");
    EXPECT_EQ(install(built_, {by(trial_.helper(), built_.manifest())}),
              "only The helper has signed this form; The leader has not");
    EXPECT_EQ(install(built_, {}), "neither The leader nor The helper has signed this form");
    EXPECT_EQ(status(), "") << "nothing was installed";
}

TEST_F(FormInstall, RefusesSignaturesOfOthersAndOfOtherForms) {
    const auto leader = by(trial_.leader(), built_.manifest());
    EXPECT_THAT(install(built_, {leader, by(trial_.publisher(), built_.manifest())}),
                HasSubstr("signature 2 of 2 is of somebody who has no part in any task"));
    const FormFolder newer("2.0.0");
    EXPECT_THAT(install(newer, {leader, by(trial_.helper(), newer.manifest())}), HasSubstr("for another form"));
    task::FormSignature forged = by(trial_.helper(), built_.manifest());
    forged.key = leader.key;
    EXPECT_THAT(install(built_, {forged}), HasSubstr("does not hold"));
}

TEST_F(FormInstall, IsForTheTasksWhosePartiesSigned) {
    const auto signatures = std::vector{by(trial_.leader(), built_.manifest()), by(trial_.helper(), built_.manifest())};
    StoredTask other = tasks_.front();
    other.task.helper.signing_key = ops::load_keys(trial_.publisher().keys)->signing.public_key();
    other.task.helper.name = "Somebody else";
    other.terms.id.bytes.fill(7);
    tasks_.push_back(other);
    const auto covered = install_form(config_, tasks_, form::read_built(built_.path()).value(), signatures);
    ASSERT_TRUE(covered) << to_text(covered.error());
    EXPECT_THAT(*covered, ElementsAre(tasks_.front().terms.id));
    EXPECT_THAT(status(), HasSubstr("NOT for " + wire::to_text(other.terms.id) +
                                    ": not signed by both The leader and "
                                    "Somebody else"));
}

TEST_F(FormInstall, IsNotServedWhereItWasChangedOrNobodyHereSignedIt) {
    install(built_, {by(trial_.leader(), built_.manifest()), by(trial_.helper(), built_.manifest())});
    EXPECT_THAT(load_form(config_.form, {}).error().what, HasSubstr("not signed by both"));
    const std::filesystem::path page = config_.form / *form::current(config_.form) / "files" / "index.html";
    ASSERT_TRUE(std::filesystem::exists(page));
    std::ofstream(page) << "another page";
    EXPECT_THAT(load_form(config_.form, {&tasks_.front().task}).error().what, HasSubstr("was changed"));
    EXPECT_THAT(status(), HasSubstr("NOT SERVED"));
    EXPECT_FALSE(form_status(config_, tasks_).all_well);
}

TEST_F(FormInstall, NeedsATask) {
    tasks_.clear();
    EXPECT_THAT(install(built_, {}), HasSubstr("neither leader nor helper of any task"));
}

}  // namespace
}  // namespace tacit::collector
