#include "crypto/dp/gaussian_table.h"

#include "crypto/base/check.h"
#include "crypto/base/secret.h"
#include "crypto/dp/fixed_point.h"

namespace tacit::dp {
namespace {

// 1 where a < b, else 0, in plain arithmetic: the borrow of a − b.
std::uint32_t less(u128 a, u128 b) { return static_cast<std::uint32_t>(((~a & b) | (~(a ^ b) & (a - b))) >> 127); }

u128 read_u128(ByteView bytes) {
    u128 number = 0;
    for (const std::uint8_t byte : bytes) number = number << 8 | byte;
    return number;
}

}  // namespace

GaussianTable::GaussianTable(std::uint32_t sigma_squared) {
    TACIT_ASSERT(sigma_squared >= 1 && sigma_squared <= 1u << 20);
    // The weight of |x| = k is w_0 = 1, then 2·w_k with w_k = q^(k²) and q = exp(-1/(2σ²)). Each follows from the last:
    // w_{k+1} = w_k·q^(2k+1).
    const FixedPoint q = exp_minus_inverse(2 * std::uint64_t{sigma_squared});
    const FixedPoint q_squared = q.times(q);
    FixedPoint weight(1);
    FixedPoint step = q;
    FixedPoint total(1);
    std::vector<FixedPoint> sums;
    while (!weight.is_zero()) {
        sums.push_back(total);
        weight = weight.times(step);
        step = step.times(q_squared);
        total = total.plus(weight).plus(weight);
    }

    const FixedPoint share = total.inverse();
    for (const FixedPoint& sum : sums) {
        thresholds_.push_back(sum.times(share).leading_bits());
        if (thresholds_.back() == ~u128{0}) break;  // less than one unit is left
    }
}

std::int32_t GaussianTable::sample(Random& random) const {
    std::array<std::uint8_t, kBytesPerSample> bytes = random.array<kBytesPerSample>();
    const u128 draw = read_u128(ByteView(bytes).first(16));
    std::uint32_t size = 0;  // |x|: how many thresholds are at most `draw`
    for (const u128 threshold : thresholds_) size += 1 - less(draw, threshold);
    const std::uint32_t sign = 0 - static_cast<std::uint32_t>(bytes[16] & 1);
    wipe(bytes);
    return static_cast<std::int32_t>((size ^ sign) - sign);  // two's complement: -size where the sign bit is set
}

}  // namespace tacit::dp
