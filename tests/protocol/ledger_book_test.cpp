// The ledgers of both aggregators: what is written when, and what a machine that was put back to an earlier state may
// still do.
#include <gmock/gmock.h>

#include <fstream>

#include "collector/protocol/ledger_book.h"
#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

namespace fs = std::filesystem;
using protocol::Collections;
using store::BatchState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const wire::Interval kFirstDay{kFirst, 1};

class Ledgers : public testing::Test {
protected:
    fs::path folder(const Aggregator& of) { return world.folder / (&of == &world.leader ? "leader" : "helper"); }
    fs::path file(const Aggregator& of) {
        return folder(of) / "ledgers" /
               (wire::to_text(of.task().id) + (&of == &world.leader ? ".leader.jsonl" : ".helper.jsonl"));
    }
    static std::string content(const fs::path& path) {
        std::ifstream in(path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    }
    static void overwrite(const fs::path& path, const std::string& text) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    }
    std::string text(Aggregator& of) { return must(of.ledger().text(of.task())); }
    task::Chain chain(Aggregator& of) {
        return must(task::verify_chain(text(of), {of.task().id, of.task().role, of.signing_key()}));
    }
    std::vector<std::string> events(Aggregator& of) {
        std::vector<std::string> names;
        for (const task::Entry& entry : chain(of).entries) names.emplace_back(name(entry.event));
        return names;
    }
    Aggregator& other(Aggregator& of) { return &of == &world.leader ? world.helper : world.leader; }

    // A copy of what is on an aggregator's disk, and its way back.
    enum class What { database, everything };
    void take_copy(Aggregator& of) {
        of.stop();
        fs::copy(folder(of), world.folder / "copy", fs::copy_options::recursive);
        world.start(of);
    }
    void put_back(Aggregator& of, What what) {
        of.stop();
        if (what == What::everything) fs::remove_all(folder(of) / "ledgers");
        for (const char* name : {"store.sqlite", "store.sqlite-wal", "store.sqlite-shm"}) fs::remove(folder(of) / name);
        fs::copy(world.folder / "copy", folder(of), fs::copy_options::recursive | fs::copy_options::skip_existing);
        world.start(of);
        must(world.leader.task().peer_keys->learn(world.helper.keys().now()->list()));
    }
    // Both servers collect the first day after a copy of one of them was taken; then that one is put back.
    void collect_and_put_back(Aggregator& of, What what) {
        world.exchange_heads();
        world.upload_unique(60, kFirst);
        world.aggregate();
        take_copy(of);
        must(world.leader.task().peer_keys->learn(world.helper.keys().now()->list()));
        world.exchange_heads();
        world.collect(kFirstDay);
        put_back(of, what);
    }
    // One round, begun by `from`; false where it did not accept what it was answered.
    bool post_heads(Aggregator& from) {
        Aggregator& to = other(from);
        const std::string answer = must(to.ledger().answer(to.task(), must(from.ledger().message(from.task()))));
        return from.ledger().absorb(from.task(), answer).has_value();
    }
    wire::ProblemType create(const wire::Interval& interval) {
        const auto created = world.leader.collections().create(world.leader.task(), world.collection_request(interval));
        return created ? wire::ProblemType::about_blank : created.error().type;
    }
    std::optional<wire::ReportError> upload_on(wire::Time day) {
        const auto errors = must(world.leader.upload(upload_request({world.client().report({1, 1, {0}}, day)})));
        if (errors.status.empty()) return std::nullopt;
        return errors.status[0].error;
    }
    std::uint64_t rows_of_peer_head(Aggregator& of) {
        const auto state =
            must(of.store().read("test", [&](store::Reader& reader) { return reader.task_state(of.task().key); }));
        return must(task::open_head(state.peer_head.value(), protocol::peer_ledger(of.task()))).seq;
    }

    World world;
};

