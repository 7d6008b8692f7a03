// What holds for the SQLite engine beyond the contract: its files, its versions, and what is left of deleted bytes.
#include <SQLiteCpp/SQLiteCpp.h>

#include <fstream>
#include <thread>

#include "tests/store/store_test.h"

namespace tacit::test {
namespace {

std::string file_bytes(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

class SqliteFiles : public testing::Test {
protected:
    std::filesystem::path path() const { return folder_ / "store.db"; }
    std::filesystem::path wal() const { return folder_ / "store.db-wal"; }
    std::unique_ptr<store::Store> open() {
        auto opened = store::open(path());
        EXPECT_TRUE(opened) << to_text(opened.error());
        return opened ? *std::move(opened) : nullptr;
    }
    static store::TaskKey task_of(store::Store& store) {
        return *store.write("test",
                            [](store::Tx& tx) { return tx.ensure_task(id_of<wire::TaskId>(1), wire::Role::leader); });
    }
    bool on_disk(std::string_view text) const {
        return file_bytes(path()).find(text) != std::string::npos || file_bytes(wal()).find(text) != std::string::npos;
    }
    TempFolder folder_;
};

TEST_F(SqliteFiles, AreReadableByTheirOwnerAlone) {
    const auto store = open();
    task_of(*store);

    for (const char* name : {"store.db", "store.db-wal", "store.db-shm", "store.db.lock"})
        EXPECT_EQ(std::filesystem::status(folder_ / name).permissions(), std::filesystem::perms(0600)) << name;
}

TEST_F(SqliteFiles, HaveTheDurabilityAndTheErasureThatWasDecided) {
    const auto store = open();
    task_of(*store);
    SQLite::Database database(path().string());

    EXPECT_EQ(database.execAndGet("PRAGMA journal_mode").getString(), "wal");
    EXPECT_EQ(database.execAndGet("PRAGMA page_size").getInt(), 8192);
    EXPECT_EQ(database.execAndGet("PRAGMA auto_vacuum").getInt(), 2);
    EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), 1);
}

TEST_F(SqliteFiles, BelongToOneProcessAtATime) {
    const auto store = open();

    const auto second = store::open(path());

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fault, Fault::unavailable);
    EXPECT_EQ(second.error().what, "another process has this database open");
    EXPECT_FALSE(second.error().remedy.empty());
}

TEST_F(SqliteFiles, MayBeLookedAtWhileACollectorHasThemOpenButNotChanged) {
    const auto store = open();
    const auto task = task_of(*store);

    const auto onlooker = store::open_read_only(path());

    ASSERT_TRUE(onlooker) << to_text(onlooker.error());
    EXPECT_TRUE((*onlooker)->read("test", [&](store::Reader& reader) { return reader.task_state(task); }));
    EXPECT_FALSE((*onlooker)->write("test", [&](store::Tx& tx) { return tx.stop_task(task, "no"); }));
    EXPECT_FALSE((*onlooker)->checkpoint());
}

