// The ledgers of both aggregators while nothing is lost: what is written when, in database and file, and the exchange
// of their heads.
#include "tests/protocol/ledgers.h"

namespace tacit::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

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

TEST_F(Ledgers, SayOnceWhichWordingIsShownAndRefuseAnyOther) {
    protocol::LedgerBook& ledger = world.leader.ledger();
    const protocol::Task& task = world.leader.task();
    const Sha256 agreed = sha256(as_bytes("the wording"));
    must(ledger.note_texts(task, agreed));
    must(ledger.note_texts(task, agreed));

    EXPECT_FALSE(ledger.note_texts(task, sha256(as_bytes("the Wording"))));

    EXPECT_THAT(events(world.leader), ElementsAre("task_created", "texts"));
    EXPECT_EQ(content(file(world.leader)), text(world.leader));
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

}  // namespace
}  // namespace tacit::test
