// The helper's own looks at the leader's form: when, with which requests, and what it writes down.
#include "collector/work/form_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/protocol/world.h"
#include "tests/unit/task/served_form.h"

namespace tacit::test {
namespace {

using task::FormOutcome;
using task::test::ServedForm;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::chrono::minutes kMean{60}, kStep{5};

// The leader's web server, with nothing but its form.
class LeadersServer final : public peer::Transport {
public:
    explicit LeadersServer(ServedForm& form) : form_(form) {}
    Result<peer::Answer> send(const peer::Call& call) override {
        calls.push_back(call);
        const std::size_t at = call.url.find("/tacit/form/");
        if (at == std::string::npos) return peer::Answer{404};
        TACIT_TRY(task::FormAnswer answer, form_.get(call.url.substr(at + 12)));
        peer::Answer out;
        out.status = answer.status;
        out.headers = std::move(answer.headers);
        out.body = to_bytes(as_bytes(answer.body));
        return out;
    }
    std::vector<peer::Call> calls;

private:
    ServedForm& form_;
};

class FormWatching : public ::testing::Test {
protected:
    work::FormWatch watch(std::chrono::seconds mean = kMean) {
        return {
            world_.helper.parts(), world_.helper.tasks(), server_, &metrics_, {mean, [this] { return installed_; }}};
    }
    // Time goes by, and the watch has its turn.
    void step(work::FormWatch& watch, std::chrono::seconds size = kStep) {
        world_.clock.set(world_.clock.now() + size);
        watch.turn();
    }
    void look_once(work::FormWatch& watch) {
        const std::size_t before = looks();
        for (int i = 0; i < 2000 && looks() == before; ++i) step(watch);
        ASSERT_EQ(looks(), before + 1);
    }
    std::size_t looks() const {
        return static_cast<std::size_t>(std::count_if(server_.calls.begin(), server_.calls.end(), [](const auto& call) {
            return call.url.ends_with("/tacit/form/");
        }));
    }
    std::vector<task::FormChecked> noted() {
        std::vector<task::FormChecked> events;
        const std::string text = must(world_.helper.ledger().text(world_.helper.task()));
        const auto chain =
            task::verify_chain(text, {world_.helper.task().id, wire::Role::helper, world_.helper.signing_key()});
        for (const task::Entry& entry : must(chain).entries) {
            if (const auto* checked = std::get_if<task::FormChecked>(&entry.event)) events.push_back(*checked);
        }
        return events;
    }