TEST_F(SqliteFiles, LookingAtWhatIsNotThereMakesNothing) {
    EXPECT_FALSE(store::open_read_only(path()));
    EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(SqliteFiles, OfANewerVersionAreRefusedWithARemedyAndStayAsTheyAre) {
    open().reset();
    SQLite::Database(path().string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 2");

    const auto opened = store::open(path());

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::refused);
    EXPECT_NE(opened.error().what.find("version 2"), std::string::npos);
    EXPECT_NE(opened.error().remedy.find("tacit-collector"), std::string::npos);
    EXPECT_EQ(opened.error().where, path().string());
    EXPECT_EQ(SQLite::Database(path().string()).execAndGet("PRAGMA user_version").getInt(), 2);
}

TEST_F(SqliteFiles, OfAnotherProgramAreRefused) {
    SQLite::Database(path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE photos (x)");

    const auto opened = store::open(path());

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::refused);
}

TEST_F(SqliteFiles, ThatAreNoDatabaseAreCalledDamaged) {
    std::ofstream(path()) << std::string(20'000, 'x');

    const auto opened = store::open(path());

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::corrupt);
}

TEST_F(SqliteFiles, ThatAreDamagedInTheMiddleAreCalledDamagedAndNothingThrows) {
    {
        const auto store = open();
        const auto task = task_of(*store);
        for (std::uint8_t i = 0; i < 100; ++i)
            ASSERT_TRUE(store->write(
                "test", [&](store::Tx& tx) { return tx.insert_report(task, report_id(i), 20, blob(i, 9000)); }));
    }
    {
        std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(8192);
        for (int page = 1; page < 60; ++page) file << std::string(8192, '\x5a');
    }

    const auto opened = store::open(path());
    if (!opened) {
        EXPECT_EQ(opened.error().fault, Fault::corrupt);
        return;
    }
    const auto reports =
        (*opened)->read("test", [](store::Reader& reader) { return reader.ready_reports({1}, 20, 100); });
    ASSERT_FALSE(reports);
    EXPECT_EQ(reports.error().fault, Fault::corrupt);
    EXPECT_EQ(reports.error().what.find("Z"), std::string::npos);
}

TEST_F(SqliteFiles, InAFolderThatIsNotThereNameTheFolder) {
    const auto opened = store::open(folder_ / "no" / "store.db");

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::unavailable);
    EXPECT_NE(opened.error().where.find("store.db"), std::string::npos);
}

