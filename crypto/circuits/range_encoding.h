// Integers in [0, max] as field elements that are zero or one: section "Sum" of the VDAF draft. The weights are 1, 2,
// 4, …, except the last, which makes all ones stand for max; so no element vector of zeros and ones is out of range.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "crypto/base/check.h"
#include "crypto/field/mask.h"

namespace tacit::circuits {

template <class F>
class RangeEncoding {
public:
    explicit RangeEncoding(std::uint64_t max)
        : digits_(static_cast<std::size_t>(std::bit_width(max))),
          low_digits_max_(std::bit_floor(max) - 1),
          last_weight_(max - low_digits_max_) {
        TACIT_ASSERT(max > 0);
    }

    std::size_t digits() const { return digits_; }

    // value <= max; takes the same steps for every value.
    void encode(std::uint64_t value, std::span<F> out) const {
        TACIT_ASSERT(out.size() == digits_);
        const std::uint64_t use_last = field::mask_if(value > low_digits_max_);
        const std::uint64_t rest = value - (last_weight_ & use_last);
        for (std::size_t i = 0; i + 1 < digits_; ++i) out[i] = F::from_u64(rest >> i & 1);
        out[digits_ - 1] = F::from_u64(use_last & 1);
    }

    // Linear, so it also takes shares to a share.
    F decode(std::span<const F> digits) const {
        TACIT_ASSERT(digits.size() == digits_);
        F value = F::from_u64(last_weight_) * digits[digits_ - 1];
        for (std::size_t i = 0; i + 1 < digits_; ++i) value += F::from_u64(std::uint64_t{1} << i) * digits[i];
        return value;
    }

private:
    std::size_t digits_;
    std::uint64_t low_digits_max_;  // all digits but the last are one
    std::uint64_t last_weight_;
};

}  // namespace tacit::circuits
