// The leader's collection jobs: what is refused, what is repeated, what a refusal by the helper leads to.
#include <gmock/gmock.h>

#include <fstream>

#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

using protocol::Collections;
using wire::ProblemType;

class Collection : public ::testing::Test {
protected:
    Result<Collections::Answer, wire::Problem> create(const Bytes& request) {
        return world.leader.collections().create(world.leader.task(), request);
    }
    Result<Collections::Answer, wire::Problem> create(const wire::Interval& interval) {
        return create(world.collection_request(interval));
    }
    ProblemType problem(const wire::CollectionJobReq& request) {
        const auto answer = create(encode(request).value());
        return answer ? ProblemType::about_blank : answer.error().type;
    }
    ProblemType problem(const wire::Interval& interval) { return problem({wire::Query::of(interval), {}, {}}); }
    Collections::Progress step(const Collections::Answer& created) {
        return must(world.leader.collections().step(world.leader.task(), created.id));
    }
    Result<Collections::Answer, wire::Problem> poll(const Collections::Answer& created) {
        return world.leader.collections().poll(world.leader.task(), created.id);
    }
    // A batch that is complete at both, about to be asked for.
    Collections::Answer asking(std::uint16_t reports = 60) {
        world.upload_unique(reports, kFirst);
        const auto created = must(create(kFirstDay));
        world.aggregate();
        EXPECT_EQ(step(created).step, Collections::Step::ask);
        return created;
    }

    World world;
};

TEST_F(Collection, RefusesWhatIsNoRequest) {
    EXPECT_EQ(create(Bytes{1, 2}).error().type, ProblemType::invalidMessage);
    Bytes trailing = world.collection_request(kFirstDay);
    trailing.push_back(0);
    EXPECT_EQ(create(trailing).error().type, ProblemType::invalidMessage);
}

TEST_F(Collection, RefusesWhatThisTaskDoesNotHave) {
    const wire::Query query = wire::Query::of(kFirstDay);
    EXPECT_EQ(problem({{wire::BatchMode::leader_selected, {}}, {}, {}}), ProblemType::invalidMessage);
    EXPECT_EQ(problem({query, {1}, {}}), ProblemType::invalidAggregationParameter);
    EXPECT_EQ(problem({query, {}, {{1, {}}}}), ProblemType::unsupportedExtension);
    EXPECT_EQ(problem({query, {}, {{2, {}}, {1, {}}}}), ProblemType::invalidExtension);
}

TEST_F(Collection, RefusesIntervalsThatAreNone) {
    EXPECT_EQ(problem(wire::Interval{kFirst, 0}), ProblemType::batchInvalid);
    EXPECT_EQ(problem(wire::Interval{~std::uint64_t{0}, 2}), ProblemType::batchInvalid);
    EXPECT_EQ(problem({{wire::BatchMode::time_interval, {1, 2}}, {}, {}}), ProblemType::batchInvalid);
    EXPECT_EQ(problem(wire::Interval{kFirst - 1, 2}), ProblemType::batchInvalid);
}

TEST_F(Collection, RefusesAnIntervalThatEndsInTheFuture) {
    const auto answer = create(wire::Interval{kFirst, kToday - kFirst + 1});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().type, ProblemType::batchInvalid);
    EXPECT_THAT(answer.error().detail, ::testing::HasSubstr("--close"));
    EXPECT_TRUE(create(wire::Interval{kFirst, kToday - kFirst}));
}

TEST_F(Collection, RefusesOverlapWithAnyOtherBatch) {
    must(create(wire::Interval{kFirst + 1, 2}));

    EXPECT_EQ(problem(wire::Interval{kFirst, 2}), ProblemType::batchOverlap);
    EXPECT_EQ(problem(wire::Interval{kFirst + 2, 1}), ProblemType::batchOverlap);
    EXPECT_TRUE(create(wire::Interval{kFirst, 1}));
    EXPECT_TRUE(create(wire::Interval{kFirst + 3, 1}));
}

TEST_F(Collection, TheSameBytesNameTheSameJob) {
    const auto first = must(create(kFirstDay));
    const auto again = must(create(kFirstDay));
    EXPECT_EQ(again.id, first.id);
    EXPECT_FALSE(again.response);
}

TEST_F(Collection, EveryRequestGetsTheSameBytes) {
    world.upload_unique(60, kFirst);
    const Bytes response = world.collect(kFirstDay);

    EXPECT_EQ(must(create(kFirstDay)).response, response);
    world.restart(world.leader);
    world.restart(world.helper);
    const auto created = must(create(kFirstDay));
    EXPECT_EQ(created.response, response);
    EXPECT_EQ(must(poll(created)).response, response);
}

