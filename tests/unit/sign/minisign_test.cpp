#include "crypto/sign/minisign.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/support/seeded_random.h"

namespace tacit::sign {
namespace {

using test::SeededRandom;

std::string with(std::string text, std::string_view old, std::string_view replacement) {
    const std::size_t at = text.find(old);
    TACIT_ASSERT(at != std::string::npos);
    return text.replace(at, old.size(), replacement);
}

TEST(Minisign, VerifiesWhatItSigned) {
    SeededRandom random(1);
    const SecretKey key = SecretKey::generate(random);

    const std::string text = minisign_sign(key, as_bytes("manifest"), "release 1");

    EXPECT_TRUE(minisign_verify(key.public_key(), as_bytes("manifest"), text));
    EXPECT_TRUE(minisign_verify(key.public_key(), as_bytes("manifest"), minisign_sign(key, as_bytes("manifest"), "")));
}

TEST(Minisign, RefusesAnotherFileKeyOrTrustedComment) {
    SeededRandom random(2);
    const SecretKey key = SecretKey::generate(random);
    const std::string text = minisign_sign(key, as_bytes("manifest"), "release 1");

    EXPECT_FALSE(minisign_verify(key.public_key(), as_bytes("manifesT"), text));
    EXPECT_FALSE(minisign_verify(SecretKey::generate(random).public_key(), as_bytes("manifest"), text));
    EXPECT_FALSE(minisign_verify(key.public_key(), as_bytes("manifest"), with(text, "release 1", "release 2")));
}

TEST(Minisign, RefusesAnyTruncationAndAnythingMore) {
    SeededRandom random(3);
    const SecretKey key = SecretKey::generate(random);
    const std::string text = minisign_sign(key, as_bytes("manifest"), "release 1");

    for (std::size_t size = 0; size + 1 < text.size(); ++size)  // without the last line end it is whole
        EXPECT_FALSE(minisign_verify(key.public_key(), as_bytes("manifest"), text.substr(0, size))) << size;
    EXPECT_FALSE(minisign_verify(key.public_key(), as_bytes("manifest"), text + "\n"));
}

TEST(Minisign, ReadsThePublicKeyItWrote) {
    SeededRandom random(4);
    const PublicKey key = SecretKey::generate(random).public_key();
    const std::string text = minisign_public_key(key);

    const auto read = minisign_read_public_key(text);

    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, key);
    EXPECT_FALSE(minisign_read_public_key(text.substr(0, text.size() - 2)));
    EXPECT_FALSE(minisign_read_public_key(text + "more"));
    EXPECT_FALSE(minisign_read_public_key(""));
}

// What the tool prints for a pair that it made itself (a throw-away one).
TEST(Minisign, VerifiesASignatureOfTheTool) {
    const auto key = minisign_read_public_key(
        "untrusted comment: minisign public key AF09ABB37523279E\n"
        "RWSeJyN1s6sJrwBH85h5UGb8YLrP6k4xsCDaV6DcjB9VCPi2ElusJUgu\n");
    ASSERT_TRUE(key);
    const std::string text =
        "untrusted comment: signature from minisign secret key\n"
        "RUSeJyN1s6sJr5hozL4lVeR1TL0RH1JgScX9ASKOTcxBaHPflJsjOgU+BEC7jPPHjJvb0zyYYgU7UV8yXKX0UsrfPuNqwtqm9wo=\n"
        "trusted comment: a comment\n"
        "ar/JyJ1gk2gcQ+9b2yJDuWlRy/v56itiik7ulPzWtnnq5cCPdGbskOS0eK3sm3W0Ls4HoPTNojQsYhT/UJDmBg==\n";

    EXPECT_TRUE(minisign_verify(*key, as_bytes("cells\n"), text));
    EXPECT_FALSE(minisign_verify(*key, as_bytes("cells"), text));
}

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "minisign_test_XXXXXX").string();
        TACIT_ASSERT(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::string file(std::string_view name) const { return (path_ / name).string(); }
    void write(std::string_view name, std::string_view text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
    }

private:
    std::filesystem::path path_;
};

TEST(Minisign, IsVerifiedByTheOrdinaryTool) {
    if (std::system("command -v minisign >/dev/null") != 0) GTEST_SKIP() << "the tool minisign is not installed";
    SeededRandom random(5);
    const SecretKey key = SecretKey::generate(random);
    const TemporaryFolder folder;
    folder.write("cells.csv", "table,row\n");
    folder.write("key.pub", minisign_public_key(key.public_key()));
    folder.write("cells.csv.minisig", minisign_sign(key, as_bytes("table,row\n"), "release of a test"));
    const std::string command =
        "minisign -V -q -p '" + folder.file("key.pub") + "' -m '" + folder.file("cells.csv") + "' >/dev/null 2>&1";

    EXPECT_EQ(std::system(command.c_str()), 0);
    folder.write("cells.csv", "table,raw\n");
    EXPECT_NE(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace tacit::sign
