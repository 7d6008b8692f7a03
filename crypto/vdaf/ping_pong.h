// The ping-pong topology of the VDAF draft, section "The Ping-Pong Topology", for two aggregators and one round: the
// leader sends its verifier share, the helper decides and answers with the verifier message, the leader checks that.
//
// A message is uint8 type (0 initialize, 1 continue, 2 finish) and its fields, each with a uint32 length in bytes.
#pragma once
#include <array>

#include "crypto/base/codec.h"
#include "crypto/vdaf/prio3.h"

namespace tacit::vdaf {

enum class PingPongType : std::uint8_t { initialize = 0, finish = 2 };  // `continue` needs more than one round
constexpr bool known(PingPongType type) { return type == PingPongType::initialize || type == PingPongType::finish; }

// The message of one field that both types used here have.
Bytes ping_pong_message(PingPongType type, ByteView field);
// The field of a message of that type; anything else is malformed.
Result<ByteView> ping_pong_field(PingPongType type, ByteView message);

template <class Vdaf>
struct LeaderInit {
    typename Vdaf::State state;
    Bytes message;  // for the helper
};
template <class Vdaf>
struct HelperFinish {
    SecretVector<typename Vdaf::Field> out_share;
    Bytes message;  // for the leader
};

template <class Vdaf>
Result<LeaderInit<Vdaf>> leader_init(const Vdaf& vdaf, ByteView verify_key, ByteView ctx, ByteView nonce,
                                     ByteView public_share, ByteView input_share) {
    TACIT_TRY(auto verifying, vdaf.verify_init(verify_key, ctx, 0, nonce, public_share, input_share));
    return LeaderInit<Vdaf>{std::move(verifying.state),
                            ping_pong_message(PingPongType::initialize, verifying.verifier_share)};
}

// Fails where the report must be rejected: undecodable, or not valid.
template <class Vdaf>
Result<HelperFinish<Vdaf>> helper_init(const Vdaf& vdaf, ByteView verify_key, ByteView ctx, ByteView nonce,
                                       ByteView public_share, ByteView input_share, ByteView leader_message) {
    TACIT_TRY(const ByteView leader_share, ping_pong_field(PingPongType::initialize, leader_message));
    TACIT_TRY(auto verifying, vdaf.verify_init(verify_key, ctx, 1, nonce, public_share, input_share));
    const std::array<ByteView, 2> shares{leader_share, ByteView(verifying.verifier_share)};
    TACIT_TRY(const Bytes message, vdaf.verifier_shares_to_message(ctx, shares));
    TACIT_TRY(auto out_share, vdaf.verify_next(std::move(verifying.state), message));
    return HelperFinish<Vdaf>{std::move(out_share), ping_pong_message(PingPongType::finish, message)};
}

template <class Vdaf>
Result<SecretVector<typename Vdaf::Field>> leader_continued(const Vdaf& vdaf, ByteView /*ctx*/,
                                                            typename Vdaf::State state, ByteView helper_message) {
    TACIT_TRY(const ByteView message, ping_pong_field(PingPongType::finish, helper_message));
    return vdaf.verify_next(std::move(state), message);
}

}  // namespace tacit::vdaf