TEST_F(Collection, OnlyTheRequestsOwnBytesOpenTheAnswer) {
    world.upload_unique(60, kFirst);
    const Bytes response = world.collect(kFirstDay);

    EXPECT_TRUE(world.open(response, world.collection_request(kFirstDay)));
    EXPECT_FALSE(world.open(response, world.collection_request({kFirst, 2})));
}

TEST_F(Collection, WaitsForEveryReportOfTheBatch) {
    world.upload_unique(60, kFirst);
    const auto created = must(create(kFirstDay));
    EXPECT_EQ(step(created).step, Collections::Step::wait);
    const auto job = *world.answered_job(kFirst);
    EXPECT_EQ(step(created).step, Collections::Step::wait);

    must(world.leader.leader_jobs().absorb(world.leader.task(), job.job, job.answer));

    EXPECT_EQ(step(created).step, Collections::Step::ask);
}

TEST_F(Collection, TakesNoReportsForABatchThatIsBeingCollected) {
    const auto created = must(create(kFirstDay));
    const auto errors = must(world.leader.upload(upload_request({world.client().report({1, 0, {}}, kFirst)})));

    ASSERT_EQ(errors.status.size(), 1u);
    EXPECT_EQ(errors.status[0].error, wire::ReportError::report_replayed);
}

TEST_F(Collection, FailsBelowTheMinimumAndOpensTheDaysAgain) {
    world.upload_unique(kMinBatchSize - 1, kFirst);
    const auto created = must(create(kFirstDay));
    world.aggregate();
    EXPECT_EQ(step(created).step, Collections::Step::done);
    EXPECT_EQ(poll(created).error().type, ProblemType::invalidBatchSize);
    EXPECT_EQ(world.leader.batch_state(kFirst), std::nullopt);

    world.upload_unique(1, kFirst, 100);
    EXPECT_EQ(world.cells(world.collect(kFirstDay), kFirstDay), world.expected_cells());
}

TEST_F(Collection, AsksWithTheSameBytesUntilItIsAnswered) {
    const auto created = asking();
    const Bytes request = step(created).aggregate_share_request;
    world.restart(world.leader);
    EXPECT_EQ(step(created).aggregate_share_request, request);
}

TEST_F(Collection, IsDeliveredOnlyOnceTheHelperHasTheNewHead) {
    const auto created = asking();
    const auto share = must(world.helper.aggregate_shares().accept(world.helper.task(), step(created).aggregate_share_request,
                                                                   must(world.leader.ledger().header(world.leader.task()))));
    must(world.leader.collections().absorb(world.leader.task(), created.id, share.response));

    EXPECT_EQ(step(created).step, Collections::Step::tell);
    EXPECT_FALSE(must(poll(created)).response);
    must(world.leader.collections().deliverable(world.leader.task(), created.id));
    EXPECT_TRUE(must(poll(created)).response);
}

// A folder lies where the file should be, as if its disk had failed.
TEST_F(Collection, IsDeliveredOnlyOnceTheLedgerFileHasItsLine) {
    namespace fs = std::filesystem;
    const auto created = asking();
    const auto share =
        must(world.helper.aggregate_shares().accept(world.helper.task(), step(created).aggregate_share_request,
                                                    must(world.leader.ledger().header(world.leader.task()))));
    const fs::path file =
        world.folder / "leader" / "ledgers" / (wire::to_text(world.leader.task().id) + ".leader.jsonl");
    const fs::path aside = world.folder / "aside";
    fs::rename(file, aside);
    fs::create_directory(file);
    const auto collections = world.leader.collections();
    EXPECT_FALSE(collections.absorb(world.leader.task(), created.id, share.response));
    EXPECT_FALSE(collections.step(world.leader.task(), created.id)) << "the helper is told of a line that may be lost";
    EXPECT_FALSE(must(poll(created)).response);

    fs::remove(file);
    fs::rename(aside, file);
    EXPECT_EQ(step(created).step, Collections::Step::tell);
    std::ifstream in(file);
    EXPECT_THAT(std::string(std::istreambuf_iterator<char>(in), {}), ::testing::HasSubstr("batch_collected"));
}

TEST_F(Collection, DrawsNoiseOnceHoweverOftenTheAnswerComes) {
    const auto created = asking();
    const auto share = must(world.helper.aggregate_shares().accept(world.helper.task(), step(created).aggregate_share_request,
                                                                   must(world.leader.ledger().header(world.leader.task()))));
    const auto collections = world.leader.collections();
    must(collections.absorb(world.leader.task(), created.id, share.response));
    must(collections.deliverable(world.leader.task(), created.id));
    const auto first = must(poll(created)).response;

    must(collections.absorb(world.leader.task(), created.id, share.response));

    EXPECT_EQ(must(poll(created)).response, first);
}