TEST_F(Ledgers, BeginWithTheTask) {
    for (Aggregator* of : {&world.leader, &world.helper}) {
        const task::Chain lines = chain(*of);
        ASSERT_EQ(lines.entries.size(), 1u);
        const auto* created = std::get_if<task::TaskCreated>(&lines.entries[0].event);
        ASSERT_TRUE(created);
        EXPECT_EQ(created->cost.min_batch_size, kMinBatchSize);
        EXPECT_EQ(lines.entries[0].time, kToday);
        EXPECT_EQ(content(file(*of)), text(*of));
    }
}

TEST_F(Ledgers, StartingAgainAddsNothing) {
    const std::string before = text(world.leader);
    world.restart(world.leader);
    world.restart(world.leader);

    EXPECT_EQ(text(world.leader), before);
    EXPECT_EQ(content(file(world.leader)), before);
}

TEST_F(Ledgers, TellOfACollectionInDatabaseAndFile) {
    world.upload_unique(60, kFirst);
    world.collect(kFirstDay);

    for (Aggregator* of : {&world.leader, &world.helper}) {
        EXPECT_THAT(events(*of), ElementsAre("task_created", "batch_collected"));
        EXPECT_EQ(std::get<task::BatchCollected>(chain(*of).entries[1].event).batch, kFirstDay);
        EXPECT_EQ(content(file(*of)), text(*of));
    }
}

TEST_F(Ledgers, LoseALineWithItsTransaction) {
    const auto failed = world.leader.store().write("test", [&](store::Tx& tx) -> Result<void> {
        TACIT_CHECK(world.leader.ledger().append(tx, world.leader.task(), task::TaskClosed{kToday}));
        return fail(Fault::refused, "no");
    });

    ASSERT_FALSE(failed);
    EXPECT_THAT(events(world.leader), ElementsAre("task_created"));
}

TEST_F(Ledgers, SyncWritesWhatWasCommittedOnce) {
    must(world.leader.store().write("test", [&](store::Tx& tx) {
        return world.leader.ledger().append(tx, world.leader.task(), task::TaskClosed{kToday});
    }));
    EXPECT_NE(content(file(world.leader)), text(world.leader));

    must(world.leader.ledger().sync(world.leader.task()));
    must(world.leader.ledger().sync(world.leader.task()));

    EXPECT_EQ(content(file(world.leader)), text(world.leader));
}

TEST_F(Ledgers, AFileThatCannotBeWrittenIsUnavailableAndWorksOnceItCan) {
    const fs::path path = file(world.leader);
    fs::rename(path, path.string() + ".kept");
    fs::create_directory(path);
    must(world.leader.store().write("test", [&](store::Tx& tx) {
        return world.leader.ledger().append(tx, world.leader.task(), task::TaskClosed{kToday});
    }));

    const auto failed = world.leader.ledger().sync(world.leader.task());
    fs::remove(path);
    fs::rename(path.string() + ".kept", path);
    const auto done = world.leader.ledger().sync(world.leader.task());

    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().fault, Fault::unavailable);
    EXPECT_TRUE(done);
    EXPECT_EQ(content(path), text(world.leader));
}

// The file is behind the database: the machine died between the commit and the sync.

TEST_F(Ledgers, MissingLinesAreWrittenAtTheStart) {
    world.upload_unique(60, kFirst);
    world.collect(kFirstDay);
    const std::string whole = content(file(world.leader));
    const std::size_t second_line = whole.find('\n') + 1;

    for (const std::string& left : {std::string(), whole.substr(0, second_line), whole.substr(0, second_line + 20),
                                    whole.substr(0, whole.size() - 1)}) {
        const fs::path path = file(world.leader);
        overwrite(path, left);
        world.restart(world.leader);
        EXPECT_EQ(content(path), whole);
        EXPECT_FALSE(world.leader.stopped());
    }
    EXPECT_EQ(text(world.leader), whole);
}

// The database is behind the file: a backup was restored.