// "Deleted" means gone from the disk: the database file and its write-ahead log, after the next checkpoint.
TEST_F(SqliteFiles, HoldNothingOfWhatWasDeletedAfterACheckpoint) {
    const std::string small = "a small secret that fits a page";
    const std::string body = "the marked body of a report: " + std::string(20'000, 'B') + "end of body";
    const std::string request = "the marked request of a job: " + std::string(50'000, 'R') + "end of request";
    const std::string share = "the marked share of a bucket: " + std::string(9'000, 'S') + "end of share";
    const std::string ended = "the marked answer of a helper job";
    const wire::ReportId pending = id_of<wire::ReportId>(0xa1, 0xa2);
    const wire::ReportId remembered = id_of<wire::ReportId>(0xb1, 0xb2);
    const auto store = open();
    const auto task = task_of(*store);
    ASSERT_TRUE(store->write("test", [&](store::Tx& tx) -> Result<void> {
        TACIT_CHECK(tx.insert_report(task, pending, 20, as_bytes(body)));
        TACIT_CHECK(tx.insert_report(task, report_id(1), 20, as_bytes(small)));
        TACIT_TRY(const auto ready, tx.ready_reports(task, 20, 1));
        TACIT_CHECK(tx.insert_leader_job(task, 20, as_bytes(request), {ready.at(0).sequence}));
        TACIT_CHECK(tx.remember_report(task, 20, remembered));
        TACIT_CHECK(tx.put_bucket(task, {20, 1, {}, to_bytes(as_bytes(share))}));
        return tx.insert_helper_job(task, {{}, {}, 20, 20, to_bytes(as_bytes(ended))});
    }));
    const std::vector<std::string> planted{"small secret that fits",
                                           "the marked body",
                                           "end of body",
                                           "the marked request",
                                           "end of request",
                                           "the marked share",
                                           "end of share",
                                           "the marked answer",
                                           std::string(500, 'B'),
                                           std::string(500, 'R'),
                                           std::string(500, 'S'),
                                           std::string(as_text(pending.bytes)),
                                           std::string(as_text(remembered.bytes))};
    for (const std::string& text : planted) ASSERT_TRUE(on_disk(text)) << "the search does not find what is there";
    ASSERT_TRUE(store->checkpoint());
    for (const std::string& text : planted) ASSERT_TRUE(on_disk(text));

    ASSERT_TRUE(store->write("test", [&](store::Tx& tx) { return tx.forget_interval(task, {20, 1}); }));
    ASSERT_TRUE(store->checkpoint());

    for (const std::string& text : planted) EXPECT_FALSE(on_disk(text)) << text.substr(0, 30);
    EXPECT_EQ(std::filesystem::file_size(wal()), 0u);
}

TEST_F(SqliteFiles, HoldNothingOfAReplacedBucketAfterACheckpoint) {
    const auto store = open();
    const auto task = task_of(*store);
    const std::string first = "first share: " + std::string(30'000, 'F') + "end of the first";
    ASSERT_TRUE(store->write("test", [&](store::Tx& tx) {
        return tx.put_bucket(task, {20, 1, {}, to_bytes(as_bytes(first))});
    }));
    ASSERT_TRUE(store->checkpoint());
    ASSERT_TRUE(on_disk("first share") && on_disk("end of the first"));

    ASSERT_TRUE(store->write("test", [&](store::Tx& tx) { return tx.put_bucket(task, {20, 2, {}, blob(1, 30'000)}); }));
    ASSERT_TRUE(store->checkpoint());

    EXPECT_FALSE(on_disk("first share"));
    EXPECT_FALSE(on_disk("end of the first"));
    EXPECT_FALSE(on_disk(std::string(200, 'F')));
}

TEST_F(SqliteFiles, HoldNothingOfATransactionThatWasRolledBackAfterACheckpoint) {
    const auto store = open();
    const auto task = task_of(*store);
    ASSERT_FALSE(store->write("test", [&](store::Tx& tx) -> Result<void> {
        for (std::uint8_t i = 0; i < 200; ++i)
            TACIT_CHECK(tx.insert_report(task, report_id(i), 20, as_bytes(std::string(20'000, 'Q'))));
        return fail(Fault::refused, "no");
    }));

    ASSERT_TRUE(store->checkpoint());

    EXPECT_FALSE(on_disk(std::string(200, 'Q')));
}

TEST_F(SqliteFiles, GiveSpaceBackOnceMuchIsFree) {
    const auto store = open();
    const auto task = task_of(*store);
    for (std::uint8_t i = 0; i < 100; ++i)
        ASSERT_TRUE(store->write(
            "test", [&](store::Tx& tx) { return tx.insert_report(task, report_id(i), 20, blob(i, 500'000)); }));
    ASSERT_TRUE(store->checkpoint());
    ASSERT_GT(std::filesystem::file_size(path()), 40'000'000u);

    ASSERT_TRUE(store->write("test", [&](store::Tx& tx) { return tx.forget_interval(task, {20, 1}); }));
    ASSERT_TRUE(store->checkpoint());

    EXPECT_LT(std::filesystem::file_size(path()), 1'000'000u);
}

TEST_F(SqliteFiles, CannotBeCheckpointedWhileSomebodyReadsThem) {
    const auto store = open();
    const auto task = task_of(*store);
    SQLite::Database onlooker(path().string());
    SQLite::Statement read(onlooker, "SELECT * FROM task");
    ASSERT_TRUE(read.executeStep());
    ASSERT_TRUE(store->write("test", [&](store::Tx& tx) { return tx.stop_task(task, "why"); }));

    const auto kept = store->checkpoint();
    read.reset();

    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().fault, Fault::unavailable);
    EXPECT_TRUE(store->checkpoint());
}

TEST_F(SqliteFiles, HeldByADatabaseToolMakeWritesUnavailableAndWorkAfterwards) {
    const auto store = open();
    const auto task = task_of(*store);
    SQLite::Database tool(path().string(), SQLite::OPEN_READWRITE);
    tool.exec("BEGIN IMMEDIATE");

    const auto refused = store->write("test", [&](store::Tx& tx) { return tx.stop_task(task, "why"); });
    tool.exec("ROLLBACK");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::unavailable) << to_text(refused.error());
    EXPECT_TRUE(store->write("test", [&](store::Tx& tx) { return tx.stop_task(task, "why"); }));
}

}  // namespace
}  // namespace tacit::test
