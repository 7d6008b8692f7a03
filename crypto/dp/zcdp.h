// The accountant: zero-concentrated differential privacy (Bun and Steinke 2016) with discrete Gaussian noise of integer
// variance (Canonne, Kamath and Steinke 2020), in exact integers. ρ of a release is Σ Δ²/(2σ²) over its released
// blocks.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "crypto/dp/epsilon.h"
#include "crypto/dp/profile.h"
#include "crypto/dp/rational.h"

namespace tacit::dp {

inline constexpr std::uint32_t kSigmaSquaredMin = 4;  // from here on two servers' noise adds up to a Gaussian again
inline constexpr std::uint32_t kSigmaSquaredMax = 1u << 20;

struct NoisyBlock {
    std::uint64_t delta_squared = 0;
    std::uint32_t weight = 1;  // its share of ρ is weight over the sum of all weights
};

// σ² of each block: max(4, ⌈Δ²/(2ρ_g)⌉) with ρ_g = ρ·w/W. Refuses a zero weight, ρ = 0, and a σ² above 2^20; the
// Error's `where` is the index of the block.
Result<std::vector<std::uint32_t>> sigma_squared(std::span<const NoisyBlock> blocks, const Rational& rho);

// Σ Δ²/(2σ²): what is really spent, at most the ρ that was planned. Exact where the fraction fits in 64 bits; otherwise
// rounded up, by less than (number of blocks)·2^-40.
Result<Rational> rho_spent(std::span<const NoisyBlock> blocks, std::span<const std::uint32_t> sigma_squared);

}  // namespace tacit::dp