TEST_F(Collection, StopsTheTaskForAnAnswerThatHoldsNoShare) {
    const auto created = asking();
    EXPECT_FALSE(world.leader.collections().absorb(world.leader.task(), created.id, {}));
    ASSERT_TRUE(world.leader.stopped());
    EXPECT_THAT(*world.leader.stopped(), ::testing::HasSubstr("helper's answer"));
    const auto answer = poll(created);
    ASSERT_FALSE(answer);
    EXPECT_THAT(answer.error().detail, ::testing::HasSubstr("stopped"));
}

TEST_F(Collection, StopsTheTaskForAShareThatIsTooShort) {
    const auto created = asking();
    const wire::HpkeCiphertext empty{world.leader.task().terms.publisher.hpke_config.id, Bytes(32), Bytes(40)};
    EXPECT_FALSE(world.leader.collections().absorb(world.leader.task(), created.id,
                                                   encode(wire::AggregateShare{empty}).value()));
    EXPECT_TRUE(world.leader.stopped());
    EXPECT_EQ(world.leader.report_count(kFirstDay), 60u);
}

TEST_F(Collection, OpensTheDaysWhenTheHelperHasTooFew) {
    const auto created = asking();
    EXPECT_TRUE(must(world.leader.collections().refused(world.leader.task(), created.id, ProblemType::invalidBatchSize)));
    EXPECT_EQ(poll(created).error().type, ProblemType::invalidBatchSize);
    EXPECT_EQ(world.leader.batch_state(kFirst), std::nullopt);
    EXPECT_EQ(world.leader.report_count(kFirstDay), 60u);
}

TEST_F(Collection, MarksABatchCorruptThatTheHelperCountsOtherwise) {
    const auto created = asking();
    EXPECT_TRUE(must(world.leader.collections().refused(world.leader.task(), created.id, ProblemType::batchMismatch)));

    const auto failed = poll(created);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().type, ProblemType::batchMismatch);
    EXPECT_THAT(failed.error().detail, ::testing::HasSubstr("tacit-collector discard"));
    EXPECT_EQ(world.leader.batch_state(kFirst), store::BatchState::corrupt);
    EXPECT_EQ(problem(kFirstDay), ProblemType::batchOverlap);
}

TEST_F(Collection, RepeatsWhatTheHelperCannotAnswerNow) {
    const auto created = asking();
    const auto collections = world.leader.collections();
    EXPECT_FALSE(must(collections.refused(world.leader.task(), created.id, ProblemType::about_blank)));
    EXPECT_FALSE(must(collections.refused(world.leader.task(), created.id, ProblemType::unrecognizedTask)));
    EXPECT_FALSE(must(collections.refused(world.leader.task(), created.id, ProblemType::batchInvalid)));
    EXPECT_EQ(step(created).step, Collections::Step::ask);
}

TEST_F(Collection, OpensTheDaysWhenADrainingJobIsDeleted) {
    world.upload_unique(60, kFirst);
    const auto created = must(create(kFirstDay));
    must(world.leader.collections().remove(world.leader.task(), created.id));

    EXPECT_EQ(poll(created).error().status, 404);
    EXPECT_EQ(world.cells(world.collect(kFirstDay), kFirstDay), world.expected_cells());
}

TEST_F(Collection, CannotBeDeletedWhileTheHelperMayAnswer) {
    const auto created = asking();
    EXPECT_EQ(world.leader.collections().remove(world.leader.task(), created.id).error().status, 409);
    EXPECT_EQ(step(created).step, Collections::Step::ask);
}

TEST_F(Collection, StaysCollectedAfterItsDeletion) {
    world.upload_unique(60, kFirst);
    world.collect(kFirstDay);
    const auto created = must(create(kFirstDay));
    must(world.leader.collections().remove(world.leader.task(), created.id));

    EXPECT_EQ(problem(kFirstDay), ProblemType::batchOverlap);
    EXPECT_EQ(world.leader.batch_state(kFirst), store::BatchState::collected);
}

TEST_F(Collection, OfAStoppedTaskIsRefusedWithTheReason) {
    must(world.leader.store().write("test", [&](store::Tx& tx) {
        return tx.stop_task(world.leader.task().key, "somebody has to look");
    }));
    const auto answer = create(kFirstDay);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().status, 409);
    EXPECT_THAT(answer.error().detail, ::testing::HasSubstr("somebody has to look"));
}

TEST_F(Collection, OfAnUnknownIdIsNotFound) { EXPECT_EQ(poll({}).error().status, 404); }

}  // namespace
}  // namespace tacit::test
