#include "collector/publisher/folder.h"

#include <gtest/gtest.h>

#include "collector/ops/files.h"
#include "tests/support/temp_folder.h"

namespace tacit::publisher {
namespace {

TEST(ReleaseFolder, AppearsWhole) {
    const tacit::test::TempFolder folder;

    ASSERT_TRUE(write_release(folder / "r", {{"a", "1"}, {"b", "2"}}));

    EXPECT_EQ(ops::read_file(folder / "r" / "a").value(), "1");
    EXPECT_EQ(ops::read_file(folder / "r" / "b").value(), "2");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(ReleaseFolder, IsMadeAnewWhereACrashLeftHalfOfIt) {
    const tacit::test::TempFolder folder;
    ASSERT_TRUE(ops::make_folder(folder / "r.new"));
    ASSERT_TRUE(ops::write_file(folder / "r.new" / "stale", as_bytes("x"), ops::Access::everyone));

    ASSERT_TRUE(write_release(folder / "r", {{"a", "1"}}));

    EXPECT_FALSE(std::filesystem::exists(folder / "r" / "stale"));
}

TEST(ReleaseFolder, IsNeverReplaced) {
    const tacit::test::TempFolder folder;
    ASSERT_TRUE(write_release(folder / "r", {{"a", "1"}}));

    const auto again = write_release(folder / "r", {{"a", "2"}});

    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().fault, Fault::refused);
    EXPECT_EQ(ops::read_file(folder / "r" / "a").value(), "1");
}

}  // namespace
}  // namespace tacit::publisher
