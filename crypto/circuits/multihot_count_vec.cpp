#include "crypto/circuits/multihot_count_vec.h"

#include <algorithm>

#include "crypto/circuits/bit_checks.h"
#include "crypto/circuits/sum_vec.h"

namespace tacit::circuits {

MultihotCountVec::MultihotCountVec(std::size_t length, std::size_t max_weight, std::size_t chunk_length)
    : length_(length),
      max_weight_(max_weight),
      chunk_length_(chunk_length),
      weight_(max_weight),
      calls_(chunk_count(length + weight_.digits(), chunk_length)),
      gadget_(flp::Mul<Field>(), chunk_length) {}

Result<MultihotCountVec> MultihotCountVec::make(std::size_t length, std::size_t max_weight, std::size_t chunk_length) {
    if (length == 0 || length > kElementsMax || chunk_length == 0 || chunk_length > kElementsMax)
        return fail(Fault::refused, "a multihot vector needs a positive length and chunk length");
    if (max_weight == 0 || max_weight > length)
        return fail(Fault::refused, "the largest weight is from 1 to the length of the vector");
    return MultihotCountVec(length, max_weight, chunk_length);
}

Result<SecretVector<MultihotCountVec::Field>> MultihotCountVec::encode(const std::vector<bool>& measurement) const {
    if (measurement.size() != length_) return fail(Fault::malformed, "the vector has the wrong length");
    SecretVector<Field> encoded(measurement_length());
    std::uint64_t weight = 0;
    for (std::size_t i = 0; i < length_; ++i) {
        encoded[i] = Field::from_u64(measurement[i]);
        weight += measurement[i];
    }
    if (weight > max_weight_) return fail(Fault::malformed, "the vector has more ones than it may have");
    weight_.encode(weight, std::span(encoded).subspan(length_));
    return encoded;
}

void MultihotCountVec::evaluate(std::span<const Field> measurement, std::span<const Field> joint_rand, Field one,
                                flp::GadgetCalls<Gadget>& calls, std::span<Field> out) const {
    out[0] = bit_checks<Gadget>(measurement, joint_rand, one, chunk_length_, calls);
    out[1] = -weight_.decode(measurement.subspan(length_));
    for (const Field entry : measurement.first(length_)) out[1] += entry;
}

void MultihotCountVec::truncate(std::span<const Field> measurement, std::span<Field> out) const {
    std::copy_n(measurement.begin(), length_, out.begin());
}

}  // namespace tacit::circuits
