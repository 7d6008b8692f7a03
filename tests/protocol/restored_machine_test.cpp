// Database and ledger file were put back together, so only the other aggregator knows; and the command that goes on
// from there, restore --refuse-batches.
#include "tests/protocol/ledgers.h"

namespace tacit::test {
namespace {

using protocol::Collections;
using store::BatchState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ARestoredMachine : public Ledgers, public testing::WithParamInterface<wire::Role> {
protected:
    Aggregator& restored() { return GetParam() == wire::Role::leader ? world.leader : world.helper; }
    Aggregator& healthy() { return other(restored()); }
};
INSTANTIATE_TEST_SUITE_P(Of, ARestoredMachine, testing::Values(wire::Role::leader, wire::Role::helper),
                         [](const auto& row) { return std::string(wire::name(row.param)); });

TEST_P(ARestoredMachine, StopsAtItsFirstExchangeWhoeverBegins) {
    collect_and_put_back(restored(), What::everything);
    ASSERT_THAT(events(restored()), ElementsAre("task_created"));
    ASSERT_FALSE(restored().stopped());

    EXPECT_FALSE(post_heads(restored()));

    ASSERT_TRUE(restored().stopped());
    EXPECT_THAT(*restored().stopped(), HasSubstr("restore --refuse-batches " + wire::to_text(restored().task().id)));
    EXPECT_FALSE(restored().ledger().exchanged(restored().task()));
    EXPECT_FALSE(healthy().stopped());
}

TEST_P(ARestoredMachine, StopsWhenTheOtherBegins) {
    collect_and_put_back(restored(), What::everything);

    static_cast<void>(post_heads(healthy()));

    EXPECT_TRUE(restored().stopped());
    EXPECT_FALSE(healthy().stopped());
}

TEST_P(ARestoredMachine, StaysStoppedThroughStartsAndExchanges) {
    collect_and_put_back(restored(), What::everything);
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(post_heads(restored()));
        world.restart(restored());
        EXPECT_TRUE(restored().stopped());
    }
}

TEST_P(ARestoredMachine, CannotWipeOutTheEvidenceByGrowingBeyondIt) {
    collect_and_put_back(restored(), What::everything);
    for (int more = 0; more < 5; ++more)
        must(restored().store().write("test", [&](store::Tx& tx) {
            return restored().ledger().append(tx, restored().task(), task::TextsServed{1, {}});
        }));

    // Its message arrives, the answer is lost, and it starts again.
    static_cast<void>(
        healthy().ledger().answer(healthy().task(), must(restored().ledger().message(restored().task()))));
    world.restart(restored());

    EXPECT_FALSE(post_heads(restored()));
    EXPECT_TRUE(restored().stopped());
}

TEST_F(Ledgers, ARestoredHelperDrawsNoNoiseForARequestThatShowsItsHead) {
    collect_and_put_back(world.helper, What::everything);
    const auto request = encode(wire::AggregateShareReq{
                                    {wire::Query::of(kFirstDay), {}, {}}, wire::BatchSelector::of(kFirstDay), 60, {}})
                             .value();

    const auto share = world.helper.aggregate_shares().accept(world.helper.task(), request,
                                                              must(world.leader.ledger().header(world.leader.task())));

    ASSERT_FALSE(share);
    EXPECT_EQ(share.error().status, 503);
    EXPECT_TRUE(world.helper.stopped());
    EXPECT_THAT(events(world.helper), ElementsAre("task_created"));
    EXPECT_EQ(world.helper.batch_state(kFirst), std::nullopt);
}

TEST_F(Ledgers, AHelperGivesNothingToALeaderWhoseLedgerShrank) {
    collect_and_put_back(world.leader, What::everything);

    const auto checked = world.helper.ledger().check_header(world.helper.task(),
                                                            must(world.leader.ledger().header(world.leader.task())));

    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().status, 409);
    EXPECT_FALSE(world.helper.stopped());
}

// restore --refuse-batches

