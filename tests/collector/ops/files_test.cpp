#include "collector/ops/files.h"

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace tacit::ops {
namespace {

using std::filesystem::perms;

TEST(Files, ReadsBackWhatWasWritten) {
    const test::TempFolder folder;

    ASSERT_TRUE(write_file(folder / "a", as_bytes("first"), Access::owner));
    ASSERT_TRUE(write_file(folder / "a", as_bytes("second"), Access::owner));

    EXPECT_EQ(read_file(folder / "a").value(), "second");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1) << "something was left behind";
}

TEST(Files, WritesForTheOwnerAloneWhereAsked) {
    const test::TempFolder folder;

    ASSERT_TRUE(write_file(folder / "a", as_bytes("x"), Access::owner));

    EXPECT_EQ(std::filesystem::status(folder / "a").permissions() & (perms::group_all | perms::others_all),
              perms::none);
}

TEST(Files, KeepsTheOldFileWhereTheNewOneCannotBeWritten) {
    const test::TempFolder folder;
    ASSERT_TRUE(write_file(folder / "a", as_bytes("old"), Access::owner));
    ASSERT_TRUE(make_folder(folder / "a.new"));  // in the way of the new file

    const auto written = write_file(folder / "a", as_bytes("new"), Access::owner);

    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().fault, Fault::unavailable);
    EXPECT_EQ(read_file(folder / "a").value(), "old");
}

TEST(Files, RefusesAFileLargerThanTheCallerExpects) {
    const test::TempFolder folder;
    ASSERT_TRUE(write_file(folder / "a", as_bytes("12345"), Access::owner));

    EXPECT_TRUE(read_file(folder / "a", 5));
    EXPECT_FALSE(read_file(folder / "a", 4));
}

TEST(Files, SayWhereANameIsLookedFor) {
    const auto read = read_file("no/such/file");

    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().where, "no/such/file");
    EXPECT_NE(read.error().remedy, "");
}

TEST(Files, TellWhetherMoreFitsOnTheirDisk) {
    const test::TempFolder folder;

    EXPECT_TRUE(has_room(folder / ".", 1));
    EXPECT_FALSE(has_room(folder / ".", std::uint64_t{1} << 60));
    EXPECT_FALSE(has_room(folder / "no/such/file", 1));
}

TEST(Files, MakesAFolderWithItsParents) {
    const test::TempFolder folder;

    ASSERT_TRUE(make_folder(folder / "a/b/c"));

    EXPECT_TRUE(std::filesystem::is_directory(folder / "a/b/c"));
}

}  // namespace
}  // namespace tacit::ops
