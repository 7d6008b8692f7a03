#include "collector/protocol/close.h"

#include <gmock/gmock.h>

#include "schemas/task/close.h"
#include "tests/protocol/leader_loop.h"
#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

class Closing : public ::testing::Test {
protected:
    std::string close_both() {
        const auto document = must(world.leader.closing().close_as_leader(world.leader.task(), true));
        world.aggregate();
        must(world.leader.closing().check_helper(
            world.leader.task(), must(world.helper.closing().close_as_helper(world.helper.task(), document))));
        return document;
    }
    World world;
};

TEST_F(Closing, EndsUploadsAtOnce) {
    world.upload_unique(1, kToday);
    must(world.leader.closing().close_as_leader(world.leader.task(), true));

    const auto errors = must(world.leader.upload(upload_request({world.client().report({5, 0, {}}, kToday)})));

    ASSERT_EQ(errors.status.size(), 1u);
    EXPECT_EQ(errors.status[0].error, wire::ReportError::task_expired);
}

TEST_F(Closing, GivesTheSameDocumentWhenAskedAgainOnAnotherDay) {
    const auto first = must(world.leader.closing().close_as_leader(world.leader.task(), true));
    world.set_today(kToday + 2);
    world.restart(world.leader);
    EXPECT_EQ(must(world.leader.closing().close_as_leader(world.leader.task(), true)), first);
}

TEST_F(Closing, IsConfirmedByTheHelperWithTheSameTimeAndItsOwnSignature) {
    const auto document = must(world.leader.closing().close_as_leader(world.leader.task(), true));
    const auto confirmed = must(world.helper.closing().close_as_helper(world.helper.task(), document));

    const auto closing = must(task::open_closing(confirmed, world.helper.signing_key()));
    EXPECT_EQ(closing.closed, kToday);
    EXPECT_EQ(must(world.helper.closing().close_as_helper(world.helper.task(), document)), confirmed);
    EXPECT_TRUE(world.leader.closing().check_helper(world.leader.task(), confirmed));
}

TEST_F(Closing, IsRefusedByTheHelperWithoutTheLeadersSignature) {
    const sign::SecretKey stranger = sign::SecretKey::generate(world.random);
    const auto forged = task::sign_closing({world.leader.task().id, kToday}, stranger);

    const auto answer = world.helper.closing().close_as_helper(world.helper.task(), forged);

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().type, wire::ProblemType::invalidMessage);
    EXPECT_FALSE(must(world.helper.closing().document(world.helper.task())));
}

TEST_F(Closing, StopsTheTaskWhenTheHelperConfirmsAnotherTime) {
    must(world.leader.closing().close_as_leader(world.leader.task(), true));
    EXPECT_FALSE(world.leader.closing().check_helper(world.leader.task(), "{}"));
    EXPECT_TRUE(world.leader.stopped());
}

TEST_F(Closing, LetsAnIntervalBeCollectedThatEndsInTheFuture) {
    world.upload_unique(60, kToday);
    close_both();

    const wire::Interval whole{kFirst, kDays};
    EXPECT_EQ(world.cells(world.collect(whole), whole), world.expected_cells());
}

TEST_F(Closing, CountsEveryReportThatWasStoredBeforeIt) {
    world.upload_unique(30, kFirst);
    world.aggregate();
    world.upload_unique(30, kToday, 40);
    close_both();

    const wire::Interval whole{kFirst, kDays};
    EXPECT_EQ(world.cells(world.collect(whole), whole), world.expected_cells());
}

TEST_F(Closing, DeletesWhatLiesOutsideEveryCollectedBatch) {
    world.upload_unique(60, kToday);
    world.upload_unique(3, kFirst, 100);
    close_both();
    EXPECT_EQ(must(world.leader.closing().delete_uncollected(world.leader.task())), 0u) << "not before the collection";
    // Only this day is collected; the three reports of the first day are never asked for.
    const auto collections = world.leader.collections();
    const wire::Interval today{kToday, 1};
    const auto created = must(collections.create(world.leader.task(), world.collection_request(today)));
    const auto asked = must(collections.step(world.leader.task(), created.id));
    const auto share = must(world.helper.aggregate_shares().accept(
        world.helper.task(), asked.aggregate_share_request, must(world.leader.ledger().header(world.leader.task()))));
    must(collections.absorb(world.leader.task(), created.id, share.response));

    EXPECT_EQ(must(world.leader.closing().delete_uncollected(world.leader.task())), 3u);

    EXPECT_EQ(world.leader.pending({kFirst, kDays}), 0u);
    EXPECT_EQ(world.leader.rejected(wire::ReportError::task_expired), 3u);
}

