// The form between two organisations, with the real programs: signed, installed, served, checked by the helper, and
// checked by anybody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "tests/collector/form/form_folder.h"
#include "tests/e2e/deployment.h"
#include "tests/e2e/proxy.h"

namespace tacit::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Who = Deployment::Who;

class Form : public ::testing::Test {
protected:
    Finished sign(Who who, const std::string& out) {
        return deployment_.collector(who,
                                     {"form", "sign", built_.path().string(), "--out", deployment_.file(out).string()});
    }
    Finished install(Who who, const std::vector<std::string>& signatures) {
        std::vector<std::string> arguments = {"form", "install", built_.path().string()};
        for (const std::string& name : signatures) {
            arguments.push_back("--signature");
            arguments.push_back(deployment_.file(name).string());
        }
        return deployment_.collector(who, arguments);
    }
    void sign_and_install_at_both() {
        for (const auto& [who, out] : {std::pair{Who::leader, "leader.sig"}, std::pair{Who::helper, "helper.sig"}})
            ASSERT_EQ(sign(who, out).exit_code, 0);
        for (const Who who : {Who::leader, Who::helper}) {
            const Finished installed = install(who, {"leader.sig", "helper.sig"});
            ASSERT_EQ(installed.exit_code, 0) << installed.both();
        }
    }
    std::string form(Who who) const { return deployment_.url(who) + "tacit/form/"; }
    Finished verify(Who who, std::vector<std::string> more = {}) {
        more.insert(more.begin(), {"form", "verify", form(who) + "#" + deployment_.task_id()});
        return deployment_.tacit(more);
    }
    void set(Who who, const std::string& setting) {
        const std::filesystem::path file = deployment_.folder(who) / "tacit-collector.toml";
        std::string text = read_file(file);
        text.insert(text.find("workers = 0"), setting + "\n");
        write_file(file, text);
    }
    template <class Condition>
    static bool eventually(Condition&& condition) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (!condition()) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return true;
    }
    bool helpers_ledger_says(const std::string& outcome) {
        const std::string ledger =
            http_get(deployment_.url(Who::helper) + "tacit/tasks/" + deployment_.task_id() + "/ledger").body;
        return ledger.find("\"outcome\":\"" + outcome + "\"") != std::string::npos;
    }

    Deployment deployment_{{.noise = false, .min_batch_size = 50}};
    FormFolder built_;
};

TEST_F(Form, IsServedByBothOnceBothSignedIt) {
    deployment_.start_both();
    EXPECT_EQ(http_get(form(Who::leader)).status, 404);
    const Finished none = verify(Who::leader);
    EXPECT_EQ(none.exit_code, 4) << none.both();
    EXPECT_THAT(none.errors, HasSubstr("no form at this address"));

    ASSERT_EQ(sign(Who::leader, "leader.sig").exit_code, 0);
    const Finished one_sided = install(Who::leader, {"leader.sig"});
    EXPECT_EQ(one_sided.exit_code, 1);
    EXPECT_THAT(one_sided.errors, AllOf(HasSubstr("only The leader has signed this form; The helper has not"),
                                        HasSubstr("tacit-collector form sign")));

    sign_and_install_at_both();
    for (const Who who : {Who::leader, Who::helper}) {
        ASSERT_TRUE(eventually([&] { return http_get(form(who)).status == 200; })) << "a running server takes it up";
        std::set<std::string> others;  // the other aggregator, and the publisher for those who want to see results
        for (const Who other : {who == Who::leader ? Who::helper : Who::leader, Who::publisher})
            others.insert(deployment_.url(other).substr(0, deployment_.url(other).size() - 1));
        EXPECT_EQ(http_get(form(who)).headers.at("content-security-policy"),
                  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
                  "connect-src 'self' " +
                      *others.begin() + " " + *others.rbegin() +
                      "; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "
                      "'none'; require-trusted-types-for 'script'; trusted-types tacit-sw");
        const Finished verified = verify(who, {"--folder", built_.path().string()});
        EXPECT_EQ(verified.exit_code, 0) << verified.both();
        EXPECT_THAT(verified.output,
                    AllOf(HasSubstr("form 1.0.0, serial 3, at http"), HasSubstr("signed by The leader and The helper"),
                          HasSubstr("the same bytes as in")));
        EXPECT_THAT(deployment_.collector(who, {"status"}).output,
                    HasSubstr("form 1.0.0 is installed, signed by The leader and The helper"));
    }
    const FormFolder other("1.0.1");
    const Finished differs = verify(Who::leader, {"--folder", other.path().string()});
    EXPECT_EQ(differs.exit_code, 4) << differs.both();
    EXPECT_THAT(differs.errors, HasSubstr("is not the one in"));
}

