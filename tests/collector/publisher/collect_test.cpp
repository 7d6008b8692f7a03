#include "collector/publisher/collect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schemas/release/text.h"
#include "tests/collector/publisher/sample_batch.h"
#include "tests/support/scripted_transport.h"
#include "tests/support/temp_folder.h"

namespace tacit::publisher {
namespace {

using test::SampleBatch;
using testing::HasSubstr;

peer::Answer with(int status, Bytes body = {}, std::string location = {}) {
    peer::Answer answer;
    answer.status = status;
    answer.body = std::move(body);
    answer.location = std::move(location);
    return answer;
}

class Collecting : public testing::Test {
protected:
    Result<CollectionFile> collect() { return publisher::collect(contact(), folder_.path(), sample_.batch); }
    Contact contact() {
        return {sample_.task,
                              sample_.terms.id,
                              token_,
                              leader_,
                              sample_.random,
                              [this](std::chrono::milliseconds) { return ++pauses_ < 10; },
                              [this](const std::string& text) { said_.push_back(text); }};
    }
    static peer::Answer refusal(const std::string& type, int status = 400) {
        peer::Answer refused =
            with(status, to_bytes(as_bytes(R"({"type":"urn:ietf:params:ppm:dap:error:)" + type + R"("})")));
        refused.media_type = "application/problem+json";
        return refused;
    }
    bool remembers() { return !load_all(folder_.path(), sample_.terms.id).value().empty(); }
    SampleBatch sample_;
    const SecretBytes token_{as_bytes("token")};
    const tacit::test::TempFolder folder_;
    tacit::test::ScriptedTransport leader_;
    int pauses_ = 0;
    std::vector<std::string> said_;
};

TEST_F(Collecting, PollsUntilTheAnswerIsThereAndKeepsIt) {
    const CollectionFile answered = sample_.answered(sample_.plain_totals(), 500);
    leader_.then(with(201, {}, "https://leader.example/tasks/x/collection_jobs/1"));
    leader_.then(with(200));
    leader_.then(with(200, answered.response));

    const auto file = collect();

    ASSERT_TRUE(file) << to_text(file.error());
    EXPECT_EQ(file->response, answered.response);
    EXPECT_EQ(load_all(folder_.path(), sample_.terms.id).value().front(), *file);
    EXPECT_EQ(leader_.calls()[1].method, peer::Method::get);
    EXPECT_EQ(said_.size(), 1u) << "says once that it waits";
}

TEST_F(Collecting, SendsTheSameBytesAfterACrashAndNothingOnceItHasTheAnswer) {
    leader_.then(fail(Fault::unavailable, "down"));
    pauses_ = 9;
    ASSERT_FALSE(collect());  // stopped while it waited
    leader_.then(with(200, sample_.answered(sample_.plain_totals(), 500).response));

    ASSERT_TRUE(collect());
    ASSERT_TRUE(collect());

    ASSERT_EQ(leader_.calls().size(), 2u);
    EXPECT_EQ(leader_.calls()[0].body, leader_.calls()[1].body);
}

TEST_F(Collecting, SaysWhatToDoWhereTheBatchIsTooSmall) {
    leader_.then(refusal("invalidBatchSize"));

    const auto file = collect();

    ASSERT_FALSE(file);
    EXPECT_THAT(file.error().what, HasSubstr("minimum of 100"));
    EXPECT_THAT(file.error().remedy, HasSubstr("wait"));
}

TEST_F(Collecting, SaysWhatToDoWhereTheTokenIsWrong) {
    leader_.then(with(401));

    EXPECT_THAT(collect().error().remedy, HasSubstr("access"));
}

TEST_F(Collecting, DoesNotKeepAnAnswerThatIsNone) {
    leader_.then(with(200, {1, 2, 3}));

    EXPECT_FALSE(collect());
    EXPECT_TRUE(load_all(folder_.path(), sample_.terms.id).value().front().response.empty());
}

// Days of which too few answered, or that a server gave up, would be asked for again and again.
TEST_F(Collecting, ForgetsARequestThatIsRefusedForItsDays) {
    for (const std::string type : {"invalidBatchSize", "batchOverlap", "batchInvalid", "batchMismatch"}) {
        leader_.then(with(201, {}, "https://leader.example/tasks/x/collection_jobs/1"));
        leader_.then(refusal(type));

        const auto file = collect();

        ASSERT_FALSE(file);
        EXPECT_NE(file.error().remedy, "") << type;
        EXPECT_FALSE(remembers()) << type;
    }
    leader_.then(with(401));
    ASSERT_FALSE(collect());
    EXPECT_TRUE(remembers()) << "that says nothing about the days";
}

TEST_F(Collecting, NamesTheRemedyWhereTheDaysWereGivenUp) {
    leader_.then(with(201, {}, "https://leader.example/tasks/x/collection_jobs/1"));
    leader_.then(refusal("batchInvalid"));

    const auto file = collect();

    ASSERT_FALSE(file);
    EXPECT_THAT(file.error().what, HasSubstr("given up"));
    EXPECT_THAT(file.error().remedy, HasSubstr("tacit-collector collect without --interval"));
}

TEST_F(Collecting, SaysThatTheSurveyGoesOnWhereTooFewAreLeft) {
    leader_.then(refusal("invalidBatchSize"));
    leader_.then(with(200, {1}));

    const auto refused = close_task(contact(), false);
    const auto closed = close_task(contact(), true);

    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().what, HasSubstr("goes on"));
    EXPECT_THAT(refused.error().remedy, HasSubstr("--even-if-too-few"));
    EXPECT_TRUE(closed);
    EXPECT_EQ(leader_.calls()[0].body, to_bytes(as_bytes("{}")));
    EXPECT_EQ(leader_.calls()[1].body, to_bytes(as_bytes(R"({"even_if_too_few":true})")));
}

class NextInterval : public testing::Test {
protected:
    Result<wire::Interval> next(int days_since_opening, bool closed = false) {
        const auto now =
            release::begin_of(sample_.task, whole_.start) + std::chrono::days(days_since_opening) + std::chrono::hours(5);
        return next_interval(sample_.task, collected_, given_up_, closed, now);
    }
    CollectionFile collected(wire::Duration days) {
        CollectionFile file = new_collection(sample_.terms.id, {whole_.start, days}).value();
        file.response = {1};
        return file;
    }
    SampleBatch sample_;
    const wire::Interval whole_ = task::interval(sample_.task);
    std::vector<CollectionFile> collected_;
    std::vector<wire::Interval> given_up_;
};

TEST_F(NextInterval, EndsWithTheLastDayThatIsOver) {
    EXPECT_EQ(next(3).value(), (wire::Interval{whole_.start, 3}));
    EXPECT_EQ(next(1000).value(), whole_);
    EXPECT_FALSE(next(0));
    EXPECT_FALSE(next(-3));
}

TEST_F(NextInterval, BeginsAfterWhatIsCollected) {
    collected_ = {collected(2)};

    EXPECT_EQ(next(3).value(), (wire::Interval{whole_.start + 2, 1}));
    EXPECT_FALSE(next(2));
}

TEST_F(NextInterval, RunsToTheEndOfAClosedTask) {
    collected_ = {collected(2)};

    EXPECT_EQ(next(3, true).value(), (wire::Interval{whole_.start + 2, whole_.duration - 2}));
}

TEST_F(NextInterval, FinishesFirstWhatWasBegun) {
    collected_ = {collected(2)};
    collected_[0].response.clear();

    EXPECT_EQ(next(5).value(), collected_[0].interval);
}

TEST_F(NextInterval, GoesAroundWhatWasGivenUp) {
    collected_ = {collected(2)};
    given_up_ = {{whole_.start + 2, 2}, {whole_.start + 4, 1}, {whole_.start + 7, 1}};

    EXPECT_EQ(next(7).value(), (wire::Interval{whole_.start + 5, 2}));
    EXPECT_EQ(next(10).value(), (wire::Interval{whole_.start + 5, 2}));
    EXPECT_FALSE(next(5)) << "nothing else is over";
}

TEST_F(NextInterval, DoesNotFinishWhatWasGivenUpMeanwhile) {
    collected_ = {collected(2)};
    collected_[0].response.clear();
    given_up_ = {{whole_.start, 4}};

    EXPECT_EQ(next(5).value(), (wire::Interval{whole_.start + 4, 1}));
}

}  // namespace
}  // namespace tacit::publisher
