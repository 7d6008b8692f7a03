#include "crypto/vdaf/prio3.h"

#include <algorithm>

#include "crypto/field/vector.h"

namespace tacit::vdaf {
namespace {

constexpr std::uint8_t kVersion = 18;  // of the draft, on the wire
constexpr std::uint8_t kClassVdaf = 0;
constexpr std::size_t kDstFixedSize = 8;  // version, class, algorithm, usage

// Section "Auxiliary Functions" of Prio3: what a stream of the XOF is used for.
constexpr std::uint16_t kUsageMeasShare = 1;
constexpr std::uint16_t kUsageProofShare = 2;
constexpr std::uint16_t kUsageJointRandomness = 3;
constexpr std::uint16_t kUsageProveRandomness = 4;
constexpr std::uint16_t kUsageQueryRandomness = 5;
constexpr std::uint16_t kUsageJointRandSeed = 6;
constexpr std::uint16_t kUsageJointRandPart = 7;

Result<void> expect_size(ByteView bytes, std::size_t size, const char* what) {
    if (bytes.size() != size)
        return fail(Fault::malformed, std::string("the ") + what + " has " + std::to_string(bytes.size()) +
                                          " bytes and should have " + std::to_string(size));
    return {};
}

Result<void> expect_context(ByteView ctx) {
    if (ctx.size() > xof::kDstSizeMax - kDstFixedSize) return fail(Fault::malformed, "the context is too long");
    return {};
}

// The `index`-th of equally long parts.
template <class T>
std::span<T> part(std::span<T> all, std::size_t index, std::size_t length) {
    return all.subspan(index * length, length);
}

}  // namespace

// An aggregator's share, expanded. The views point into the encoded share.
template <flp::Circuit C>
struct Prio3<C>::InputShare {
    SecretVector<Field> elements;  // measurement share, then the shares of all proofs
    ByteView blind;
};

template <flp::Circuit C>
Prio3<C>::Prio3(std::uint32_t id, C circuit, std::uint8_t shares, std::uint8_t proofs)
    : id_(id), shares_(shares), proofs_(proofs), one_(Field::from_u64(shares).inverse()), flp_(std::move(circuit)) {}

template <flp::Circuit C>
Result<Prio3<C>> Prio3<C>::make(std::uint32_t id, C circuit, std::uint8_t shares, std::uint8_t proofs) {
    if (shares < 2) return fail(Fault::refused, "Prio3 needs at least two shares");
    if (proofs < 1) return fail(Fault::refused, "Prio3 needs at least one proof");
    return Prio3(id, std::move(circuit), shares, proofs);
}

template <flp::Circuit C>
std::size_t Prio3<C>::rand_size() const {
    return kSeedSize * shares_ * (has_joint_rand() ? 2 : 1);
}

template <flp::Circuit C>
std::size_t Prio3<C>::public_share_size() const {
    return has_joint_rand() ? kSeedSize * shares_ : 0;
}

template <flp::Circuit C>
std::size_t Prio3<C>::input_share_size(std::uint8_t agg_id) const {
    const std::size_t blind_size = has_joint_rand() ? kSeedSize : 0;
    const std::size_t elements = circuit().measurement_length() + flp_.proof_length() * proofs_;
    return (agg_id == 0 ? elements * Field::kEncodedSize : kSeedSize) + blind_size;
}

template <flp::Circuit C>
std::size_t Prio3<C>::verifier_share_size() const {
    return flp_.verifier_length() * proofs_ * Field::kEncodedSize + verifier_message_size();
}

template <flp::Circuit C>
std::size_t Prio3<C>::verifier_message_size() const {
    return has_joint_rand() ? kSeedSize : 0;
}

template <flp::Circuit C>
xof::XofTurboShake128 Prio3<C>::xof(std::uint16_t usage, ByteView seed, ByteView ctx) const {
    const std::array<std::uint8_t, kDstFixedSize> dst{kVersion,
                                                      kClassVdaf,
                                                      static_cast<std::uint8_t>(id_ >> 24),
                                                      static_cast<std::uint8_t>(id_ >> 16),
                                                      static_cast<std::uint8_t>(id_ >> 8),
                                                      static_cast<std::uint8_t>(id_),
                                                      static_cast<std::uint8_t>(usage >> 8),
                                                      static_cast<std::uint8_t>(usage)};
    return xof::XofTurboShake128(seed, {dst, ctx});
}

template <flp::Circuit C>
void Prio3<C>::helper_measurement_share(ByteView ctx, std::uint8_t agg_id, ByteView seed, std::span<Field> out) const {
    auto stream = xof(kUsageMeasShare, seed, ctx);
    stream.bind(agg_id);
    stream.next_vector(out);
}

template <flp::Circuit C>
void Prio3<C>::helper_proofs_share(ByteView ctx, std::uint8_t agg_id, ByteView seed, std::span<Field> out) const {
    auto stream = xof(kUsageProofShare, seed, ctx);
    stream.bind(proofs_);
    stream.bind(agg_id);
    stream.next_vector(out);
}

template <flp::Circuit C>
void Prio3<C>::joint_rand_part(ByteView ctx, std::uint8_t agg_id, ByteView blind, ByteView nonce,
                               std::span<const Field> measurement_share, MutableByteView out) const {
    auto stream = xof(kUsageJointRandPart, blind, ctx);
    stream.bind(agg_id);
    stream.bind(nonce);
    std::array<std::uint8_t, Field::kEncodedSize> encoded;
    for (const Field element : measurement_share) {
        element.encode(encoded.data());
        stream.bind(encoded);
    }
    wipe(encoded);
    stream.next(out);
}

template <flp::Circuit C>
void Prio3<C>::joint_rand_seed(ByteView ctx, ByteView parts, MutableByteView out) const {
    constexpr std::array<std::uint8_t, kSeedSize> kZeroSeed{};
    auto stream = xof(kUsageJointRandSeed, kZeroSeed, ctx);
    stream.bind(parts);
    stream.next(out);
}

template <flp::Circuit C>
SecretVector<typename C::Field> Prio3<C>::joint_rands(ByteView ctx, ByteView seed) const {
    SecretVector<Field> rands(circuit().joint_rand_length() * proofs_);
    auto stream = xof(kUsageJointRandomness, seed, ctx);
    stream.bind(proofs_);
    stream.next_vector(std::span<Field>(rands));
    return rands;
}

template <flp::Circuit C>
Result<typename Prio3<C>::Sharded> Prio3<C>::shard(ByteView ctx, std::span<const Field> encoded, ByteView nonce,
                                                   ByteView rand) const {
    TACIT_CHECK(expect_context(ctx));
    TACIT_CHECK(expect_size(nonce, kNonceSize, "nonce"));
    TACIT_CHECK(expect_size(rand, rand_size(), "randomness"));
    if (encoded.size() != circuit().measurement_length())
        return fail(Fault::malformed, "the encoded measurement has the wrong length");

    // The randomness: each helper's seed (and blind), then the leader's blind, then the prover's seed.
    const std::size_t per_helper = has_joint_rand() ? 2 : 1;
    const auto seed = [&](std::size_t index) { return part(rand, index, kSeedSize); };
    const auto helper_seed = [&](std::size_t agg_id) { return seed((agg_id - 1) * per_helper); };
    const auto helper_blind = [&](std::size_t agg_id) { return seed((agg_id - 1) * per_helper + 1); };
    const ByteView prove_seed = seed(rand.size() / kSeedSize - 1);
    const ByteView leader_blind = has_joint_rand() ? seed(rand.size() / kSeedSize - 2) : ByteView();

    const std::size_t measurement_length = circuit().measurement_length();
    const std::size_t proofs_length = flp_.proof_length() * proofs_;
    SecretVector<Field> leader(measurement_length + proofs_length);
    const std::span<Field> leader_measurement = std::span(leader).first(measurement_length);
    const std::span<Field> leader_proofs = std::span(leader).subspan(measurement_length);
    SecretVector<Field> helper(std::max(measurement_length, proofs_length));

    Sharded sharded;
    sharded.public_share.resize(public_share_size());
    const MutableByteView parts = sharded.public_share;

    std::copy(encoded.begin(), encoded.end(), leader_measurement.begin());
    for (std::uint8_t agg_id = 1; agg_id < shares_; ++agg_id) {
        const std::span<Field> share = std::span(helper).first(measurement_length);
        helper_measurement_share(ctx, agg_id, helper_seed(agg_id), share);
        field::subtract<Field>(leader_measurement, share);
        if (has_joint_rand())
            joint_rand_part(ctx, agg_id, helper_blind(agg_id), nonce, share, part(parts, agg_id, kSeedSize));
    }
    SecretVector<Field> joint;
    if (has_joint_rand()) {
        joint_rand_part(ctx, 0, leader_blind, nonce, leader_measurement, part(parts, 0, kSeedSize));
        std::array<std::uint8_t, kSeedSize> joint_seed;
        joint_rand_seed(ctx, parts, joint_seed);
        joint = joint_rands(ctx, joint_seed);
    }

    SecretVector<Field> prove_rands(flp_.prove_rand_length() * proofs_);
    auto prove_stream = xof(kUsageProveRandomness, prove_seed, ctx);
    prove_stream.bind(proofs_);
    prove_stream.next_vector(std::span<Field>(prove_rands));
    for (std::size_t i = 0; i < proofs_; ++i) {
        flp_.prove(encoded, part<const Field>(prove_rands, i, flp_.prove_rand_length()),
                   part<const Field>(joint, i, circuit().joint_rand_length()),
                   part(leader_proofs, i, flp_.proof_length()));
    }
    for (std::uint8_t agg_id = 1; agg_id < shares_; ++agg_id) {
        const std::span<Field> share = std::span(helper).first(proofs_length);
        helper_proofs_share(ctx, agg_id, helper_seed(agg_id), share);
        field::subtract<Field>(leader_proofs, share);
    }

    SecretBytes& leader_share = sharded.input_shares.emplace_back(leader.size() * Field::kEncodedSize);
    field::encode<Field>(leader, leader_share.mutable_view());
    leader_share.append(leader_blind);
    for (std::uint8_t agg_id = 1; agg_id < shares_; ++agg_id) {
        SecretBytes& helper_share = sharded.input_shares.emplace_back(helper_seed(agg_id));
        if (has_joint_rand()) helper_share.append(helper_blind(agg_id));
    }
    return sharded;
}

template <flp::Circuit C>
Result<typename Prio3<C>::InputShare> Prio3<C>::expand_input_share(ByteView ctx, std::uint8_t agg_id,
                                                                   ByteView input_share) const {
    TACIT_CHECK(expect_size(input_share, input_share_size(agg_id), "input share"));
    const ByteView blind = input_share.last(has_joint_rand() ? kSeedSize : 0);
    const ByteView share = input_share.first(input_share.size() - blind.size());

    InputShare expanded;
    expanded.blind = blind;
    expanded.elements.resize(circuit().measurement_length() + flp_.proof_length() * proofs_);
    const std::span<Field> elements(expanded.elements);
    if (agg_id == 0) {
        TACIT_CHECK(field::decode<Field>(share, elements));
    } else {
        helper_measurement_share(ctx, agg_id, share, elements.first(circuit().measurement_length()));
        helper_proofs_share(ctx, agg_id, share, elements.subspan(circuit().measurement_length()));
    }
    return expanded;
}

template <flp::Circuit C>
Result<typename Prio3<C>::Verifying> Prio3<C>::verify_init(ByteView verify_key, ByteView ctx, std::uint8_t agg_id,
                                                           ByteView nonce, ByteView public_share,
                                                           ByteView input_share) const {
    TACIT_CHECK(expect_context(ctx));
    TACIT_CHECK(expect_size(verify_key, kVerifyKeySize, "verify key"));
    TACIT_CHECK(expect_size(nonce, kNonceSize, "nonce"));
    TACIT_CHECK(expect_size(public_share, public_share_size(), "public share"));
    if (agg_id >= shares_) return fail(Fault::malformed, "there is no such aggregator");
    TACIT_TRY(const InputShare expanded, expand_input_share(ctx, agg_id, input_share));
    const std::span<const Field> measurement = std::span(expanded.elements).first(circuit().measurement_length());
    const std::span<const Field> proofs = std::span(expanded.elements).subspan(circuit().measurement_length());

    Verifying verifying;
    verifying.state.out_share.resize(output_size());
    circuit().truncate(measurement, verifying.state.out_share);

    const std::size_t verifiers_size = flp_.verifier_length() * proofs_ * Field::kEncodedSize;
    verifying.verifier_share.resize(verifier_share_size());
    SecretVector<Field> joint;
    if (has_joint_rand()) {
        // Our own part is computed, not believed; the verifier share carries it, so that all of them can be compared.
        const MutableByteView own_part = MutableByteView(verifying.verifier_share).subspan(verifiers_size);
        joint_rand_part(ctx, agg_id, expanded.blind, nonce, measurement, own_part);
        Bytes parts = to_bytes(public_share);
        std::copy(own_part.begin(), own_part.end(), part<std::uint8_t>(parts, agg_id, kSeedSize).begin());
        joint_rand_seed(ctx, parts, verifying.state.joint_rand_seed);
        joint = joint_rands(ctx, verifying.state.joint_rand_seed);
    }

    SecretVector<Field> query_rands(flp_.query_rand_length() * proofs_);
    auto query_stream = xof(kUsageQueryRandomness, verify_key, ctx);
    query_stream.bind(proofs_);
    query_stream.bind(nonce);
    query_stream.next_vector(std::span<Field>(query_rands));

    SecretVector<Field> verifiers(flp_.verifier_length() * proofs_);
    for (std::size_t i = 0; i < proofs_; ++i) {
        const bool usable = flp_.query(measurement, part(proofs, i, flp_.proof_length()),
                                       part<const Field>(query_rands, i, flp_.query_rand_length()),
                                       part<const Field>(joint, i, circuit().joint_rand_length()), one_,
                                       part<Field>(verifiers, i, flp_.verifier_length()));
        if (!usable) return fail(Fault::refused, "the test point is a root of unity");
    }
    field::encode<Field>(verifiers, MutableByteView(verifying.verifier_share).first(verifiers_size));
    return verifying;
}

template <flp::Circuit C>
Result<Bytes> Prio3<C>::verifier_shares_to_message(ByteView ctx, std::span<const ByteView> shares) const {
    TACIT_CHECK(expect_context(ctx));
    if (shares.size() != shares_) return fail(Fault::malformed, "there is not one verifier share of each aggregator");

    const std::size_t verifiers_length = flp_.verifier_length() * proofs_;
    SecretVector<Field> verifiers(verifiers_length);
    SecretVector<Field> share_elements(verifiers_length);
    Bytes parts;
    for (const ByteView share : shares) {
        TACIT_CHECK(expect_size(share, verifier_share_size(), "verifier share"));
        const ByteView elements = share.first(verifiers_length * Field::kEncodedSize);
        TACIT_CHECK(field::decode<Field>(elements, std::span<Field>(share_elements)));
        field::add<Field>(verifiers, share_elements);
        append(parts, share.subspan(elements.size()));
    }

    bool valid = true;
    for (std::size_t i = 0; i < proofs_; ++i)
        valid &= flp_.decide(part<const Field>(verifiers, i, flp_.verifier_length()));
    if (!valid) return fail(Fault::refused, "the measurement is not valid");

    Bytes message(verifier_message_size());
    if (has_joint_rand()) joint_rand_seed(ctx, parts, message);
    return message;
}

template <flp::Circuit C>
Result<SecretVector<typename C::Field>> Prio3<C>::verify_next(State state, ByteView message) const {
    TACIT_CHECK(expect_size(message, verifier_message_size(), "verifier message"));
    if (state.out_share.size() != output_size()) return fail(Fault::malformed, "the state is of another task");
    if (has_joint_rand() && !equal_ct(message, state.joint_rand_seed))
        return fail(Fault::refused, "the joint randomness was not derived from the shares");
    return std::move(state.out_share);
}

template <flp::Circuit C>
Result<void> Prio3<C>::agg_update(std::span<Field> agg_share, std::span<const Field> out_share) const {
    if (agg_share.size() != output_size() || out_share.size() != output_size())
        return fail(Fault::malformed, "the shares have different lengths");
    field::add(agg_share, out_share);
    return {};
}

template <flp::Circuit C>
Result<std::vector<typename C::Field>> Prio3<C>::unshard(std::span<const ByteView> agg_shares) const {
    if (agg_shares.size() != shares_)
        return fail(Fault::malformed, "there is not one aggregate share of each aggregator");
    std::vector<Field> total(output_size());
    for (const ByteView bytes : agg_shares) {
        TACIT_TRY(const SecretVector<Field> share, field::decode<Field>(bytes, total.size()));
        field::add<Field>(total, share);
    }
    return total;
}

template class Prio3<circuits::Count>;
template class Prio3<circuits::BoundedSum>;
template class Prio3<circuits::SumVec<field::Field128>>;
template class Prio3<circuits::SumVec<field::Field64>>;
template class Prio3<circuits::Histogram>;
template class Prio3<circuits::MultihotCountVec>;
template class Prio3<circuits::Questionnaire>;

}  // namespace tacit::vdaf
