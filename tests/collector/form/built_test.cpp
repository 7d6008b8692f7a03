#include "collector/form/built.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/collector/form/form_folder.h"

namespace tacit::form {
namespace {

using testing::HasSubstr;

class BuiltForm : public testing::Test {
protected:
    std::string refusal() {
        const auto built = read_built(folder_.path());
        return built ? "accepted" : built.error().what;
    }
    test::FormFolder folder_;
};

TEST_F(BuiltForm, IsReadWhole) {
    const auto built = read_built(folder_.path());
    ASSERT_TRUE(built) << to_text(built.error());
    EXPECT_EQ(built->manifest_text, folder_.manifest());
    EXPECT_EQ(built->manifest.version, "1.0.0");
    EXPECT_EQ(built->files.size(), 3u);
    EXPECT_EQ(built->files.at("chunk/journal.js"), "journal()");
}

TEST_F(BuiltForm, WithOneFileMoreIsRefused) {
    folder_.write("chunk/notes.txt", "");
    EXPECT_THAT(refusal(), HasSubstr("does not list chunk/notes.txt"));
}

TEST_F(BuiltForm, WithAHiddenFileOrALinkMoreIsRefused) {
    std::filesystem::create_symlink("app.js", folder_.path() / "b.js");
    EXPECT_THAT(refusal(), HasSubstr("does not list b.js"));
    folder_.remove("b.js");
    folder_.write(".hidden", "");
    EXPECT_THAT(refusal(), HasSubstr("does not list .hidden"));
}

TEST_F(BuiltForm, WithOneFileLessIsRefused) {
    folder_.remove("chunk/journal.js");
    EXPECT_THAT(refusal(), HasSubstr("lists chunk/journal.js, which is not there"));
}

TEST_F(BuiltForm, WithOneByteChangedIsRefused) {
    folder_.write("chunk/journal.js", "journal[)");
    EXPECT_THAT(refusal(), HasSubstr("chunk/journal.js has other content"));
}

TEST_F(BuiltForm, WithoutAListIsNone) {
    folder_.remove("form.json");
    EXPECT_THAT(refusal(), HasSubstr("holds no form"));
    folder_.write("form.json", "{}");
    EXPECT_THAT(refusal(), HasSubstr("form.json cannot be used"));
}

}  // namespace
}  // namespace tacit::form