    World world_;
    ServedForm form_{*world_.leader.task().signing_key, *world_.helper.task().signing_key};
    LeadersServer server_{form_};
    ops::Metrics metrics_;
    bool installed_ = true;
};

TEST_F(FormWatching, WritesDownThatTheFormIsTheOneThatBothSigned) {
    auto watching = watch();
    look_once(watching);

    const std::string form = world_.leader.task().self().url + "tacit/form/";
    EXPECT_THAT(noted(), ElementsAre(task::FormChecked{form, FormOutcome::as_signed, "1.0.0",
                                                       sha256(as_bytes(form_.body("form.json")))}));
    EXPECT_THAT(metrics_.text(), HasSubstr("tacit_form_checks_total{outcome=\"as_signed\"} 1"));
    EXPECT_THAT(metrics_.text(), HasSubstr("tacit_forms_differing 0"));
}

TEST_F(FormWatching, WritesDownOneChangedByteAndThatItIsGoneAgain) {
    auto watching = watch();
    form_.body("app.js")[0] ^= 1;
    look_once(watching);
    EXPECT_THAT(metrics_.text(), HasSubstr("tacit_forms_differing 1"));
    form_.status("") = 0;
    look_once(watching);
    EXPECT_THAT(metrics_.text(), HasSubstr("tacit_forms_differing 1")) << "silence clears nobody";
    form_.status("") = 200;
    form_.body("app.js")[0] ^= 1;
    look_once(watching);
    EXPECT_THAT(metrics_.text(), HasSubstr("tacit_forms_differing 0"));

    const auto events = noted();
    ASSERT_EQ(events.size(), 3u);
    EXPECT_EQ(events[0].outcome, FormOutcome::differs);
    EXPECT_EQ(events[0].version, "1.0.0");
    EXPECT_EQ(events[1].outcome, FormOutcome::unreachable);
    EXPECT_EQ(events[1].version, "");
    EXPECT_EQ(events[2].outcome, FormOutcome::as_signed);
}

TEST_F(FormWatching, WritesDownAFormThatWasTakenAwayButNotThatThereNeverWasOne) {
    form_.status("") = 404;
    form_.status("form.json") = 404;
    auto watching = watch();
    installed_ = false;
    look_once(watching);
    EXPECT_THAT(noted(), IsEmpty());
    installed_ = true;
    look_once(watching);
    ASSERT_EQ(noted().size(), 1u);
    EXPECT_EQ(noted()[0].outcome, FormOutcome::absent);
}

TEST_F(FormWatching, AsksAsABrowserDoes) {
    auto watching = watch();
    look_once(watching);
    for (const peer::Call& call : server_.calls) {
        const std::map<std::string, std::string> headers(call.headers.begin(), call.headers.end());
        EXPECT_THAT(headers.at("User-Agent"), HasSubstr("Mozilla/5.0"));
        EXPECT_THAT(headers.at("Accept-Encoding"), HasSubstr("br"));
        EXPECT_TRUE(headers.contains("Sec-Fetch-Dest"));
        for (const auto& [name, value] : headers) EXPECT_THAT(value, ::testing::Not(HasSubstr("tacit"))) << name;
        EXPECT_EQ(call.method, peer::Method::get);
        EXPECT_EQ(call.token, nullptr) << "nothing of it says that a helper asks";
        EXPECT_EQ(call.ledger_head, "");
    }
}

// 200 looks with a mean of 12 steps (12.5 where each waits for the next step): their mean is within 6 standard errors
// of 12 / sqrt(200) but for one run in 10^8, and the seed is fixed. A schedule of equal gaps would have none within a
// third of the mean; here they are 28 in 100.
TEST_F(FormWatching, ComesAtRandomMoments) {
    form_.status("") = 404;  // nothing to write down, so that 200 looks are quick
    form_.status("form.json") = 404;
    installed_ = false;
    constexpr std::chrono::minutes kSmall{1};
    auto watching = watch(12 * kSmall);
    watching.turn();
    EXPECT_EQ(looks(), 0u) << "a start is no moment of its own";
    std::size_t steps = 0, short_gaps = 0, last = 0;
    while (looks() < 200 && steps < 10'000) {
        const std::size_t before = looks();
        ++steps;
        step(watching, kSmall);
        if (looks() == before) continue;
        if (steps - last <= 4) ++short_gaps;
        last = steps;
    }
    EXPECT_NEAR(static_cast<double>(steps) / 200, 12.5, 6 * 12 / std::sqrt(200.0));
    EXPECT_GT(short_gaps, 20u);
    EXPECT_LT(short_gaps, 110u);
}

TEST_F(FormWatching, EndsWithTheSurvey) {
    auto watching = watch();
    watching.turn();
    world_.set_today(kFirst + kDays);
    for (int i = 0; i < 500; ++i) step(watching);
    EXPECT_EQ(server_.calls.size(), 0u);
}

TEST_F(FormWatching, CanBeSwitchedOff) {
    auto watching = watch(std::chrono::seconds(0));
    for (int i = 0; i < 500; ++i) step(watching);
    EXPECT_EQ(server_.calls.size(), 0u);
}

TEST_F(FormWatching, IsTheHelpersAlone) {
    work::FormWatch watching(world_.leader.parts(), world_.leader.tasks(), server_, nullptr, {kMean, {}});
    for (int i = 0; i < 500; ++i) step(watching);
    EXPECT_EQ(server_.calls.size(), 0u);
}

}  // namespace
}  // namespace tacit::test
