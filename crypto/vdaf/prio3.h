// Prio3, section "Prio3" of the VDAF draft (version byte 18): shares a measurement among 2 to 255 aggregators with a
// proof that it is valid, which they check together without seeing it.
//
// All functions are const and keep no state, so threads may verify in parallel with one object. Sizes are those of the
// encoded values; every function takes and gives encodings as they travel. Implemented in prio3.cpp for the circuits
// named at the end of this file.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "crypto/base/bytes.h"
#include "crypto/base/secret.h"
#include "crypto/circuits/bounded_sum.h"
#include "crypto/circuits/count.h"
#include "crypto/circuits/histogram.h"
#include "crypto/circuits/multihot_count_vec.h"
#include "crypto/circuits/questionnaire.h"
#include "crypto/circuits/sum_vec.h"
#include "crypto/flp/flp.h"
#include "crypto/xof/xof.h"

namespace tacit::vdaf {

template <flp::Circuit C>
class Prio3 {
public:
    using Circuit = C;
    using Field = typename C::Field;
    static constexpr std::size_t kNonceSize = 16;
    static constexpr std::size_t kVerifyKeySize = 32;
    static constexpr std::size_t kSeedSize = xof::kSeedSize;

    struct Sharded {
        Bytes public_share;
        std::vector<SecretBytes> input_shares;  // leader's first
    };
    // What an aggregator keeps of a report until the verifier message arrives.
    struct State {
        SecretVector<Field> out_share;
        std::array<std::uint8_t, kSeedSize> joint_rand_seed{};  // zero where the circuit has no joint randomness
    };
    struct Verifying {
        State state;
        Bytes verifier_share;
    };

    // `id` is the algorithm's number. Fails unless 2 <= shares and 1 <= proofs.
    static Result<Prio3> make(std::uint32_t id, C circuit, std::uint8_t shares, std::uint8_t proofs);

    const C& circuit() const { return flp_.circuit(); }
    std::uint8_t shares() const { return shares_; }
    std::uint8_t proofs() const { return proofs_; }

    std::size_t rand_size() const;
    std::size_t public_share_size() const;
    std::size_t input_share_size(std::uint8_t agg_id) const;  // 0 is the leader
    std::size_t verifier_share_size() const;
    std::size_t verifier_message_size() const;
    std::size_t output_size() const { return circuit().output_length(); }  // elements
    std::size_t agg_share_size() const { return output_size() * Field::kEncodedSize; }

    // `encoded` comes from the circuit's encode(); `rand` is rand_size() fresh random bytes, used for this report only.
    Result<Sharded> shard(ByteView ctx, std::span<const Field> encoded, ByteView nonce, ByteView rand) const;

    Result<Verifying> verify_init(ByteView verify_key, ByteView ctx, std::uint8_t agg_id, ByteView nonce,
                                  ByteView public_share, ByteView input_share) const;
    // Fails with Fault::refused where the measurement is not valid. `shares` in order of aggregators.
    Result<Bytes> verifier_shares_to_message(ByteView ctx, std::span<const ByteView> shares) const;
    // The output share, or Fault::refused where the joint randomness was not the one that the aggregators derived.
    Result<SecretVector<Field>> verify_next(State state, ByteView message) const;

    SecretVector<Field> agg_init() const { return SecretVector<Field>(output_size()); }
    // Fails where the sizes differ; commutative, so an aggregate share may be merged in any order.
    Result<void> agg_update(std::span<Field> agg_share, std::span<const Field> out_share) const;
    // The sum of all aggregators' encoded aggregate shares.
    Result<std::vector<Field>> unshard(std::span<const ByteView> agg_shares) const;

private:
    struct InputShare;

    Prio3(std::uint32_t id, C circuit, std::uint8_t shares, std::uint8_t proofs);
    bool has_joint_rand() const { return circuit().joint_rand_length() > 0; }
    xof::XofTurboShake128 xof(std::uint16_t usage, ByteView seed, ByteView ctx) const;
    void helper_measurement_share(ByteView ctx, std::uint8_t agg_id, ByteView seed, std::span<Field> out) const;
    void helper_proofs_share(ByteView ctx, std::uint8_t agg_id, ByteView seed, std::span<Field> out) const;
    void joint_rand_part(ByteView ctx, std::uint8_t agg_id, ByteView blind, ByteView nonce,
                         std::span<const Field> measurement_share, MutableByteView out) const;
    void joint_rand_seed(ByteView ctx, ByteView parts, MutableByteView out) const;
    SecretVector<Field> joint_rands(ByteView ctx, ByteView seed) const;
    Result<InputShare> expand_input_share(ByteView ctx, std::uint8_t agg_id, ByteView input_share) const;

    std::uint32_t id_;
    std::uint8_t shares_;
    std::uint8_t proofs_;
    Field one_;  // the inverse of the number of shares
    flp::Flp<C> flp_;
};

extern template class Prio3<circuits::Count>;
extern template class Prio3<circuits::BoundedSum>;
extern template class Prio3<circuits::SumVec<field::Field128>>;
extern template class Prio3<circuits::SumVec<field::Field64>>;
extern template class Prio3<circuits::Histogram>;
extern template class Prio3<circuits::MultihotCountVec>;
extern template class Prio3<circuits::Questionnaire>;

}  // namespace tacit::vdaf