TEST_P(ARestoredMachine, GoesOnAfterTheIncidentWithoutTheBatchesOfTheOthersLedger) {
    collect_and_put_back(restored(), What::everything);
    EXPECT_FALSE(post_heads(restored()));

    const auto refused = must(restored().ledger().refuse_batches(restored().task(), text(healthy())));

    EXPECT_THAT(refused, ElementsAre(kFirstDay));
    EXPECT_EQ(restored().batch_state(kFirst), BatchState::refused);
    EXPECT_EQ(restored().batch_state(kFirst + 1), std::nullopt);
    EXPECT_FALSE(restored().stopped());
    EXPECT_THAT(events(restored()), ElementsAre("task_created", "batch_refused", "incident"));
    EXPECT_EQ(content(file(restored())), text(restored()));

    world.exchange_heads();
    EXPECT_EQ(rows_of_peer_head(healthy()), 3u) << "the other takes the shorter ledger that admits its loss";
    world.upload_unique(60, kFirst + 1, 60);
    EXPECT_FALSE(world.collect({kFirst + 1, 1}).empty());
}

TEST_P(ARestoredMachine, RefusesTheBatchForEverAfterwards) {
    collect_and_put_back(restored(), What::everything);
    EXPECT_FALSE(post_heads(restored()));
    must(restored().ledger().refuse_batches(restored().task(), text(healthy())));
    world.exchange_heads();
    world.restart(restored());
    world.exchange_heads();

    EXPECT_EQ(restored().batch_state(kFirst), BatchState::refused);
    EXPECT_EQ(create({kFirst, 2}), wire::ProblemType::batchOverlap);
    EXPECT_FALSE(restored().stopped());
}

TEST_P(ARestoredMachine, ThatLostNothingRecordsNoIncident) {
    world.exchange_heads();
    world.upload_unique(60, kFirst);
    world.aggregate();
    world.collect(kFirstDay);
    take_copy(restored());
    put_back(restored(), What::everything);
    EXPECT_TRUE(post_heads(restored()));
    const std::string before = text(restored());

    EXPECT_THAT(must(restored().ledger().refuse_batches(restored().task(), text(healthy()))), IsEmpty());

    EXPECT_EQ(text(restored()), before);
}

TEST_P(ARestoredMachine, WithoutTheOthersLedgerRefusesEverythingUpToNow) {
    collect_and_put_back(restored(), What::everything);

    const auto refused = must(restored().ledger().refuse_batches(restored().task(), std::nullopt));

    EXPECT_THAT(refused, ElementsAre(wire::Interval{kFirst, kToday - kFirst + 1}));
    EXPECT_EQ(restored().batch_state(kToday), BatchState::refused);
    EXPECT_EQ(restored().batch_state(kToday + 1), std::nullopt);
}

TEST_F(Ledgers, WhatIsCollectedStaysCollectedWhenTheRestIsRefused) {
    world.upload_unique(60, kFirst + 1);
    world.collect({kFirst + 1, 1});

    const auto refused = must(world.leader.ledger().refuse_batches(world.leader.task(), std::nullopt));

    EXPECT_THAT(refused, ElementsAre(kFirstDay, wire::Interval{kFirst + 2, kToday - kFirst - 1}));
    EXPECT_EQ(world.leader.batch_state(kFirst + 1), BatchState::collected);
    EXPECT_THAT(must(world.leader.ledger().refuse_batches(world.leader.task(), std::nullopt)), IsEmpty());
}

TEST_F(Ledgers, RefusingABatchEndsTheCollectionThatAskedForIt) {
    world.exchange_heads();
    world.upload_unique(60, kFirst);
    const auto created =
        must(world.leader.collections().create(world.leader.task(), world.collection_request(kFirstDay)));
    world.aggregate();
    ASSERT_EQ(must(world.leader.collections().step(world.leader.task(), created.id)).step, Collections::Step::ask);
    take_copy(world.leader);
    must(world.leader.task().peer_keys->learn(world.helper.keys().now()->list()));
    world.exchange_heads();
    world.collect(kFirstDay);
    put_back(world.leader, What::everything);
    EXPECT_FALSE(post_heads(world.leader));

    must(world.leader.ledger().refuse_batches(world.leader.task(), text(world.helper)));

    EXPECT_EQ(must(world.leader.collections().step(world.leader.task(), created.id)).step, Collections::Step::done);
    EXPECT_EQ(world.leader.batch_state(kFirst), BatchState::refused);
    const auto polled = world.leader.collections().poll(world.leader.task(), created.id);
    ASSERT_FALSE(polled);
    EXPECT_EQ(polled.error().status, 400) << "an answer, not a failure that the publisher would wait for";
    EXPECT_EQ(polled.error().type, wire::ProblemType::batchInvalid);
    EXPECT_THAT(polled.error().detail, HasSubstr("the days after them"));
}

