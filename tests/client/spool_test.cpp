#include "client/native/spool.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace tacit::native {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::sys_days kDay{std::chrono::year{2027} / 1 / 15};

// Every byte below a folder, in one string.
std::string everything_in(const fs::path& folder) {
    std::string all;
    for (const auto& file : fs::recursive_directory_iterator(folder)) {
        if (!file.is_regular_file()) continue;
        std::ifstream in(file.path(), std::ios::binary);
        all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
}

class SpoolTest : public testing::Test {
protected:
    Spool open() { return std::move(Spool::open(random_, folder_ / "spool").value()); }

    test::SeededRandom random_{1};
    test::TempFolder folder_;
    const wire::TaskId task_{{1, 2, 3}};
    const Sha256 file_{4, 5, 6};
    const Bytes request_ = to_bytes(as_bytes("sealed bytes of one upload"));
};

TEST_F(SpoolTest, KeepsTheBytesUntilTheyAreAnsweredAndThenOnlyTheDay) {
    Spool spool = open();
    const std::string name = spool.name_of_line(task_, file_, 1);
    EXPECT_EQ(spool.find(task_, name)->state, Spool::State::absent);

    ASSERT_TRUE(spool.put(task_, name, request_, false));
    EXPECT_EQ(spool.find(task_, name)->request, request_);

    ASSERT_TRUE(spool.settle(task_, name, Spool::State::sent, kDay));
    const auto entry = spool.find(task_, name).value();
    EXPECT_EQ(entry.state, Spool::State::sent);
    EXPECT_EQ(entry.day, "2027-01-15");
    EXPECT_EQ(everything_in(folder_ / "spool").find("sealed bytes"), std::string::npos);
}

TEST_F(SpoolTest, KnowsAfterARestartWhatWasWaitingAndWhatWasSent) {
    std::string waiting, sent;
    {
        Spool spool = open();
        waiting = spool.name_of_line(task_, file_, 1);
        sent = spool.name_of_line(task_, file_, 2);
        ASSERT_TRUE(spool.put(task_, waiting, request_, true));
        ASSERT_TRUE(spool.put(task_, sent, request_, false));
        ASSERT_TRUE(spool.settle(task_, sent, Spool::State::unknown, kDay));
    }

    const Spool spool = open();

    EXPECT_EQ(spool.name_of_line(task_, file_, 1), waiting) << "the key stays";
    const auto entry = spool.find(task_, waiting).value();
    EXPECT_EQ(entry.request, request_);
    EXPECT_TRUE(entry.rebuilt);
    EXPECT_EQ(spool.find(task_, sent)->state, Spool::State::unknown);
    EXPECT_EQ(spool.count(task_), 2u);
}

TEST_F(SpoolTest, NamesTellNothingWithoutTheKeyAndDifferByTaskFileAndLine) {
    const Spool spool = open();
    const std::string name = spool.name_of_line(task_, file_, 1);
    test::TempFolder elsewhere;
    test::SeededRandom other_key(2);
    const Spool other = std::move(Spool::open(other_key, elsewhere / "spool").value());

    EXPECT_NE(spool.name_of_line(task_, file_, 2), name);
    EXPECT_NE(spool.name_of_line(task_, Sha256{}, 1), name);
    EXPECT_NE(spool.name_of_line(wire::TaskId{}, file_, 1), name);
    EXPECT_NE(other.name_of_line(task_, file_, 1), name);
}

TEST_F(SpoolTest, CanBeReadByItsOwnerOnly) {
    Spool spool = open();
    const std::string name = spool.name_of_device(task_);
    ASSERT_TRUE(spool.put(task_, name, request_, false));

    for (const auto& file : fs::recursive_directory_iterator(folder_ / "spool")) {
        struct stat status {};
        ASSERT_EQ(stat(file.path().c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777, file.is_directory() ? 0700u : 0600u) << file.path();
    }
}

TEST_F(SpoolTest, IsHeldByOneProgramAtATime) {
    const Spool spool = open();

    const auto second = Spool::open(random_, folder_ / "spool");

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fault, Fault::unavailable);
}

TEST_F(SpoolTest, ErasesWhatACrashLeftBehind) {
    const std::string name = open().name_of_line(task_, file_, 1);
    fs::path entry;
    {
        Spool spool = open();
        ASSERT_TRUE(spool.put(task_, name, request_, false));
        for (const auto& file : fs::recursive_directory_iterator(folder_ / "spool")) {
            if (file.path().filename() == name) entry = file.path();
        }
    }
    // Killed after the word was written, before the old bytes were erased; and while a file was being written.
    fs::copy_file(entry, entry.string() + ".erase");
    fs::copy_file(entry, entry.string() + ".new");

    const Spool spool = open();

    EXPECT_FALSE(fs::exists(entry.string() + ".erase"));
    EXPECT_FALSE(fs::exists(entry.string() + ".new"));
    EXPECT_EQ(spool.count(task_), 1u);
}

TEST_F(SpoolTest, KeepsTheBytesOfAnEntryThatACrashHadNotReplacedYet) {
    const std::string name = open().name_of_line(task_, file_, 1);
    {
        Spool spool = open();
        ASSERT_TRUE(spool.put(task_, name, request_, false));
    }
    for (const auto& file : fs::recursive_directory_iterator(folder_ / "spool")) {
        if (file.path().filename() != name) continue;
        fs::create_hard_link(file.path(), file.path().string() + ".erase");
        break;
    }

    const Spool spool = open();

    EXPECT_EQ(spool.find(task_, name)->request, request_) << "the two names are one file";
}

TEST_F(SpoolTest, SaysSoWhereAnEntryIsDamaged) {
    Spool spool = open();
    const std::string name = spool.name_of_line(task_, file_, 1);
    ASSERT_TRUE(spool.put(task_, name, request_, false));
    for (const auto& file : fs::recursive_directory_iterator(folder_ / "spool")) {
        if (file.path().filename() == name) std::ofstream(file.path()) << "half";
    }

    const auto entry = spool.find(task_, name);

    ASSERT_FALSE(entry);
    EXPECT_EQ(entry.error().fault, Fault::corrupt);
}

}  // namespace
}  // namespace tacit::native
