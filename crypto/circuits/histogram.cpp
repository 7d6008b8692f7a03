#include "crypto/circuits/histogram.h"

#include <algorithm>

#include "crypto/circuits/bit_checks.h"
#include "crypto/circuits/sum_vec.h"

namespace tacit::circuits {

Histogram::Histogram(std::size_t length, std::size_t chunk_length)
    : length_(length),
      chunk_length_(chunk_length),
      calls_(chunk_count(length, chunk_length)),
      gadget_(flp::Mul<Field>(), chunk_length) {}

Result<Histogram> Histogram::make(std::size_t length, std::size_t chunk_length) {
    if (length == 0 || length > kElementsMax || chunk_length == 0 || chunk_length > kElementsMax)
        return fail(Fault::refused, "a histogram needs a positive length and chunk length");
    return Histogram(length, chunk_length);
}

Result<SecretVector<Histogram::Field>> Histogram::encode(std::size_t bucket) const {
    if (bucket >= length_) return fail(Fault::malformed, "the histogram has no such bucket");
    SecretVector<Field> encoded(length_);
    for (std::size_t i = 0; i < length_; ++i) encoded[i] = Field::from_u64(field::one_if(i == bucket));
    return encoded;
}

void Histogram::evaluate(std::span<const Field> measurement, std::span<const Field> joint_rand, Field one,
                         flp::GadgetCalls<Gadget>& calls, std::span<Field> out) const {
    out[0] = bit_checks<Gadget>(measurement, joint_rand, one, chunk_length_, calls);
    out[1] = -one;
    for (const Field bucket : measurement) out[1] += bucket;
}

void Histogram::truncate(std::span<const Field> measurement, std::span<Field> out) const {
    std::copy(measurement.begin(), measurement.end(), out.begin());
}

}  // namespace tacit::circuits
