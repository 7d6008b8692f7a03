// The guarantee itself, computed from the table that makes the noise: for every shift d of a cell, the Rényi divergence
// between the noise and the shifted noise is at most α·d²/(2σ²), which is what the accountant adds up.
//
// Outside the table the shifted distributions have probability below 2^-128 per value; those values are left out of the
// sums, as the sampler's own error term says. The rest is exact up to long double rounding, hence the factor 1 + 1e-9.
#include <gtest/gtest.h>

#include "tests/stat/noise_distribution.h"

namespace tacit::dp {
namespace {

using test::probabilities;
using test::Real;
using test::renyi;

constexpr std::array kAlphas = {1.5L, 2.0L, 4.0L, 8.0L};

TEST(PrivacyLoss, OfEveryShiftIsWhatTheAccountantCharges) {
    for (const std::uint32_t variance : {4u, 16u, 22u, 88u, 400u}) {
        const std::vector<Real> p = probabilities(GaussianTable(variance));
        for (const std::size_t shift : {1u, 2u, 3u, 6u}) {
            const Real rho = static_cast<Real>(shift * shift) / (2 * static_cast<Real>(variance));
            for (const Real alpha : kAlphas) {
                // For large shifts of little noise the sum lives in the far tail, where a table entry is a few units of
                // 2^-128.
                if (alpha * static_cast<Real>(shift) > 3.5L * std::sqrt(static_cast<Real>(variance))) continue;
                EXPECT_LE(renyi(p, shift, alpha), alpha * rho * (1 + 1e-9L))
                    << variance << ' ' << shift << ' ' << alpha;
                EXPECT_GE(renyi(p, shift, alpha), alpha * rho * (1 - 1e-2L))
                    << variance << ' ' << shift << ' ' << alpha;
            }
        }
    }
}

// The control: somebody who charges for σ where σ² was meant, or draws with a slightly smaller variance, is seen.
TEST(PrivacyLoss, OfTooLittleNoiseIsSeen) {
    const std::vector<Real> less = probabilities(GaussianTable(21));
    const std::vector<Real> of_root = probabilities(GaussianTable(4));

    EXPECT_GT(renyi(less, 1, 2), 2 * (1 / (2 * 22.0L)) * (1 + 1e-9L));
    EXPECT_GT(renyi(of_root, 1, 2), 2 * (1 / (2 * 16.0L)) * (1 + 1e-9L));
}

}  // namespace
}  // namespace tacit::dp