class ARestoredDatabase : public Ledgers, public testing::WithParamInterface<wire::Role> {
protected:
    Aggregator& restored() { return GetParam() == wire::Role::leader ? world.leader : world.helper; }
};
INSTANTIATE_TEST_SUITE_P(Of, ARestoredDatabase, testing::Values(wire::Role::leader, wire::Role::helper),
                         [](const auto& row) { return std::string(wire::name(row.param)); });

TEST_P(ARestoredDatabase, RefusesForEverTheBatchThatTheFileKnows) {
    collect_and_put_back(restored(), What::database);

    EXPECT_EQ(restored().batch_state(kFirst), BatchState::refused);
    EXPECT_THAT(events(restored()), ElementsAre("task_created", "batch_collected", "batch_refused", "incident"));
    const task::Chain lines = chain(restored());
    EXPECT_EQ(std::get<task::BatchRefused>(lines.entries[2].event),
              (task::BatchRefused{kFirstDay, task::BatchRefused::Reason::restored}));
    EXPECT_EQ(std::get<task::Incident>(lines.entries[3].event).kind, task::Incident::Kind::restored_backup);
    EXPECT_EQ(content(file(restored())), text(restored()));
    EXPECT_EQ(restored().report_count(kFirstDay), 0u) << "shares of a batch that nobody may add up again";
    EXPECT_FALSE(restored().stopped());
}

TEST_P(ARestoredDatabase, SaysSoOnceHoweverOftenItStarts) {
    collect_and_put_back(restored(), What::database);
    const std::string before = text(restored());

    world.restart(restored());

    EXPECT_EQ(text(restored()), before);
    EXPECT_EQ(restored().batch_state(kFirst), BatchState::refused);
}

TEST_P(ARestoredDatabase, AgreesWithTheOtherAndGoesOnWithOtherDays) {
    collect_and_put_back(restored(), What::database);

    world.exchange_heads();
    world.upload_unique(60, kFirst + 1, 60);
    const Bytes response = world.collect({kFirst + 1, 1});

    EXPECT_FALSE(response.empty());
}

TEST_F(Ledgers, ARestoredLeaderNeitherTakesNorCollectsTheRefusedBatch) {
    collect_and_put_back(world.leader, What::database);

    EXPECT_EQ(upload_on(kFirst), wire::ReportError::report_replayed);
    EXPECT_EQ(create(kFirstDay), wire::ProblemType::batchOverlap);
    EXPECT_EQ(create({kFirst, 2}), wire::ProblemType::batchOverlap);
}

TEST_F(Ledgers, ADatabaseThatWasLostAltogetherTakesItsLedgerFromTheFile) {
    world.upload_unique(60, kFirst);
    world.collect(kFirstDay);
    world.leader.stop();
    for (const char* name : {"store.sqlite", "store.sqlite-wal", "store.sqlite-shm"})
        fs::remove(folder(world.leader) / name);

    world.start(world.leader);

    EXPECT_THAT(events(world.leader), ElementsAre("task_created", "batch_collected", "batch_refused", "incident"));
    EXPECT_EQ(world.leader.batch_state(kFirst), BatchState::refused);
}

TEST_F(Ledgers, AFileAndADatabaseWithDifferentLinesStopTheTask) {
    // The file's second line says collected, the database's says closed.
    const std::string first_line = text(world.leader);
    const task::Entry created = chain(world.leader).entries[0];
    task::Entry collected;
    collected.seq = 2;
    collected.prev = chain(world.leader).last_hash();
    collected.task = created.task;
    collected.time = kToday;
    collected.event = task::BatchCollected{kFirstDay, std::get<task::TaskCreated>(created.event).cost, {}, "test"};
    must(world.leader.store().write("test", [&](store::Tx& tx) {
        return world.leader.ledger().append(tx, world.leader.task(), task::TaskClosed{kToday});
    }));
    const fs::path path = file(world.leader);
    overwrite(path, first_line + task::sign_entry(collected, *world.leader.task().signing_key) + '\n');

    world.restart(world.leader);

    ASSERT_TRUE(world.leader.stopped());
    EXPECT_THAT(*world.leader.stopped(), HasSubstr("restore --refuse-batches"));
    EXPECT_EQ(world.leader.batch_state(kFirst), BatchState::refused) << "what the file knows as collected";
    EXPECT_FALSE(world.leader.ledger().sync(world.leader.task()));

    must(world.leader.ledger().refuse_batches(world.leader.task(), text(world.helper)));
    EXPECT_FALSE(world.leader.stopped());
    EXPECT_EQ(content(path), text(world.leader));
    EXPECT_TRUE(fs::exists(path.string() + ".aside-1"));
    world.restart(world.leader);
    EXPECT_FALSE(world.leader.stopped());
}

