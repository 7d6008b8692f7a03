// The check that SumVec, Histogram and MultihotCountVec of the VDAF draft share: every element is zero or one. Call i
// covers one chunk of elements with the powers of joint randomness i, the first element with r itself.
#pragma once
#include <algorithm>
#include <cstddef>
#include <span>

#include "crypto/flp/circuit.h"

namespace tacit::circuits {

inline std::size_t chunk_count(std::size_t elements, std::size_t chunk_length) {
    return (elements + chunk_length - 1) / chunk_length;
}

// The sum of r^(j+1) x (x - one) over all elements x, j its place in its chunk; a chunk is filled up with x = 0.
template <class Gadget>
typename Gadget::Field bit_checks(std::span<const typename Gadget::Field> elements,
                                  std::span<const typename Gadget::Field> joint_rand, typename Gadget::Field one,
                                  std::size_t chunk_length, flp::GadgetCalls<Gadget>& calls) {
    using Field = typename Gadget::Field;
    Field sum;
    for (const Field r : joint_rand) {
        const std::span<const Field> chunk = elements.first(std::min(chunk_length, elements.size()));
        elements = elements.subspan(chunk.size());

        const std::span<Field> inputs = calls.inputs();
        Field power = r;
        for (std::size_t j = 0; j < chunk.size(); ++j, power *= r) {
            inputs[2 * j] = power * chunk[j];
            inputs[2 * j + 1] = chunk[j] - one;
        }
        for (std::size_t j = chunk.size(); j < chunk_length; ++j) inputs[2 * j + 1] = -one;
        sum += calls.call();
    }
    return sum;
}

}  // namespace tacit::circuits
