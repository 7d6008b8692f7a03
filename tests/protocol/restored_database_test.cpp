// The database is behind the ledger file: a backup of the database was restored.
#include "tests/protocol/ledgers.h"

namespace tacit::test {
namespace {

namespace fs = std::filesystem;
using store::BatchState;
using testing::ElementsAre;
using testing::HasSubstr;

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

// The copy is older than an incident of before: what was given up then may have been collected in a life that nobody
// remembers.
TEST_P(ARestoredDatabase, GivesUpAgainWhatTheFileSaysWasGivenUp) {
    world.exchange_heads();
    world.upload_unique(60, kFirst);
    world.aggregate();
    take_copy(restored());
    must(restored().ledger().refuse_batches(restored().task(), std::nullopt));

    put_back(restored(), What::database);

    EXPECT_EQ(restored().batch_state(kFirst), BatchState::refused);
    EXPECT_EQ(restored().batch_state(kToday), BatchState::refused);
    EXPECT_EQ(restored().batch_state(kToday + 1), std::nullopt);
    EXPECT_EQ(restored().report_count(kFirstDay), 0u);
    EXPECT_THAT(events(restored()), ElementsAre("task_created", "batch_refused", "incident", "incident"));
    EXPECT_EQ(content(file(restored())), text(restored()));
    world.exchange_heads();
    EXPECT_FALSE(restored().stopped());
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

// The closing is in the file's lines, so it is not forgotten.

TEST_P(ARestoredDatabase, FromBeforeTheClosingStaysClosedAtTheSameTime) {
    world.upload_unique(60, kFirst);
    world.aggregate();
    take_copy(restored());
    const std::string document = must(world.leader.closing().close_as_leader(world.leader.task(), false));
    const std::string confirmed = must(world.helper.closing().close_as_helper(world.helper.task(), document));

    world.set_today(kToday + 1);
    put_back(restored(), What::database);

    ASSERT_TRUE(must(restored().closing().document(restored().task())));
    EXPECT_EQ(upload_on(kToday), wire::ReportError::task_expired);
    EXPECT_EQ(must(world.leader.closing().close_as_leader(world.leader.task(), false)), document);
    EXPECT_EQ(must(world.helper.closing().close_as_helper(world.helper.task(), document)), confirmed);
    EXPECT_THAT(events(restored()), ElementsAre("task_created", "task_closed", "incident"));
}

// The power failed after the incident was recorded and before the file that knows more was set aside.

TEST_F(Ledgers, AnAdmittedLossSetsTheFileAsideAtTheNextStart) {
    collect_and_put_back(world.leader, What::everything);
    EXPECT_FALSE(post_heads(world.leader));
    must(world.leader.ledger().refuse_batches(world.leader.task(), text(world.helper)));
    const std::string rows = text(world.leader);
    // Another line of the time before the loss than the database has.
    const task::Entry created = chain(world.leader).entries[0];
    task::Entry other;
    other.seq = 2;
    other.prev = chain(world.leader).hashes[0];
    other.task = created.task;
    other.time = kToday;
    other.event = task::TextsServed{1, {}};
    const fs::path path = file(world.leader);
    overwrite(path,
              rows.substr(0, rows.find('\n') + 1) + task::sign_entry(other, *world.leader.task().signing_key) + '\n');

    world.restart(world.leader);

    EXPECT_FALSE(world.leader.stopped());
    EXPECT_EQ(text(world.leader), rows);
    EXPECT_EQ(content(path), rows);
    EXPECT_TRUE(fs::exists(path.string() + ".aside-1"));
}

}  // namespace
}  // namespace tacit::test