TEST_F(Closing, IsCarriedToTheHelperBeforeTheLastCollection) {
    world.upload_unique(60, kToday);
    must(world.leader.closing().close_as_leader(world.leader.task(), true));
    const wire::Interval whole{kFirst, kDays};
    const auto created = must(world.leader.collections().create(world.leader.task(), world.collection_request(whole)));
    Network network(world.leader, world.helper);
    bool away = true;
    network.fate = [&](const peer::Call& call) {
        return away && call.url.ends_with("/close") ? Network::Fate::busy : Network::Fate::delivered;
    };
    LeaderLoop loop(world.leader, network);
    for (int i = 0; i < 20; ++i) loop.turn();
    EXPECT_EQ(network.sent("aggregate_shares"), 0u) << "it waits for the helper";

    away = false;
    const auto response = [&] {
        return must(world.leader.collections().poll(world.leader.task(), created.id)).response;
    };
    ASSERT_TRUE(loop.turn_until([&] { return response().has_value(); }));

    EXPECT_EQ(world.cells(*response(), whole), world.expected_cells());
    EXPECT_TRUE(must(world.helper.closing().document(world.helper.task())));
}

TEST_F(Closing, IsCarriedToTheHelperOnceEveryReportIsVerified) {
    world.upload_unique(60, kToday);
    Network network(world.leader, world.helper);
    bool busy = true;
    network.fate = [&](const peer::Call& call) {
        return busy && call.url.ends_with("/aggregation_jobs") ? Network::Fate::busy : Network::Fate::delivered;
    };
    must(world.leader.closing().close_as_leader(world.leader.task(), false));
    LeaderLoop loop(world.leader, network);
    for (int i = 0; i < 20; ++i) loop.turn();
    EXPECT_EQ(network.sent("/close"), 0u);

    busy = false;
    ASSERT_TRUE(loop.turn_until([&] { return network.sent("/close") > 0; }));
    EXPECT_EQ(world.helper.report_count({kFirst, kDays}), 60u) << "and none of them is turned away";
}

// What is left in days that nobody collected goes at both, also what was aggregated and what comes late.

class Over : public Closing {
protected:
    // Three reports of the first day are aggregated and one more is in a job that the helper answered; then today is
    // collected.
    Over() {
        world.upload_unique(3, kFirst, 100);
        world.aggregate();
        world.upload_unique(1, kFirst, 110);
        late = *world.answered_job(kFirst);
        world.upload_unique(60, kToday);
        close_both();
        world.collect({kToday, 1});
    }
    World::Answered late;
};

TEST_F(Over, TheHelperKeepsNothingOfUncollectedDays) {
    EXPECT_EQ(world.helper.report_count({kFirst, kDays}), 0u);
    EXPECT_EQ(world.helper.rejected(wire::ReportError::task_expired), 4u);
    EXPECT_EQ(must(world.helper.closing().delete_uncollected(world.helper.task())), 0u);
    EXPECT_TRUE(must(world.helper.store().read("test", [&](store::Reader& reader) {
                    return reader.report_known(world.helper.task().key, late.job.reports[0].report_id);
                })) == false);
}

TEST_F(Over, TheLeaderKeepsNothingOnceItsLastJobIsAnswered) {
    EXPECT_EQ(must(world.leader.closing().delete_uncollected(world.leader.task())), 3u);
    must(world.leader.leader_jobs().absorb(world.leader.task(), late.job, late.answer));

    EXPECT_EQ(must(world.leader.closing().delete_uncollected(world.leader.task())), 0u);
    EXPECT_EQ(world.leader.pending({kFirst, kDays}), 0u);
    EXPECT_EQ(world.leader.report_count({kFirst, kDays}), 0u);
    EXPECT_EQ(world.leader.rejected(wire::ReportError::task_expired), 4u);
}

TEST_F(Over, TheHelperAddsNoJobThatComesLate) {
    const auto again = must(world.helper.helper_jobs().accept(world.helper.task(), late.job.job.request));

    const auto answer = must(decode<wire::AggregationJobResp>(again.response));
    ASSERT_EQ(answer.verify_resps.size(), 1u);
    EXPECT_EQ(answer.verify_resps[0].report_error, wire::ReportError::batch_collected);
    EXPECT_EQ(world.helper.report_count({kFirst, kDays}), 0u);
}

TEST_F(Closing, TheHelperHasDeletedWhatIsLeftBeforeItAnswers) {
    world.upload_unique(3, kFirst, 100);
    world.upload_unique(60, kToday);
    world.aggregate();
    close_both();
    arm_crash("close.uncollected_deleted");
    EXPECT_THROW(world.collect({kToday, 1}), Crash);
    world.restart(world.helper);
    EXPECT_EQ(world.helper.report_count({kFirst, kDays}), 0u);
}

