#include "crypto/vdaf/ping_pong.h"

#include <gtest/gtest.h>

#include "crypto/vdaf/prio3_questionnaire.h"
#include "tests/support/seeded_random.h"

namespace tacit::vdaf {
namespace {

class PingPong : public testing::Test {
protected:
    PingPong() {
        random_.fill(nonce_);
        random_.fill(key_);
        Bytes rand(vdaf_.rand_size());
        random_.fill(rand);
        sharded_ = *vdaf_.shard(ctx_, *vdaf_.circuit().encode({std::uint16_t{2}}), nonce_, rand);
    }
    auto leader() {
        return leader_init(vdaf_, key_, ctx_, nonce_, sharded_.public_share, sharded_.input_shares[0].view());
    }
    auto helper(ByteView message) {
        return helper_init(vdaf_, key_, ctx_, nonce_, sharded_.public_share, sharded_.input_shares[1].view(), message);
    }

    test::SeededRandom random_{1};
    Prio3Questionnaire vdaf_ = *make_prio3_questionnaire({1, 3, {circuits::Choice{4}}, {0}});
    Bytes ctx_{1}, nonce_ = Bytes(16), key_ = Bytes(32);
    Prio3Questionnaire::Sharded sharded_;
};

}  // namespace

TEST_F(PingPong, GivesBothSidesTheirShareOfTheAnswer) {
    auto to_helper = leader();
    ASSERT_TRUE(to_helper.has_value());
    const auto to_leader = helper(to_helper->message);
    ASSERT_TRUE(to_leader.has_value());
    const auto leader_share = leader_continued(vdaf_, ctx_, std::move(to_helper->state), to_leader->message);
    ASSERT_TRUE(leader_share.has_value());

    for (std::size_t cell = 0; cell < 4; ++cell)
        EXPECT_EQ(((*leader_share)[cell] + to_leader->out_share[cell]).value(), cell == 2 ? 1u : 0u);
}

TEST_F(PingPong, FramesItsMessagesByTypeAndLength) {
    const auto to_helper = leader();
    const auto to_leader = helper(to_helper->message);

    EXPECT_EQ(to_helper->message.size(), 5 + vdaf_.verifier_share_size());
    EXPECT_EQ(to_helper->message[0], 0);
    EXPECT_EQ(to_leader->message.size(), 5u + 32);
    EXPECT_EQ(to_hex(ByteView(to_leader->message).first(5)), "0200000020");
}

TEST_F(PingPong, RefusesMessagesOfAnotherStepOrShape) {
    auto to_helper = leader();
    const auto to_leader = helper(to_helper->message);
    const auto refused = [](const auto& result) { return !result && result.error().fault == Fault::malformed; };

    for (const std::uint8_t type : Bytes{1, 2, 3, 255}) {
        Bytes message = to_helper->message;
        message[0] = type;
        EXPECT_TRUE(refused(helper(message))) << int{type};
    }
    for (std::size_t size = 0; size < to_helper->message.size(); ++size)
        EXPECT_TRUE(refused(helper(ByteView(to_helper->message).first(size)))) << size;
    Bytes longer = to_helper->message;
    longer.push_back(0);
    EXPECT_TRUE(refused(helper(longer)));
    EXPECT_TRUE(refused(leader_continued(vdaf_, ctx_, std::move(to_helper->state), to_helper->message)));
}

TEST_F(PingPong, RefusesAtTheHelperWhatIsNotValid) {
    Bytes message = leader()->message;
    message.back() ^= 1;  // the leader's joint randomness part: the helper's own seed then differs
    EXPECT_FALSE(helper(message).has_value());
    message = leader()->message;
    message[5] ^= 1;  // the leader's share of the circuit's output
    EXPECT_FALSE(helper(message).has_value());
}

}  // namespace tacit::vdaf
