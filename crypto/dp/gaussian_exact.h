// The exact discrete Gaussian by rejection (Canonne, Kamath and Steinke 2020, algorithms 1 to 3), in 64-bit integers
// only. Its time depends on the sample, so it makes no noise in the product: it is what the production sampler is
// measured against.
//
// With an integer variance σ² all probabilities are fractions of integers: nothing is divided, nothing is rounded.
#pragma once
#include <bit>
#include <cstdint>
#include <optional>

#include "crypto/base/check.h"
#include "crypto/base/random.h"

namespace tacit::dp {

inline constexpr std::uint32_t kExactSigmaSquaredMax = 1u << 22;  // up to here no product below exceeds 64 bits

// The steps over what Self provides: `bool coin(a, n)`, true with probability a/n for a ≤ n, and `uint64_t below(n)`,
// uniform in 0 … n-1. Each step reaches the next one through Self, so that a test can put a known distribution in its
// place.
template <class Self>
class ExactSteps {
public:
    // True with probability exp(-a/b) for a ≤ b: the parity of the first failure in von Neumann's alternating series.
    bool exp_minus_unit(std::uint64_t a, std::uint64_t b) {
        std::uint64_t k = 1;
        while (self().coin(a, times(b, k))) ++k;
        return k % 2 == 1;
    }

    // True with probability exp(-a/b).
    bool exp_minus(std::uint64_t a, std::uint64_t b) {
        for (; a > b; a -= b)
            if (!self().exp_minus_unit(1, 1)) return false;
        return self().exp_minus_unit(a, b);
    }

    // One try at P(y) proportional to exp(-|y|/t); on nothing, try again.
    std::optional<std::int64_t> laplace_try(std::uint64_t t) {
        const std::uint64_t low = self().below(t);
        if (!self().exp_minus(low, t)) return std::nullopt;
        std::uint64_t high = 0;
        while (self().exp_minus(1, 1)) ++high;
        const std::uint64_t size = low + times(high, t);
        const bool negative = self().coin(1, 2);
        if (negative && size == 0) return std::nullopt;  // zero must not be reached twice
        return negative ? -static_cast<std::int64_t>(size) : static_cast<std::int64_t>(size);
    }

    std::int64_t laplace(std::uint64_t t) {
        for (;;)
            if (const auto y = self().laplace_try(t)) return *y;
    }

    // One try at P(x) proportional to exp(-x²/(2σ²)): a Laplace sample y of scale t = ⌊σ⌋ + 1, kept with probability
    // exp(-(|y|t - σ²)²/(2σ²t²)).
    std::optional<std::int64_t> gaussian_try(std::uint64_t sigma_squared) {
        std::uint64_t t = 1;
        while (t * t <= sigma_squared) ++t;
        const std::int64_t y = self().laplace(t);
        const std::uint64_t reach = times(static_cast<std::uint64_t>(y < 0 ? -y : y), t);
        const std::uint64_t off = reach > sigma_squared ? reach - sigma_squared : sigma_squared - reach;
        if (!self().exp_minus(times(off, off), times(2 * sigma_squared, t * t))) return std::nullopt;
        return y;
    }

    std::int64_t gaussian(std::uint64_t sigma_squared) {
        for (;;)
            if (const auto x = self().gaussian_try(sigma_squared)) return *x;
    }

private:
    Self& self() { return static_cast<Self&>(*this); }

    // Ends the process rather than wrap; with the bound above that takes |y| ≥ 700t, which has probability exp(-700).
    static std::uint64_t times(std::uint64_t a, std::uint64_t b) {
        std::uint64_t product = 0;
        TACIT_ASSERT(!__builtin_mul_overflow(a, b, &product));
        return product;
    }
};

// The steps over a source of random bytes.
class ExactSampler final : public ExactSteps<ExactSampler> {
public:
    explicit ExactSampler(Random& random) : random_(random) {}

    bool coin(std::uint64_t a, std::uint64_t n) { return below(n) < a; }
    // By rejection of masked words: never a remainder, which would prefer small numbers.
    std::uint64_t below(std::uint64_t n);

private:
    Random& random_;
};

// 1 ≤ σ² ≤ 2^22 (asserted).
std::int64_t sample_exact(Random& random, std::uint32_t sigma_squared);

}  // namespace tacit::dp
