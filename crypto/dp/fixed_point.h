// Non-negative fixed-point numbers with 256 bits after the point and 64 before it, for building the sampler's table
// without floating point. Every operation rounds towards zero, by less than 2^-256 each. Inside crypto/dp only.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "crypto/base/check.h"
#include "crypto/base/u128.h"

namespace tacit::dp {

class FixedPoint {
public:
    FixedPoint() = default;  // zero
    explicit FixedPoint(std::uint64_t integer) { limbs_[kFraction] = integer; }

    // Asserted not to leave the range.
    FixedPoint plus(const FixedPoint& other) const;
    FixedPoint minus(const FixedPoint& other) const;
    FixedPoint times(const FixedPoint& other) const;
    FixedPoint over(std::uint64_t divisor) const;
    // 1/x for x ≥ 1.
    FixedPoint inverse() const;

    bool is_zero() const { return limbs_ == Limbs{}; }
    bool operator<(const FixedPoint& other) const;
    // ⌊2^128·x⌋ for x < 1; all ones from 1 on.
    u128 leading_bits() const;

private:
    static constexpr std::size_t kFraction = 4;  // limbs after the point
    using Limbs = std::array<std::uint64_t, kFraction + 1>;

    Limbs limbs_{};  // least significant first
};

// exp(-1/n) for n ≥ 2, to within 2^-249.
FixedPoint exp_minus_inverse(std::uint64_t n);

}  // namespace tacit::dp
