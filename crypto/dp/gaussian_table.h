// The production sampler of the discrete Gaussian with integer variance: P(x) proportional to exp(-x²/(2σ²)).
//
// A table of cumulative probabilities in units of 2^-128, made with 256-bit fixed-point integers. A sample costs 17
// random bytes and reads the whole table without a branch, so neither time nor memory accesses depend on it. The
// distance from the exact distribution (total variation) is below (table entries + 1)·2^-128.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "crypto/base/random.h"
#include "crypto/base/u128.h"

namespace tacit::dp {

class GaussianTable {
public:
    static constexpr std::size_t kBytesPerSample = 17;

    // 1 ≤ σ² ≤ 2^20 (asserted). Takes some milliseconds at most; sample() is then thread-safe where `random` is.
    explicit GaussianTable(std::uint32_t sigma_squared);
    std::int32_t sample(Random& random) const;

    // ⌊2^128·P(|X| ≤ k)⌋ for k = 0, 1, …, until what is left is below one unit.
    std::span<const u128> thresholds() const { return thresholds_; }

private:
    std::vector<u128> thresholds_;
};

}  // namespace tacit::dp
