#include "collector/peer/peer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/scripted_transport.h"
#include "tests/support/seeded_random.h"

namespace tacit::peer {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Answer with(int status, std::string_view body = {}) {
    Answer answer;
    answer.status = status;
    answer.body = to_bytes(as_bytes(body));
    return answer;
}

class Asking : public testing::Test {
protected:
    Result<Reply> ask() {
        Call call;
        call.method = Method::post;
        call.url = "https://b.example/tasks/x/aggregation_jobs";
        call.body = {1, 2, 3};
        return until_answered(peer_, std::move(call), Backoff(random_), [this](milliseconds time) {
            pauses_.push_back(time);
            return pauses_.size() < 20;
        });
    }
    test::SeededRandom random_{1};
    test::ScriptedTransport peer_;
    std::vector<milliseconds> pauses_;
};

TEST_F(Asking, TakesAnySuccessWithABodyForTheAnswer) {
    peer_.then(with(203, "x"));

    const auto reply = ask();

    ASSERT_TRUE(reply);
    EXPECT_EQ(as_text(std::get<Answered>(*reply).body), "x");
    EXPECT_TRUE(pauses_.empty());
}

TEST_F(Asking, RepeatsTheSameBytesUntilThereIsAnAnswer) {
    peer_.then(fail(Fault::unavailable, "down"));
    peer_.then(with(503));
    peer_.then(with(500));
    peer_.then(with(201, "x"));

    ASSERT_TRUE(ask());

    ASSERT_EQ(peer_.calls().size(), 4u);
    for (const Call& call : peer_.calls()) EXPECT_EQ(call.body, (Bytes{1, 2, 3}));
}

TEST_F(Asking, WaitsLongerEachTimeAndAtLeastAsLongAsItWasAsked) {
    for (int i = 0; i < 12; ++i) peer_.then(with(500));
    Answer patient = with(503);
    patient.retry_after = seconds(1000);
    peer_.then(patient);
    peer_.then(with(200, "x"));

    ASSERT_TRUE(ask());

    EXPECT_GE(pauses_[0], seconds(1));
    EXPECT_LE(pauses_[0], milliseconds(1250));
    EXPECT_GE(pauses_[3], seconds(8));
    EXPECT_LE(pauses_[11], milliseconds(375'000));  // the cap and a quarter
    EXPECT_EQ(pauses_[12], seconds(1000));
}

TEST_F(Asking, PollsWhereAnEmptyAnswerSaysTo) {
    Answer later = with(201);
    later.location = "https://b.example/tasks/x/aggregation_jobs/1";
    peer_.then(later);
    peer_.then(with(200, "x"));

    ASSERT_TRUE(ask());

    EXPECT_EQ(peer_.calls()[1].method, Method::get);
    EXPECT_EQ(peer_.calls()[1].url, later.location);
    EXPECT_TRUE(peer_.calls()[1].body.empty());
}

TEST_F(Asking, GivesARefusalWithItsTypeAtOnce) {
    Answer refused = with(400, R"({"type":"urn:ietf:params:ppm:dap:error:batchMismatch"})");
    refused.media_type = "application/problem+json";
    peer_.then(refused);

    const auto reply = ask();

    ASSERT_TRUE(reply);
    EXPECT_EQ(std::get<Refused>(*reply).problem.type, wire::ProblemType::batchMismatch);
    EXPECT_EQ(std::get<Refused>(*reply).problem.status, 400);
}

TEST_F(Asking, DoesNotBelieveTheTypeOfAPageThatIsNoProblemDocument) {
    Answer page = with(404, R"({"type":"urn:ietf:params:ppm:dap:error:batchMismatch"})");
    page.media_type = "text/html";
    peer_.then(page);

    EXPECT_EQ(std::get<Refused>(ask().value()).problem.type, wire::ProblemType::about_blank);
}

TEST_F(Asking, TakesARedirectForARefusal) {
    peer_.then(with(302, "elsewhere"));

    EXPECT_EQ(outcome(ask().value()), Outcome::refused);
}

TEST_F(Asking, EndsWhenTheProgramStops) {
    for (int i = 0; i < 30; ++i) peer_.then(with(500));

    const auto reply = ask();

    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().fault, Fault::unavailable);
}

}  // namespace
}  // namespace tacit::peer
