#include "crypto/dp/epsilon.h"

#include <cmath>

#include "crypto/base/check.h"

namespace tacit::dp {
namespace {

#ifdef __wasm__
using Real = double;  // a long double is computed bit by bit there, by functions that are no more exact
#else
using Real = long double;
#endif

// Far above the error of the functions below, far below what is printed.
constexpr Real kMargin = static_cast<Real>(1e-6L);

Real real(const Rational& rational) {
    return static_cast<Real>(rational.numerator()) / static_cast<Real>(rational.denominator());
}

// The least value of a function of α > 1 with a single minimum, searched over log(α − 1). Proposition 12 holds for
// every α, so a search that stops early gives a weaker bound, never a wrong one.
template <class Function>
Real least_over_alpha(Function function) {
    Real low = -50;
    Real high = 50;
    for (int step = 0; step < 300; ++step) {
        const Real left = low + (high - low) / 3;
        const Real right = high - (high - low) / 3;
        if (function(1 + std::exp(left)) < function(1 + std::exp(right)))
            high = right;
        else
            low = left;
    }
    return function(1 + std::exp(low));
}

// log(1 − 1/α) for α > 1, accurate also for large α.
Real log_one_minus_inverse(Real alpha) { return std::log1p(-1 / alpha); }

double round_up(Real value, Real decimals) {
    return static_cast<double>(std::ceil((value + kMargin) * decimals) / decimals);
}

}  // namespace

double epsilon_upper(const Rational& rho, double delta) {
    TACIT_ASSERT(delta > 0 && delta < 1);
    const Real r = real(rho);
    const Real least = least_over_alpha([&](Real alpha) {
        return alpha * r + (-std::log(static_cast<Real>(delta)) - std::log(alpha)) / (alpha - 1) +
               log_one_minus_inverse(alpha);
    });
    return round_up(std::max(least, Real{0}), 100);
}

double delta_upper(const Rational& rho, double epsilon) {
    const Real r = real(rho);
    const Real least = least_over_alpha([&](Real alpha) {
        return (alpha - 1) * (alpha * r - static_cast<Real>(epsilon)) - std::log(alpha - 1) +
               alpha * log_one_minus_inverse(alpha);
    });
    return static_cast<double>(std::min(std::exp(least), Real{1}));
}

double guess_upper(const Rational& rho) {
    const Real distance = std::sqrt(2 * real(rho)) / 2;  // Φ(x) = erfc(−x/√2)/2
    return std::fmin(round_up(std::erfc(-distance / std::sqrt(Real{2})) / 2, 1000), 1.0);
}

}  // namespace tacit::dp
