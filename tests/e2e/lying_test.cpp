// Servers that hand out keys of their own, or words of their own: the client refuses and sends nothing.
#include "crypto/hpke/hpke.h"
#include "schemas/task/peer_hpke.h"
#include "tests/e2e/attack.h"
#include "tests/e2e/proxy.h"

namespace tacit::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Who = Deployment::Who;

class LyingServer : public Attack {
protected:
    Deployment deployment{{.noise = false, .min_batch_size = 50}};

    // The same list with keys to which the liar has the secrets.
    static std::string forged_keys(const std::string& truth) {
        SystemRandom random;
        auto list = wire::decode_hpke_config_list(as_bytes(truth)).value();
        for (wire::HpkeConfig& config : list.configs)
            config.public_key = to_bytes(hpke::generate_key_pair(random).public_key);
        return std::string(as_text(encode(list).value()));
    }
    Finished submit(const std::string& name) {
        write_file(deployment.file(name), small_answers(3, 14).lines);
        return deployment.tacit({"submit", deployment.task_url(), "--answers", deployment.file(name).string()});
    }
    // Refused in words, with nothing sent.
    void expect_refused(const Finished& finished, const std::string& because, const Proxy& leader) {
        EXPECT_EQ(finished.exit_code, 4) << finished.both();
        EXPECT_THAT(finished.errors, HasSubstr(because));
        EXPECT_THAT(finished.errors, ::testing::AnyOf(HasSubstr("Do not answer"), HasSubstr("do not answer")));
        EXPECT_THAT(leader.passed("/reports"), IsEmpty());
    }
};

TEST_F(LyingServer, ALeaderThatHandsOutItsOwnKeyAsTheHelpersGetsNothing) {
    Proxy leader(deployment, Who::leader);
    deployment.start_both();
    const Visitor waits_for_keys(deployment);
    const std::string of_helper = http_get(deployment.url(Who::helper) + "hpke_config").body;
    const std::string forged = forged_keys(of_helper);

    // It says that it saw the helper serve this key. The helper itself does not.
    leader.lie_about("/peer_hpke.json", [&](const std::string& truth) {
        auto seen = task::load_peer_hpke(truth).value();
        seen.current = sha256(as_bytes(forged));
        seen.previous.reset();
        return task::to_text(seen);
    });
    expect_refused(submit("one"), "encryption keys that", leader);

    // It shows a task in which the helper is a server of its own, which hands out that key: itself, or another one.
    const std::string helper_url = deployment.url(Who::helper);
    const auto show_as_helper = [&](const std::string& url) {
        leader.tell_the_truth();
        leader.lie_about("/task.json", [=](std::string truth) {
            return truth.replace(truth.find(helper_url), helper_url.size(), url);
        });
        leader.lie_about("/hpke_config", [&](const std::string&) { return forged; });
    };
    show_as_helper(deployment.url(Who::leader));
    expect_refused(submit("two"), "same address", leader);
    show_as_helper("http://127.0.0.1:" + std::to_string(free_port()) + "/");
    expect_refused(submit("two"), "another survey", leader);

    leader.tell_the_truth();
    expect_success(submit("three"));
    EXPECT_EQ(leader.passed("/reports").size(), 3u);
    for (const Proxy::Passed& request : leader.passed("/reports")) EXPECT_EQ(request.method, "POST");
}

TEST_F(LyingServer, AKeyForOneVisitorAloneIsRefused) {
    Proxy leader(deployment, Who::leader);
    Proxy helper(deployment, Who::helper);
    deployment.start_both();
    const Visitor waits_for_keys(deployment);

    leader.lie_about("/hpke_config", forged_keys);
    expect_refused(submit("one"), "encryption keys that", leader);
    leader.tell_the_truth();

    helper.lie_about("/hpke_config", forged_keys);
    expect_refused(submit("two"), "encryption keys that", leader);
    helper.tell_the_truth();

    // A witness that says nothing of use is no witness.
    helper.lie_about("/peer_hpke.json", [](const std::string&) { return std::string("{}"); });
    const Finished blind = submit("three");
    EXPECT_EQ(blind.exit_code, 4) << blind.both();
    EXPECT_THAT(leader.passed("/reports"), IsEmpty());
    helper.tell_the_truth();

    expect_success(submit("four"));
}

TEST_F(LyingServer, ServersThatWordTheSurveyDifferentlyAreRefused) {
    Proxy leader(deployment, Who::leader);
    deployment.start_both();
    const Visitor waits_for_keys(deployment);
    leader.lie_about("/texts/1.json", [](std::string truth) {
        const std::string question = "How is your mood?";
        return truth.replace(truth.find(question), question.size(), "Who are you, really?");
    });
    const Finished finished = submit("one");
    EXPECT_EQ(finished.exit_code, 4) << finished.both();
    EXPECT_THAT(finished.errors, HasSubstr("word"));
    EXPECT_THAT(leader.passed("/reports"), IsEmpty());
}

}  // namespace
}  // namespace tacit::test
