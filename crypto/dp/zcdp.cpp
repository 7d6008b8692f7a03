#include "crypto/dp/zcdp.h"

#include <algorithm>
#include <limits>
#include <string>

#include "crypto/base/check.h"
#include "crypto/base/u128.h"

namespace tacit::dp {
namespace {

constexpr u128 kMax128 = ~u128{0};

tl::unexpected<Error> too_much_noise(std::size_t block) {
    return fail(Fault::refused, "a table would need noise of a variance above 1048576", std::to_string(block),
                "Give it a larger weight, publish fewer tables, let fewer options be chosen at once, or choose a wider "
                "privacy profile.");
}

// ⌈a·b/c⌉ where it is at most kSigmaSquaredMax; kSigmaSquaredMax + 1 where it is more, or a·b exceeds 128 bits.
std::uint32_t ceil_ratio(u128 a, u128 b, u128 c) {
    if (a == 0 || b == 0) return 0;
    if (a > kMax128 / b) return kSigmaSquaredMax + 1;
    const u128 product = a * b;
    const u128 ratio = product / c + (product % c != 0);
    return static_cast<std::uint32_t>(std::min<u128>(ratio, kSigmaSquaredMax + 1));
}

// Δ²/(2σ²) rounded up to a multiple of 2^-40.
Result<Rational> rounded_up(const NoisyBlock& block, std::uint32_t sigma_squared) {
    const u128 scaled = u128{block.delta_squared} << 40;
    const u128 denominator = u128{2} * sigma_squared;
    const u128 units = scaled / denominator + (scaled % denominator != 0);
    if (units > std::numeric_limits<std::uint64_t>::max()) return fail(Fault::refused, "ρ is beyond every bound");
    return Rational::make(static_cast<std::uint64_t>(units), std::uint64_t{1} << 40);
}

template <class Term>
Result<Rational> sum(std::span<const NoisyBlock> blocks, std::span<const std::uint32_t> sigma_squared, Term term) {
    Rational total;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        TACIT_TRY(const Rational part, term(blocks[i], sigma_squared[i]));
        TACIT_TRY(total, total.plus(part));
    }
    return total;
}

}  // namespace

Result<std::vector<std::uint32_t>> sigma_squared(std::span<const NoisyBlock> blocks, const Rational& rho) {
    if (rho == Rational()) return fail(Fault::refused, "a privacy budget of zero allows no release");
    u128 weights = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (blocks[i].weight == 0)
            return fail(Fault::refused, "a table has the weight 0", std::to_string(i), "Give it 1 or more.");
        weights += blocks[i].weight;
    }
    // Both operands below then stay under 2^128: the weights sum to less than 2^64 for any list that fits in memory.
    std::vector<std::uint32_t> all;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        // Δ²/(2·ρ·w/W) with ρ = n/d is Δ²·W·d/(2·n·w). Refused where 2·n·w exceeds 128 bits: ρ would be astronomic.
        const u128 twice_rho_weight = u128{rho.numerator()} * blocks[i].weight;
        if (twice_rho_weight > kMax128 / 2) return fail(Fault::refused, "the privacy budget is beyond every bound");
        const u128 scaled = u128{blocks[i].delta_squared} * rho.denominator();
        const std::uint32_t needed = ceil_ratio(scaled, weights, twice_rho_weight * 2);
        if (needed > kSigmaSquaredMax) return too_much_noise(i);
        all.push_back(std::max(needed, kSigmaSquaredMin));
    }
    return all;
}

Result<Rational> rho_spent(std::span<const NoisyBlock> blocks, std::span<const std::uint32_t> sigma_squared) {
    if (blocks.size() != sigma_squared.size())
        return fail(Fault::internal, "the variances are not one for each released table");
    for (std::size_t i = 0; i < blocks.size(); ++i)
        if (sigma_squared[i] < kSigmaSquaredMin || sigma_squared[i] > kSigmaSquaredMax)
            return fail(Fault::refused, "a table has noise of a variance outside 4 to 1048576", std::to_string(i));
    const auto exact = [](const NoisyBlock& block, std::uint32_t variance) {
        return Rational::make(block.delta_squared, std::uint64_t{2} * variance);
    };
    if (auto total = sum(blocks, sigma_squared, exact)) return total;
    return sum(blocks, sigma_squared, rounded_up);
}

}  // namespace tacit::dp
