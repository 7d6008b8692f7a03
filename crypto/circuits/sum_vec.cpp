#include "crypto/circuits/sum_vec.h"

#include "crypto/circuits/bit_checks.h"

namespace tacit::circuits {

template <class F>
SumVec<F>::SumVec(std::size_t length, std::uint64_t max, std::size_t chunk_length)
    : length_(length),
      max_(max),
      chunk_length_(chunk_length),
      range_(max),
      calls_(chunk_count(length * range_.digits(), chunk_length)),
      gadget_(flp::Mul<F>(), chunk_length) {}

template <class F>
Result<SumVec<F>> SumVec<F>::make(std::size_t length, std::uint64_t max, std::size_t chunk_length) {
    if (length == 0 || length > kElementsMax / 64 || chunk_length == 0 || chunk_length > kElementsMax)
        return fail(Fault::refused, "a vector of sums needs a positive length and chunk length");
    if (max == 0 || max >> 63 != 0) return fail(Fault::refused, "a sum needs a largest value from 1 to 2^63 - 1");
    return SumVec(length, max, chunk_length);
}

template <class F>
Result<SecretVector<F>> SumVec<F>::encode(std::span<const std::uint64_t> measurement) const {
    if (measurement.size() != length_) return fail(Fault::malformed, "the vector has the wrong length");
    SecretVector<F> encoded(measurement_length());
    for (std::size_t i = 0; i < length_; ++i) {
        if (measurement[i] > max_) return fail(Fault::malformed, "a value is above the largest that may be summed");
        range_.encode(measurement[i], std::span(encoded).subspan(i * range_.digits(), range_.digits()));
    }
    return encoded;
}

template <class F>
void SumVec<F>::evaluate(std::span<const F> measurement, std::span<const F> joint_rand, F one,
                         flp::GadgetCalls<Gadget>& calls, std::span<F> out) const {
    out[0] = bit_checks<Gadget>(measurement, joint_rand, one, chunk_length_, calls);
}

template <class F>
void SumVec<F>::truncate(std::span<const F> measurement, std::span<F> out) const {
    for (std::size_t i = 0; i < length_; ++i)
        out[i] = range_.decode(measurement.subspan(i * range_.digits(), range_.digits()));
}

template class SumVec<field::Field64>;
template class SumVec<field::Field128>;

}  // namespace tacit::circuits
