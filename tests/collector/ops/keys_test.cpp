#include "collector/ops/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collector/ops/files.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace tacit::ops {
namespace {

KeyFile sample(Random& random) {
    KeyFile keys{sign::SecretKey::generate(random),
                 SecretBytes(32),
                 {},
                 std::chrono::sys_days(std::chrono::days(20000)),
                 {},
                 generate_token(random),
                 {}};
    random.fill(keys.storage_key.mutable_view());
    keys.hpke_ring = SecretBytes(as_bytes(R"({"keys":[1,2]})"));
    keys.publisher = PublisherKey{7, hpke::generate_key_pair(random)};
    keys.put(TaskKeys{{{1}}, wire::Role::leader, SecretBytes(32), generate_token(random), generate_token(random)});
    keys.put(TaskKeys{{{1}}, wire::Role::helper, SecretBytes(32), generate_token(random), {}});
    return keys;
}

TEST(KeyFile, ReadsBackEverySecret) {
    const test::TempFolder folder;
    test::SeededRandom random(1);
    const KeyFile keys = sample(random);

    ASSERT_TRUE(save_keys(folder / "keys", keys));
    const auto read = load_keys(folder / "keys");

    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_TRUE(equal_ct(read->signing.seed(), keys.signing.seed()));
    EXPECT_TRUE(equal_ct(read->storage_key.view(), keys.storage_key.view()));
    EXPECT_TRUE(equal_ct(read->hpke_ring.view(), keys.hpke_ring.view()));
    EXPECT_EQ(read->hpke_since, keys.hpke_since);
    EXPECT_TRUE(equal_ct(read->publisher_token.view(), keys.publisher_token.view()));
    EXPECT_EQ(read->publisher->config(), keys.publisher->config());
    ASSERT_EQ(read->tasks.size(), 2u);
    const TaskKeys* task = read->find({{1}}, wire::Role::helper);
    ASSERT_NE(task, nullptr);
    EXPECT_TRUE(equal_ct(task->peer_token.view(), keys.tasks[1].peer_token.view()));
    EXPECT_TRUE(task->publisher_token.empty());
    EXPECT_EQ(read->find({{2}}, wire::Role::helper), nullptr);
}

TEST(KeyFile, IsReadableByItsOwnerAlone) {
    const test::TempFolder folder;
    test::SeededRandom random(1);
    ASSERT_TRUE(save_keys(folder / "keys", sample(random)));

    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(folder / "keys").permissions(), perms::owner_read | perms::owner_write);
    std::filesystem::permissions(folder / "keys", perms::group_read, std::filesystem::perm_options::add);

    const auto read = load_keys(folder / "keys");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().fault, Fault::refused);
    EXPECT_THAT(read.error().remedy, testing::HasSubstr("chmod 600"));
}

TEST(KeyFile, NamesThePlaceOfAnErrorAndNothingOfTheContent) {
    const test::TempFolder folder;
    test::SeededRandom random(1);
    ASSERT_TRUE(save_keys(folder / "keys", sample(random)));
    std::string text = read_file(folder / "keys").value();
    const std::string key = "\"storage_key\": \"";
    const std::string secret = text.substr(text.find(key) + key.size(), 42);
    text.erase(text.find(key) + key.size(), 1);
    ASSERT_TRUE(write_file(folder / "keys", as_bytes(text), Access::owner));

    const auto read = load_keys(folder / "keys");

    ASSERT_FALSE(read);
    EXPECT_THAT(to_text(read.error()), testing::HasSubstr("storage_key"));
    EXPECT_THAT(to_text(read.error()), testing::Not(testing::HasSubstr(secret.substr(1, 10))));
}

TEST(KeyFile, ReplacesTheKeysOfATaskItHas) {
    test::SeededRandom random(1);
    KeyFile keys = sample(random);
    const SecretBytes token = generate_token(random);

    keys.put(TaskKeys{{{1}}, wire::Role::leader, {}, token.clone(), {}});

    EXPECT_EQ(keys.tasks.size(), 2u);
    EXPECT_TRUE(equal_ct(keys.find({{1}}, wire::Role::leader)->peer_token.view(), token.view()));
}

TEST(KeyFile, IsChangedByOneCommandAtATime) {
    const test::TempFolder folder;

    auto first = KeyFileLock::acquire(folder / "keys");
    EXPECT_TRUE(first);
    EXPECT_FALSE(KeyFileLock::acquire(folder / "keys"));
}

}  // namespace
}  // namespace tacit::ops
