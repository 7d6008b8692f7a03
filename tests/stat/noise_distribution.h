// The distribution of one server's noise as its table makes it, and how far a shift of it can be told from it.
#pragma once
#include <cmath>
#include <vector>

#include "crypto/dp/gaussian_table.h"

namespace tacit::test {

using Real = long double;

// P(X = x) for x = -last … last, as the thresholds of the table give it.
inline std::vector<Real> probabilities(const dp::GaussianTable& table) {
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
inline Real renyi(const std::vector<Real>& p, std::size_t shift, Real alpha) {
    Real sum = 0;
    for (std::size_t i = shift; i < p.size(); ++i)
        if (p[i] > 0 && p[i - shift] > 0) sum += std::pow(p[i - shift], alpha) * std::pow(p[i], 1 - alpha);
    return std::log(sum) / (alpha - 1);
}

}  // namespace tacit::test
