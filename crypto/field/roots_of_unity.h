// The powers of a root of unity, computed once for a size and then shared, and the transforms over them.
#pragma once
#include <bit>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "crypto/base/check.h"
#include "crypto/field/vector.h"

namespace tacit::field {

template <class F>
class RootsOfUnity {
public:
    // All n-th roots of unity, n a power of two.
    explicit RootsOfUnity(std::size_t n) : powers_(n) {
        TACIT_ASSERT(std::has_single_bit(n) && log() <= F::kRootsLog);
        fill_powers(F::root_of_unity(log()), std::span<F>(powers_));
        inverse_size_ = F::from_u64(n).inverse();
    }

    std::size_t size() const { return powers_.size(); }
    unsigned log() const { return static_cast<unsigned>(std::bit_width(powers_.size()) - 1); }
    // The generator to the power i, i < size().
    F operator[](std::size_t i) const { return powers_[i]; }
    F inverse_size() const { return inverse_size_; }

    // In place, size() elements: coefficients of a polynomial to its values at the roots, in order of powers.
    void ntt(std::span<F> values) const {
        TACIT_ASSERT(values.size() == size());
        for (std::size_t i = 1, reversed = 0; i < size(); ++i) {
            std::size_t bit = size() / 2;
            for (; (reversed & bit) != 0; bit /= 2) reversed ^= bit;
            reversed |= bit;
            if (i < reversed) std::swap(values[i], values[reversed]);
        }
        for (std::size_t half = 1; half < size(); half *= 2) {
            const std::size_t step = size() / (2 * half);
            for (std::size_t start = 0; start < size(); start += 2 * half) {
                for (std::size_t i = 0; i < half; ++i) {
                    const F low = values[start + i];
                    const F high = powers_[i * step] * values[start + half + i];
                    values[start + i] = low + high;
                    values[start + half + i] = low - high;
                }
            }
        }
    }
    // The other direction: values at the roots to coefficients.
    void inverse_ntt(std::span<F> values) const {
        ntt(values);  // the sum over i of v_i w^(ki), where the inverse has w^(-ki): the same in reverse order
        for (std::size_t i = 1; i < size() - i; ++i) std::swap(values[i], values[size() - i]);
        for (F& value : values) value *= inverse_size_;
    }

private:
    std::vector<F> powers_;
    F inverse_size_;
};

}  // namespace tacit::field
