#include "schemas/release/stats/interval.h"

#include <algorithm>
#include <cmath>

namespace tacit::release {
namespace {

// The roots of (num − p·den)² = z²·(m·p(1 − p) + Var(e_num − p·e_den)), where they exist and enclose what is in
// between.
std::optional<Interval> roots(const Fraction& f, double z) {
    const double m = std::max(f.den, 1.0);
    const double a = f.den * f.den + z * z * (m - f.var_den);
    const double b = -2 * f.num * f.den - z * z * (m - 2 * f.cov);
    const double c = f.num * f.num - z * z * f.var_num;
    const double discriminant = b * b - 4 * a * c;
    if (!(a > 0) || !(discriminant >= 0)) return std::nullopt;
    const double root = std::sqrt(discriminant);
    return Interval{(-b - root) / (2 * a), (-b + root) / (2 * a)};
}

// The share of the others in the same base.
Fraction rest(const Fraction& f) {
    return {f.den - f.num, f.den, f.var_den - 2 * f.cov + f.var_num, f.var_den, f.var_den - f.cov};
}

// What a share of nothing could still be: the upper root at num = 0.
std::optional<double> reach_of_zero(Fraction f, double z) {
    f.num = 0;
    const auto found = roots(f, z);
    if (!found) return std::nullopt;
    return std::clamp(found->high, 0.0, 1.0);
}

std::optional<ShareInterval> within_range(const Fraction& f, double z) {
    ShareInterval share;
    share.value = f.num / f.den;
    const auto found = roots(f, z);
    if (found && found->high >= 0 && found->low <= 1) {
        share.interval = {std::max(found->low, 0.0), std::min(found->high, 1.0)};
        return share;
    }
    share.at_edge = true;
    const bool below = share.value < 0;
    const auto reach = reach_of_zero(below ? f : rest(f), z);
    if (!reach) return std::nullopt;
    share.interval = below ? Interval{0, *reach} : Interval{1 - *reach, 1};
    return share;
}

}  // namespace

bool base_is_publishable(double base, double var_base) {
    return base > 0 && base >= kBaseInNoiseSds * std::sqrt(var_base);
}

std::optional<Interval> fieller(const Fraction& fraction, double z) { return roots(fraction, z); }

std::optional<ShareInterval> share_interval(const Fraction& fraction, double z) {
    if (!base_is_publishable(fraction.den, fraction.var_den)) return std::nullopt;
    return within_range(fraction, z);
}

std::optional<ShareInterval> wilson_noisy(double y, double n, double v, double z) {
    return share_interval({y, n, v, 0, 0}, z);
}

std::optional<ShareInterval> share_in_row(double cell, double row, double v, double b, double z) {
    return share_interval({cell, row, v, v * b, v}, z);
}

double share_variance(const Fraction& f) {
    const double q = std::clamp(f.num / f.den, 0.0, 1.0);
    const double noise = f.var_num - 2 * q * f.cov + q * q * f.var_den;
    return (q * (1 - q) * std::max(f.den, 1.0) + std::max(noise, 0.0)) / (f.den * f.den);
}

}  // namespace tacit::release
