// The helper's aggregate shares, whatever the leader asks.
#include <gmock/gmock.h>

#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

using wire::ProblemType;

const wire::Interval kFirstDay{kFirst, 1};

class AggregateShare : public ::testing::Test {
protected:
    // Sixty reports of the first day, at both; and the request that a leader would make of them.
    void SetUp() override { fill(60); }
    void fill(std::uint16_t count) {
        world.upload_unique(count, kFirst);
        world.aggregate();
    }
    wire::AggregateShareReq request(const wire::Interval& interval = kFirstDay) {
        const auto buckets = must(world.leader.store().read(
            "test", [&](store::Reader& reader) { return reader.buckets(world.leader.task().key, interval); }));
        wire::AggregateShareReq request{{wire::Query::of(interval), {}, {}}, wire::BatchSelector::of(interval), 0, {}};
        for (const store::Bucket& bucket : buckets) {
            request.report_count += bucket.report_count;
            for (std::size_t i = 0; i < 32; ++i) request.checksum[i] ^= bucket.checksum[i];
        }
        return request;
    }
    Result<protocol::AggregateShares::Answer, wire::Problem> send(const Bytes& bytes) {
        return world.helper.aggregate_shares().accept(world.helper.task(), bytes,
                                                      must(world.leader.ledger().header(world.leader.task())));
    }
    Result<protocol::AggregateShares::Answer, wire::Problem> send(const wire::AggregateShareReq& one) {
        return send(encode(one).value());
    }
    ProblemType problem(const wire::AggregateShareReq& one) {
        const auto answer = send(one);
        return answer ? ProblemType::about_blank : answer.error().type;
    }
    void expect_open() {
        EXPECT_EQ(world.helper.batch_state(kFirst), std::nullopt);
        EXPECT_EQ(world.helper.report_count(kFirstDay), 60u);
    }

    World world;
};

TEST_F(AggregateShare, CollectsTheBatchAndAnswersAPoll) {
    const auto first = must(send(request()));

    EXPECT_EQ(world.helper.batch_state(kFirst), store::BatchState::collected);
    EXPECT_EQ(world.helper.report_count(kFirstDay), 0u);
    EXPECT_EQ(must(world.helper.aggregate_shares().poll(world.helper.task(), first.id)).response, first.response);
}

TEST_F(AggregateShare, AnswersTheSameRequestWithTheSameBytesAfterARestart) {
    const Bytes asked = encode(request()).value();
    const auto first = must(send(asked));

    const auto again = must(send(asked));
    world.restart(world.helper);
    const auto after = must(send(asked));

    EXPECT_EQ(again.id, first.id);
    EXPECT_EQ(again.response, first.response);
    EXPECT_EQ(after.response, first.response);
}

TEST_F(AggregateShare, RefusesACountOrChecksumThatIsNotItsOwnAndStaysOpen) {
    auto wrong = request();
    ++wrong.report_count;
    EXPECT_EQ(problem(wrong), ProblemType::batchMismatch);
    wrong = request();
    wrong.checksum[31] ^= 1;
    EXPECT_EQ(problem(wrong), ProblemType::batchMismatch);
    expect_open();
    EXPECT_TRUE(send(request()));
}

TEST_F(AggregateShare, EnforcesTheMinimumWhateverTheLeaderSays) {
    World small;
    small.upload_unique(kMinBatchSize - 1, kFirst);
    small.aggregate();
    const wire::AggregateShareReq lying{
        {wire::Query::of(kFirstDay), {}, {}}, wire::BatchSelector::of(kFirstDay), kMinBatchSize, {}};

    const auto answer = small.helper.aggregate_shares().accept(
        small.helper.task(), encode(lying).value(), must(small.leader.ledger().header(small.leader.task())));

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().type, ProblemType::invalidBatchSize);
    EXPECT_EQ(small.helper.batch_state(kFirst), std::nullopt);
}

TEST_F(AggregateShare, RefusesOverlapWithACollectedBatch) {
    must(send(request()));

    EXPECT_EQ(problem(request({kFirst, 2})), ProblemType::batchOverlap);
    auto other = request();
    other.report_count = 61;
    EXPECT_EQ(problem(other), ProblemType::batchOverlap);
}

TEST_F(AggregateShare, RefusesWhatIsNoRequest) {
    EXPECT_EQ(send(Bytes{1}).error().type, ProblemType::invalidMessage);
    Bytes trailing = encode(request()).value();
    trailing.push_back(0);
    EXPECT_EQ(send(trailing).error().type, ProblemType::invalidMessage);
    expect_open();
}

TEST_F(AggregateShare, RefusesWhatThisTaskDoesNotHave) {
    auto wrong = request();
    wrong.collection_job_req.agg_param = {1};
    EXPECT_EQ(problem(wrong), ProblemType::invalidMessage);
    wrong = request();
    wrong.collection_job_req.extensions = {{1, {}}};
    EXPECT_EQ(problem(wrong), ProblemType::unsupportedExtension);
    wrong = request();
    wrong.batch_selector = {wire::BatchMode::leader_selected, Bytes(32)};
    EXPECT_EQ(problem(wrong), ProblemType::invalidMessage);
    wrong = request();
    wrong.batch_selector = wire::BatchSelector::of({kFirst, 2});
    EXPECT_EQ(problem(wrong), ProblemType::batchInvalid);
    wrong = request();
    wrong.batch_selector.config.pop_back();
    EXPECT_EQ(problem(wrong), ProblemType::batchInvalid);
    expect_open();
}

TEST_F(AggregateShare, RefusesAnIntervalThatEndsInTheFuture) {
    EXPECT_EQ(problem(request({kFirst, kDays})), ProblemType::batchInvalid);
    expect_open();
}

TEST_F(AggregateShare, StaysCollectedWhenItsAnswerIsDeleted) {
    const auto shares = world.helper.aggregate_shares();
    const auto answer = must(send(request()));
    const auto again = request();
    must(shares.remove(world.helper.task(), answer.id));

    EXPECT_EQ(shares.poll(world.helper.task(), answer.id).error().status, 404);
    EXPECT_EQ(shares.remove(world.helper.task(), answer.id).error().status, 404);
    EXPECT_EQ(problem(again), ProblemType::batchOverlap);
}

TEST_F(AggregateShare, IsNotGivenToALeaderThatRemembersALongerLedger) {
    // The helper collects, and is then put back to before: file and database together.
    std::filesystem::copy(world.folder / "helper", world.folder / "snapshot", std::filesystem::copy_options::recursive);
    const Bytes asked = encode(request()).value();
    const auto first = must(send(asked));
    must(world.leader.ledger().check_header(world.leader.task(), first.ledger_head));
    world.helper.stop();
    std::filesystem::remove_all(world.folder / "helper");
    std::filesystem::copy(world.folder / "snapshot", world.folder / "helper", std::filesystem::copy_options::recursive);
    world.start(world.helper);

    const auto answer = send(asked);

    ASSERT_FALSE(answer);
    ASSERT_TRUE(world.helper.stopped());
    EXPECT_THAT(*world.helper.stopped(), ::testing::HasSubstr("restore --refuse-batches"));
    expect_open();
    EXPECT_FALSE(send(asked)) << "and again";
}

}  // namespace
}  // namespace tacit::test