TEST_F(Form, ChangedByOneByteOnTheLeaderIsInTheHelpersLedgerAndRefused) {
    Proxy leader(deployment_, Who::leader);
    set(Who::helper, "form_check_seconds = 1");
    sign_and_install_at_both();
    deployment_.start_both();
    ASSERT_TRUE(eventually([&] { return helpers_ledger_says("as_signed"); })) << deployment_.log(Who::helper);
    EXPECT_FALSE(helpers_ledger_says("differs"));
    EXPECT_EQ(verify(Who::leader).exit_code, 0);
    for (const Proxy::Passed& request : leader.passed("/tacit/form/")) {
        const bool is_the_helpers = request.headers.at("User-Agent").find("Mozilla") != std::string::npos;
        EXPECT_FALSE(is_the_helpers && request.headers.contains("Authorization"));
    }

    leader.lie_about("/app.js", [](std::string truth) {
        truth[0] ^= 1;
        return truth;
    });
    const Finished changed = verify(Who::leader);
    EXPECT_EQ(changed.exit_code, 4) << changed.both();
    EXPECT_THAT(changed.errors,
                AllOf(HasSubstr("app.js has other content than form.json lists"),
                      HasSubstr("NOT the form that both organisations signed"), HasSubstr("Do not answer")));
    EXPECT_TRUE(eventually([&] { return helpers_ledger_says("differs"); })) << deployment_.log(Who::helper);
    EXPECT_THAT(deployment_.log(Who::helper), HasSubstr("form_differs"));
    EXPECT_THAT(http_get(deployment_.metrics_url(Who::helper)).body, HasSubstr("tacit_forms_differing 1"));

    leader.tell_the_truth();
    leader.lie_about("/form.helper.sig", [](const std::string&) { return std::string(); });
    const Finished one_sided = verify(Who::leader);
    EXPECT_EQ(one_sided.exit_code, 4) << one_sided.both();
    EXPECT_THAT(one_sided.errors, HasSubstr("The helper has not signed this form"));
    EXPECT_THAT(one_sided.errors, Not(HasSubstr("The leader has not signed")));

    leader.tell_the_truth();
    EXPECT_EQ(verify(Who::leader).exit_code, 0);
    deployment_.stop(Who::leader);
    EXPECT_EQ(verify(Who::leader).exit_code, 5) << "the proxy answers 503";
}

TEST_F(Form, ChangedOnTheDiskIsNotServed) {
    sign_and_install_at_both();
    const std::filesystem::path folder = deployment_.folder(Who::leader) / "form";
    const std::filesystem::path page = folder / read_file(folder / "current") / "files" / "index.html";
    write_file(page, read_file(page) + " ");
    deployment_.start_both();
    EXPECT_EQ(http_get(form(Who::leader)).status, 404);
    EXPECT_EQ(http_get(form(Who::helper)).status, 200);
    EXPECT_THAT(deployment_.log(Who::leader),
                AllOf(HasSubstr("form_refused"), HasSubstr("the installed form was changed")));
    EXPECT_THAT(deployment_.collector(Who::leader, {"status"}).output, HasSubstr("NOT SERVED"));
}

}  // namespace
}  // namespace tacit::test
