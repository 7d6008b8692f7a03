#include "collector/publisher/folder.h"

#include <gtest/gtest.h>

#include "collector/ops/files.h"
#include "schemas/release/manifest.h"
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

TEST(ReleaseFolder, IsToldFromAnyOtherFolder) {
    const tacit::test::TempFolder folder;
    const auto signature_of = [](const std::string& id) {
        return release::Files{{std::string(release::kSignature), "trusted comment: " + release::signed_name(id) + "1"}};
    };
    ASSERT_TRUE(write_release(folder / "r", signature_of("id")));
    ASSERT_TRUE(write_release(folder / "longer", signature_of("id-2")));
    ASSERT_TRUE(ops::make_folder(folder / "empty"));

    EXPECT_TRUE(holds_release(folder / "r", "id"));
    for (const char* other : {"longer", "empty", "nowhere"}) EXPECT_FALSE(holds_release(folder / other, "id")) << other;
}

TEST(ReleaseFolder, HoldsTheFoldersOfItsFiles) {
    const tacit::test::TempFolder folder;

    ASSERT_TRUE(write_release(folder / "id" / "v1", {{"data/a.csv", "1"}, {"b", "2"}}));

    EXPECT_EQ(ops::read_file(folder / "id" / "v1" / "data" / "a.csv").value(), "1");
    EXPECT_EQ(ops::read_file(folder / "id" / "v1" / "b").value(), "2");
}

TEST(ReleaseFolder, HasTheHighestOfItsVersionsAsItsNewest) {
    const tacit::test::TempFolder folder;
    EXPECT_EQ(newest_version(folder.path(), "id"), std::nullopt);
    for (const std::uint32_t version : {1u, 2u, 10u})
        ASSERT_TRUE(write_release(version_folder(folder.path(), "id", version), {{"a", "1"}}));
    ASSERT_TRUE(ops::make_folder(folder / "id" / "v11.new"));  // what a crash left

    EXPECT_EQ(newest_version(folder.path(), "id"), 10u);
}

}  // namespace
}  // namespace tacit::publisher