// Too few for ever: nothing is closed by mistake.

TEST_F(Closing, IsRefusedByTheLeaderWhereTooFewAreLeftEverToBePublished) {
    world.upload_unique(kMinBatchSize - 1, kToday);

    const auto refused = world.leader.closing().close_as_leader(world.leader.task(), false);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().type, wire::ProblemType::invalidBatchSize);
    EXPECT_THAT(refused.error().detail, ::testing::Not(::testing::HasSubstr("49"))) << "no count";
    EXPECT_FALSE(must(world.leader.closing().document(world.leader.task())));
    world.upload_unique(1, kToday, 60);
    EXPECT_TRUE(world.leader.closing().close_as_leader(world.leader.task(), false)) << "verified or not";
}

TEST_F(Closing, CountsDaysTogetherOnlyWhereNoBatchIsBetweenThem) {
    world.upload_unique(60, kFirst + 1);
    world.collect({kFirst + 1, 1});
    world.upload_unique(30, kFirst, 60);
    world.upload_unique(30, kFirst + 2, 90);
    world.aggregate();

    EXPECT_FALSE(world.leader.closing().close_as_leader(world.leader.task(), false));
    world.upload_unique(20, kFirst + 4, 0);
    EXPECT_TRUE(world.leader.closing().close_as_leader(world.leader.task(), false));
}

TEST_F(Closing, WithTooFewDeletesThemAtTheLeader) {
    world.upload_unique(5, kFirst);
    world.aggregate();
    world.upload_unique(5, kToday, 20);
    must(world.leader.closing().close_as_leader(world.leader.task(), true));

    EXPECT_EQ(must(world.leader.closing().delete_uncollected(world.leader.task())), 10u);

    EXPECT_EQ(world.leader.report_count({kFirst, kDays}), 0u);
    EXPECT_EQ(world.leader.pending({kFirst, kDays}), 0u);
}

// No batch of it was ever collected, nor will one be.
TEST_F(Closing, WithTooFewLeavesNothingAtEither) {
    world.upload_unique(5, kFirst);
    world.aggregate();
    world.upload_unique(5, kToday, 20);
    must(world.leader.closing().close_as_leader(world.leader.task(), true));
    Network network(world.leader, world.helper);
    LeaderLoop loop(world.leader, network);
    const auto closed = [&] { return must(world.helper.closing().document(world.helper.task())).has_value(); };
    ASSERT_TRUE(loop.turn_until(closed));
    for (int i = 0; i < 3; ++i) loop.turn();

    EXPECT_GT(must(world.helper.closing().delete_uncollected(world.helper.task())), 0u);

    for (Aggregator* aggregator : {&world.leader, &world.helper}) {
        EXPECT_EQ(aggregator->report_count({kFirst, kDays}), 0u);
        EXPECT_EQ(aggregator->pending({kFirst, kDays}), 0u);
        EXPECT_GT(aggregator->rejected(wire::ReportError::task_expired), 0u) << "a number is what is left of them";
    }
    for (const Bytes& job : network.bodies("/aggregation_jobs")) {
        must(world.helper.helper_jobs().accept(world.helper.task(), job));
        EXPECT_EQ(world.helper.report_count({kFirst, kDays}), 0u) << "also where a job is repeated";
    }
}

TEST_F(Closing, ThatTheHelperRemembersAtAnotherTimeStopsTheTask) {
    close_both();
    world.leader.stop();
    for (const auto& entry : std::filesystem::directory_iterator(world.folder / "leader"))
        std::filesystem::remove_all(entry.path());
    world.set_today(kToday + 1);
    world.start(world.leader);
    must(world.leader.closing().close_as_leader(world.leader.task(), true));
    Network network(world.leader, world.helper);
    network.fate = [](const peer::Call& call) {
        return call.url.ends_with("/ledger_head") ? Network::Fate::busy : Network::Fate::delivered;
    };
    LeaderLoop loop(world.leader, network);

    ASSERT_TRUE(loop.turn_until([&] { return world.leader.stopped().has_value(); }, 20));

    EXPECT_THAT(*world.leader.stopped(), ::testing::HasSubstr("restore --refuse-batches"));
    must(world.leader.ledger().refuse_batches(world.leader.task(),
                                              must(world.helper.ledger().text(world.helper.task()))));
    LeaderLoop after(world.leader, network);
    EXPECT_FALSE(after.turn_until([&] { return world.leader.stopped().has_value(); }, 20))
        << "it closes at the helper's time";
}

}  // namespace
}  // namespace tacit::test