TEST_P(ARestoredMachine, DoesNotTakeALedgerOfTheOthersThatIsOlderThanWhatItKnows) {
    const std::string early = text(healthy());
    collect_and_put_back(restored(), What::database);
    world.exchange_heads();

    const auto refused = restored().ledger().refuse_batches(restored().task(), early);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::refused);
    EXPECT_FALSE(restored().ledger().refuse_batches(restored().task(), text(restored()))) << "not the other's ledger";
}

TEST_P(ARestoredMachine, GivenTheCommandTwiceAddsOneIncident) {
    collect_and_put_back(restored(), What::everything);
    EXPECT_FALSE(post_heads(restored()));
    must(restored().ledger().refuse_batches(restored().task(), text(healthy())));
    const std::string once = text(restored());

    must(restored().ledger().refuse_batches(restored().task(), text(healthy())));

    EXPECT_EQ(text(restored()), once);
}

TEST_P(ARestoredMachine, TakesTheClosingFromTheOthersLedger) {
    world.exchange_heads();
    take_copy(restored());
    must(world.leader.task().peer_keys->learn(world.helper.keys().now()->list()));
    const std::string document = must(world.leader.closing().close_as_leader(world.leader.task(), true));
    const std::string confirmed = must(world.helper.closing().close_as_helper(world.helper.task(), document));
    world.exchange_heads();
    world.set_today(kToday + 1);
    put_back(restored(), What::everything);
    EXPECT_FALSE(post_heads(restored()));

    must(restored().ledger().refuse_batches(restored().task(), text(healthy())));

    EXPECT_EQ(must(world.leader.closing().close_as_leader(world.leader.task(), true)), document);
    EXPECT_EQ(must(world.helper.closing().close_as_helper(world.helper.task(), document)), confirmed);
    EXPECT_THAT(events(restored()), ElementsAre("task_created", "task_closed", "incident"));
}

// restore --refuse-batches --without-peer gives up everything until now, so that the first exchange brings nothing new.

TEST_P(ARestoredMachine, GoesOnAtTheFirstExchangeAfterARestoreWithoutThePeer) {
    collect_and_put_back(restored(), What::everything);
    must(restored().ledger().refuse_batches(restored().task(), std::nullopt));

    world.exchange_heads();

    EXPECT_FALSE(restored().stopped());
    EXPECT_FALSE(healthy().stopped());
    EXPECT_EQ(rows_of_peer_head(healthy()), chain(restored()).hashes.size());
    world.set_today(kToday + 2);
    world.upload_unique(60, kToday + 1, 60);
    EXPECT_FALSE(world.collect({kToday + 1, 1}).empty());
}

TEST_P(ARestoredMachine, StopsOnceMoreWhereDaysHavePassedThatTheIncidentDoesNotCover) {
    collect_and_put_back(restored(), What::everything);
    must(restored().ledger().refuse_batches(restored().task(), std::nullopt));
    world.set_today(kToday + 1);

    EXPECT_FALSE(post_heads(restored()));

    EXPECT_TRUE(restored().stopped()) << "the lost lines may be of a day after the incident";
    must(restored().ledger().refuse_batches(restored().task(), text(healthy())));
    world.exchange_heads();
    EXPECT_EQ(restored().batch_state(kToday + 1), std::nullopt) << "and nothing more is given up";
}

TEST_P(ARestoredMachine, StopsWhereAnIncidentIsOldAndABatchMayBeCollectedAgain) {
    collect_and_put_back(restored(), What::everything);
    must(restored().ledger().refuse_batches(restored().task(), std::nullopt));
    world.exchange_heads();
    world.set_today(kToday + 2);
    std::filesystem::remove_all(world.folder / "copy");
    take_copy(restored());
    must(world.leader.task().peer_keys->learn(world.helper.keys().now()->list()));
    world.exchange_heads();
    world.upload_unique(60, kToday + 1, 60);
    world.collect({kToday + 1, 1});
    put_back(restored(), What::everything);

    EXPECT_FALSE(post_heads(restored()));

    EXPECT_TRUE(restored().stopped());
}

}  // namespace
}  // namespace tacit::test
