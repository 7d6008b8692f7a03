#include "collector/form/shelf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/collector/form/form_folder.h"

namespace tacit::form {
namespace {

namespace fs = std::filesystem;
using test::FormFolder;
using testing::HasSubstr;

class Shelf : public testing::Test {
protected:
    void install_version(const std::string& version) {
        const FormFolder built(version);
        const auto done = install(folder_.path(), read_built(built.path()).value(), {"leader's", "helper's"});
        ASSERT_TRUE(done) << to_text(done.error());
    }
    std::string installed() const {
        const auto form = load(folder_.path());
        return form ? (*form)->manifest.version : form.error().what;
    }
    void overwrite(const std::string& path, const std::string& content) {
        ASSERT_TRUE(fs::exists(folder_ / path)) << path;
        std::ofstream(folder_ / path, std::ios::binary) << content;
    }
    test::TempFolder folder_;
};

TEST_F(Shelf, HasNothingAtFirst) {
    EXPECT_FALSE(current(folder_.path()));
    EXPECT_THAT(installed(), HasSubstr("no form is installed"));
}

TEST_F(Shelf, GivesWhatWasInstalledWithItsCompressedFiles) {
    install_version("1.0.0");
    const auto form = load(folder_.path());
    ASSERT_TRUE(form) << to_text(form.error());
    const Installed::Content& script = (*form)->contents.at("app.js");
    EXPECT_EQ(script.plain, std::string(2000, 'a'));
    EXPECT_EQ(decode(Encoding::gzip, script.gzip, 2000).value(), script.plain);
    EXPECT_EQ(decode(Encoding::brotli, script.brotli, 2000).value(), script.plain);
    EXPECT_EQ((*form)->contents.at("chunk/journal.js").gzip, "") << "compressed, it would be longer";
    EXPECT_EQ((*form)->contents.at("form.json").plain, (*form)->manifest_text);
    EXPECT_EQ((*form)->contents.at("form.leader.sig").plain, "leader's");
    EXPECT_EQ((*form)->contents.at("form.helper.sig").plain, "helper's");
}

TEST_F(Shelf, ReplacesTheOldFormAndKeepsNothingOfIt) {
    install_version("1.0.0");
    const auto before = current(folder_.path());
    install_version("2.0.0");
    EXPECT_EQ(installed(), "2.0.0");
    EXPECT_NE(current(folder_.path()), before);
    EXPECT_FALSE(fs::exists(folder_ / *before));
}

// Every state in which an installation can be broken off is one before `current` is replaced, or one after.
TEST_F(Shelf, ServesTheOldFormUntilTheNewOneIsWhole) {
    install_version("1.0.0");
    const std::string before = *current(folder_.path());
    const test::TempFolder copy;
    fs::copy(folder_.path(), copy.path(), fs::copy_options::recursive);
    install_version("2.0.0");
    const std::string after = *current(folder_.path());
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / after)) {
        if (entry.is_regular_file()) files.push_back(entry.path().lexically_relative(folder_.path()));
    }
    ASSERT_GT(files.size(), 5u);
    for (const fs::path& file : files) {  // one more of the new files each time
        fs::create_directories((copy / file.string()).parent_path());
        fs::copy(folder_ / file.string(), copy / file.string());
        EXPECT_EQ(load(copy.path()).value()->manifest.version, "1.0.0");
    }
    fs::copy(folder_ / "current", copy / "current", fs::copy_options::overwrite_existing);
    EXPECT_EQ(load(copy.path()).value()->manifest.version, "2.0.0");
    EXPECT_TRUE(fs::exists(copy / before)) << "the crash came before the old one was removed";
}

TEST_F(Shelf, GoesOnAfterAnInstallationThatWasBrokenOff) {
    install_version("1.0.0");
    fs::create_directories(folder_ / "7/files");
    install_version("2.0.0");
    EXPECT_EQ(installed(), "2.0.0");
    EXPECT_FALSE(fs::exists(folder_ / "7"));
}

TEST_F(Shelf, RefusesWhatWasChangedSince) {
    install_version("1.0.0");
    const std::string place = *current(folder_.path());
    overwrite(place + "/files/app.js", std::string(1999, 'a') + "b");
    EXPECT_THAT(installed(), HasSubstr("was changed: app.js has other content"));
    overwrite(place + "/files/app.js", std::string(2000, 'a'));
    EXPECT_EQ(installed(), "1.0.0");

    overwrite(place + "/br/app.js", encode(Encoding::brotli, std::string(1999, 'a') + "b").value());
    EXPECT_THAT(installed(), HasSubstr("compressed files are damaged"));
    overwrite(place + "/br/app.js", encode(Encoding::brotli, std::string(2000, 'a')).value());
    overwrite(place + "/gzip/app.js", "");
    EXPECT_THAT(installed(), HasSubstr("compressed files are damaged"));
}

TEST_F(Shelf, DoesNotFollowWhatIsNoNumber) {
    install_version("1.0.0");
    overwrite("current", "../1");
    EXPECT_THAT(installed(), HasSubstr("names no installation"));
}

}  // namespace
}  // namespace tacit::form