TEST_F(Ledgers, ADamagedFileStopsTheTaskAndIsNamed) {
    collect_and_put_back(world.leader, What::database);
    const fs::path path = file(world.leader);
    std::string damaged = content(path);
    damaged[damaged.find("\"event\"") + 12] ^= 1;
    overwrite(path, damaged);

    world.restart(world.leader);

    ASSERT_TRUE(world.leader.stopped());
    EXPECT_THAT(*world.leader.stopped(), HasSubstr(path.string()));
    EXPECT_THAT(*world.leader.stopped(), HasSubstr("line 1"));
}

TEST_F(Ledgers, APartOfALineThatTheDatabaseDoesNotHaveStopsTheTask) {
    const fs::path path = file(world.leader);
    overwrite(path, content(path) + "{\"batch\":{\"dur");

    world.restart(world.leader);

    EXPECT_TRUE(world.leader.stopped());
}

// Heads.

TEST_F(Ledgers, HeadsAreExchangedOnceAProcess) {
    EXPECT_FALSE(world.leader.ledger().exchanged(world.leader.task()));
    EXPECT_FALSE(world.helper.ledger().exchanged(world.helper.task()));

    world.exchange_heads();
    EXPECT_TRUE(world.leader.ledger().exchanged(world.leader.task()));
    EXPECT_TRUE(world.helper.ledger().exchanged(world.helper.task()));

    world.restart(world.leader);
    EXPECT_FALSE(world.leader.ledger().exchanged(world.leader.task()));
}

TEST_F(Ledgers, TheOtherHasTheNewHeadAfterTwoRoundsAtMost) {
    world.exchange_heads();
    for (int more = 0; more < 3; ++more) {
        must(world.leader.store().write("test", [&](store::Tx& tx) {
            return world.leader.ledger().append(tx, world.leader.task(), task::TextsServed{1, {}});
        }));
        world.restart(world.leader);
        world.exchange_heads();
        EXPECT_EQ(rows_of_peer_head(world.helper), chain(world.leader).hashes.size());
    }
}

TEST_F(Ledgers, AMessageThatIsNotTheOthersIsRefusedAndChangesNothing) {
    const std::string own = must(world.leader.ledger().message(world.leader.task()));
    std::string forged = must(world.helper.ledger().message(world.helper.task()));
    forged[forged.find("\"sig\":\"") + 10] ^= 1;

    for (const std::string& text :
         {own, forged, std::string("{}x"), std::string("[]"), std::string("{\"agreed\":\"ab\"}")}) {
        const auto answer = world.leader.ledger().answer(world.leader.task(), text);
        ASSERT_FALSE(answer) << text;
        EXPECT_EQ(answer.error().type, wire::ProblemType::invalidMessage);
        EXPECT_FALSE(world.leader.ledger().absorb(world.leader.task(), text));
        EXPECT_FALSE(world.leader.ledger().check_header(world.leader.task(), to_base64url(as_bytes(text))));
    }
    EXPECT_FALSE(world.leader.ledger().check_header(world.leader.task(), ""));
    EXPECT_FALSE(world.leader.ledger().exchanged(world.leader.task()));
}

// Database and ledger file were put back together: only the other aggregator knows.

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
    EXPECT_FALSE(world.leader.collections().poll(world.leader.task(), created.id));
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

}  // namespace
}  // namespace tacit::test
