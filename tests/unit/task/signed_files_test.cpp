// The small files of a task: counted.json, the closing, peer_hpke.json.
#include <gtest/gtest.h>

#include "schemas/task/close.h"
#include "schemas/task/counted.h"
#include "schemas/task/peer_hpke.h"
#include "schemas/task/signed_json.h"
#include "tests/unit/task/samples.h"

namespace tacit::task {
namespace {

using test::key_of;
using test::some_hash;
using test::some_task;

TEST(SignedObject, IsRefusedInAnyOtherSpelling) {
    const sign::SecretKey key = key_of(1);
    const std::string text = sign_object(json::Node::object({{"b", 1}, {"a", "x"}}), key, sign::Kind::form);

    ASSERT_TRUE(open_object(text, key.public_key(), sign::Kind::form));
    EXPECT_FALSE(open_object(text + "\n", key.public_key(), sign::Kind::form));
    EXPECT_FALSE(open_object(test::with(text, ",", ", "), key.public_key(), sign::Kind::form));
    EXPECT_FALSE(open_object(test::with(text, "\"x\"", "\"\\u0078\""), key.public_key(), sign::Kind::form));
}

TEST(SignedObject, IsRefusedUnderAnotherKindKeyOrVersion) {
    const sign::SecretKey key = key_of(1);
    const std::string text = sign_object(json::Node::object({{"a", "x"}}), key, sign::Kind::form);

    EXPECT_FALSE(open_object(text, key.public_key(), sign::Kind::ledger));
    EXPECT_FALSE(open_object(text, key_of(2).public_key(), sign::Kind::form));
    EXPECT_FALSE(open_object(test::with(text, "\"v\":1", "\"v\":2"), key.public_key(), sign::Kind::form));
    EXPECT_FALSE(open_object("[]", key.public_key(), sign::Kind::form));
}

TEST(Closing, ReadsBackAndIsTheSameBytesEachTime) {
    const sign::SecretKey key = key_of(1);
    const Closing closing{some_task(), 20'031};
    const std::string text = sign_closing(closing, key);

    EXPECT_EQ(open_closing(text, key.public_key()).value(), closing);
    EXPECT_EQ(sign_closing(closing, key), text);
    EXPECT_FALSE(open_closing(test::with(text, "20031", "20032"), key.public_key()));
}

TEST(Counted, SaysWhichUnitsAreInARelease) {
    const sign::SecretKey key = key_of(1);
    const Counted counted{some_task(), wire::Role::leader, {{20'000, 7}, {20'007, 1}, {20'010, 2}}};

    const Counted read = open_counted(sign_counted(counted, key), key.public_key()).value();

    EXPECT_EQ(read, counted);
    EXPECT_FALSE(is_counted(read, 19'999));
    EXPECT_TRUE(is_counted(read, 20'007));
    EXPECT_FALSE(is_counted(read, 20'008));
    EXPECT_TRUE(is_counted(read, 20'011));
    EXPECT_FALSE(is_counted(read, 20'012));
}

TEST(Counted, IsRefusedWithOverlappingOrUnorderedIntervals) {
    const sign::SecretKey key = key_of(1);

    EXPECT_FALSE(
        open_counted(sign_counted({some_task(), wire::Role::leader, {{5, 2}, {6, 1}}}, key), key.public_key()));
    EXPECT_FALSE(
        open_counted(sign_counted({some_task(), wire::Role::leader, {{6, 1}, {5, 1}}}, key), key.public_key()));
    EXPECT_TRUE(open_counted(sign_counted({some_task(), wire::Role::leader, {}}, key), key.public_key()));
}

TEST(PeerHpke, ConfirmsTheCurrentAndThePreviousListAndNoOther) {
    const Bytes current = {1}, previous = {2}, other = {3};
    PeerHpke seen{some_task(), wire::Role::helper, sha256(current), sha256(previous)};

    EXPECT_EQ(load_peer_hpke(to_text(seen)).value(), seen);
    EXPECT_TRUE(confirms(seen, current));
    EXPECT_TRUE(confirms(seen, previous));
    EXPECT_FALSE(confirms(seen, other));
    seen.previous.reset();
    EXPECT_EQ(load_peer_hpke(to_text(seen)).value(), seen);
    EXPECT_FALSE(confirms(seen, previous));
}

}  // namespace
}  // namespace tacit::task
