// Vectors of field elements: their encoding (little-endian, section "Finite Fields" of the VDAF draft), sums and
// powers.
#pragma once
#include <cstddef>
#include <span>

#include "crypto/base/bytes.h"
#include "crypto/base/secret.h"
#include "crypto/field/field128.h"
#include "crypto/field/field64.h"

namespace tacit::field {

// Writes exactly values.size() * F::kEncodedSize bytes.
template <class F>
void encode(std::span<const F> values, MutableByteView out) {
    TACIT_ASSERT(out.size() == values.size() * F::kEncodedSize);
    for (std::size_t i = 0; i < values.size(); ++i) values[i].encode(&out[i * F::kEncodedSize]);
}

// Fills all of `out`, or fails: the size must match and every element must be below the modulus.
template <class F>
Result<void> decode(ByteView bytes, std::span<F> out) {
    if (bytes.size() != out.size() * F::kEncodedSize)
        return fail(Fault::malformed, "a vector of field elements has the wrong size");
    bool canonical = true;
    for (std::size_t i = 0; i < out.size(); ++i) canonical &= F::decode(&bytes[i * F::kEncodedSize], out[i]);
    if (!canonical) return fail(Fault::malformed, "a field element is not below the modulus");
    return {};
}

// Exactly `count` elements, or a failure.
template <class F>
Result<SecretVector<F>> decode(ByteView bytes, std::size_t count) {
    if (bytes.size() != count * F::kEncodedSize)
        return fail(Fault::malformed, "a vector of field elements has the wrong size");
    SecretVector<F> values(count);
    TACIT_CHECK(decode<F>(bytes, std::span<F>(values)));
    return values;
}

template <class F>
void add(std::span<F> to, std::span<const F> more) {
    TACIT_ASSERT(to.size() == more.size());
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += more[i];
}

template <class F>
void subtract(std::span<F> from, std::span<const F> less) {
    TACIT_ASSERT(from.size() == less.size());
    for (std::size_t i = 0; i < from.size(); ++i) from[i] -= less[i];
}

// The sum of values[i] * weights[i * stride]; `weights` reaches at least that far.
template <class F>
F dot(std::span<const F> values, std::span<const F> weights, std::size_t stride = 1) {
    TACIT_ASSERT(values.empty() || (values.size() - 1) * stride < weights.size());
    typename F::Products products;
    for (std::size_t i = 0; i < values.size(); ++i) products.add(values[i], weights[i * stride]);
    return products.sum();
}

// out[i] = base^i. Four chains, because one multiplication waits for the one before it.
template <class F>
void fill_powers(F base, std::span<F> out) {
    F power = F::one();
    for (std::size_t i = 0; i < out.size() && i < 4; ++i, power *= base) out[i] = power;
    const F step = (base * base) * (base * base);
    for (std::size_t i = 4; i < out.size(); ++i) out[i] = out[i - 4] * step;
}

}  // namespace tacit::field
