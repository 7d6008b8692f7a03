#include "crypto/dp/fixed_point.h"

namespace tacit::dp {

FixedPoint FixedPoint::plus(const FixedPoint& other) const {
    FixedPoint sum;
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
        const u128 wide = u128{limbs_[i]} + other.limbs_[i] + carry;
        sum.limbs_[i] = static_cast<std::uint64_t>(wide);
        carry = static_cast<std::uint64_t>(wide >> 64);
    }
    TACIT_ASSERT(carry == 0);
    return sum;
}

FixedPoint FixedPoint::minus(const FixedPoint& other) const {
    FixedPoint difference;
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
        const u128 wide = u128{limbs_[i]} - other.limbs_[i] - borrow;
        difference.limbs_[i] = static_cast<std::uint64_t>(wide);
        borrow = static_cast<std::uint64_t>(wide >> 64) & 1;
    }
    TACIT_ASSERT(borrow == 0);
    return difference;
}

FixedPoint FixedPoint::times(const FixedPoint& other) const {
    std::array<std::uint64_t, 2 * (kFraction + 1)> product{};
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
        std::uint64_t carry = 0;
        for (std::size_t j = 0; j < limbs_.size(); ++j) {
            const u128 wide = u128{limbs_[i]} * other.limbs_[j] + product[i + j] + carry;
            product[i + j] = static_cast<std::uint64_t>(wide);
            carry = static_cast<std::uint64_t>(wide >> 64);
        }
        product[i + limbs_.size()] = carry;
    }
    TACIT_ASSERT(product.back() == 0);
    FixedPoint result;
    for (std::size_t i = 0; i < limbs_.size(); ++i) result.limbs_[i] = product[i + kFraction];
    return result;
}

FixedPoint FixedPoint::over(std::uint64_t divisor) const {
    TACIT_ASSERT(divisor > 0);
    FixedPoint quotient;
    std::uint64_t rest = 0;
    for (std::size_t i = limbs_.size(); i-- > 0;) {
        const u128 wide = u128{rest} << 64 | limbs_[i];
        quotient.limbs_[i] = static_cast<std::uint64_t>(wide / divisor);
        rest = static_cast<std::uint64_t>(wide % divisor);
    }
    return quotient;
}

FixedPoint FixedPoint::inverse() const {
    TACIT_ASSERT(limbs_[kFraction] > 0);
    // Long division, one bit of the quotient a step. `rest` is doubled each time and stays below 2x.
    FixedPoint quotient;
    FixedPoint rest(1);
    for (std::size_t bit = kFraction * 64 + 1; bit-- > 0;) {
        if (!(rest < *this)) {
            rest = rest.minus(*this);
            quotient.limbs_[bit / 64] |= std::uint64_t{1} << (bit % 64);
        }
        rest = rest.plus(rest);
    }
    return quotient;
}

bool FixedPoint::operator<(const FixedPoint& other) const {
    for (std::size_t i = limbs_.size(); i-- > 0;)
        if (limbs_[i] != other.limbs_[i]) return limbs_[i] < other.limbs_[i];
    return false;
}

u128 FixedPoint::leading_bits() const {
    if (limbs_[kFraction] > 0) return ~u128{0};
    return u128{limbs_[kFraction - 1]} << 64 | limbs_[kFraction - 2];
}

FixedPoint exp_minus_inverse(std::uint64_t n) {
    TACIT_ASSERT(n >= 2);
    // 1 − x + x²/2! − … with x = 1/n: the terms with a plus and those with a minus are summed apart. x ≤ 1/2, so fewer
    // than 64 terms are not zero, and each is off by less than 2·2^-256.
    FixedPoint added(1);
    FixedPoint taken;
    FixedPoint term(1);
    for (std::uint64_t k = 1; !term.is_zero(); ++k) {
        term = term.over(n).over(k);
        FixedPoint& side = k % 2 == 0 ? added : taken;
        side = side.plus(term);
    }
    return added.minus(taken);
}

}  // namespace tacit::dp
