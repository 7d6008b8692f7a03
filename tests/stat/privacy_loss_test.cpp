// The guarantee itself, computed from the table that makes the noise: for every shift d of a cell, the Rényi divergence
// between the noise and the shifted noise is at most α·d²/(2σ²), which is what the accountant adds up.
//
// Outside the table the shifted distributions have probability below 2^-128 per value; those values are left out of the
// sums, as the sampler's own error term says. The rest is exact up to long double rounding, hence the factor 1 + 1e-9.
#include <gtest/gtest.h>

#include <cmath>

#include "crypto/dp/gaussian_table.h"

namespace tacit::dp {
namespace {

using Real = long double;

// P(X = x) for x = -last … last, as the thresholds of the table give it.
std::vector<Real> probabilities(const GaussianTable& table) {
    const auto thresholds = table.thresholds();
    const auto units = [](u128 n) { return std::ldexp(static_cast<Real>(n), -128); };
    std::vector<Real> of_size = {units(thresholds[0])};
    for (std::size_t k = 1; k < thresholds.size(); ++k) of_size.push_back(units(thresholds[k] - thresholds[k - 1]));
    std::vector<Real> all;
    for (std::size_t k = of_size.size() - 1; k > 0; --k) all.push_back(of_size[k] / 2);
    all.push_back(of_size[0]);
    for (std::size_t k = 1; k < of_size.size(); ++k) all.push_back(of_size[k] / 2);
    return all;
}

// D_α(X + shift ‖ X) over the values that both can take.
Real renyi(const std::vector<Real>& p, std::size_t shift, Real alpha) {
    Real sum = 0;
    for (std::size_t i = shift; i < p.size(); ++i)
        if (p[i] > 0 && p[i - shift] > 0) sum += std::pow(p[i - shift], alpha) * std::pow(p[i], 1 - alpha);
    return std::log(sum) / (alpha - 1);
}

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
