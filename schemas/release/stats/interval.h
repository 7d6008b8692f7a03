// Confidence intervals that contain the sampling error of the people who answered and the noise of both aggregators
// (design.md section 5; Wilson 1927, Fieller 1954). Floating point is at home here: everything below comes after the
// noise.
//
// A share or a mean is a fraction of two noisy numbers, so one solution serves all: the values p with
// (num − p·den)² ≤ z²·(sampling variance + Var(e_num − p·e_den)), e being the noise.
#pragma once
#include <optional>

namespace tacit::release {

inline constexpr double kZ95 = 1.959963984540054;  // of a two-sided 95 % interval
// A base is published from this many standard deviations of its own noise on.
inline constexpr double kBaseInNoiseSds = 4;
// A risk ratio is published where both shares are at least so many of their standard errors.
inline constexpr double kRatioInErrors = 3;

struct Interval {
    double low = 0;
    double high = 0;
    bool operator==(const Interval&) const = default;
};

// Two noisy numbers of which one is divided by the other, with the noise that is in both.
struct Fraction {
    double num = 0;
    double den = 0;
    double var_num = 0, var_den = 0, cov = 0;  // of the noise alone
};

struct ShareInterval {
    double value = 0;  // num/den, not clipped
    Interval interval;
    bool at_edge = false;  // both roots were outside [0, 1]: the interval is that of the edge, status U
};

// A share of a base. Nothing where the base is not clearly above its noise (den < 4·√var_den), or where the quadratic
// does not open upwards.
std::optional<ShareInterval> share_interval(const Fraction& fraction, double z = kZ95);
// The same without clipping to [0, 1] and without the rule of the edge: what differences are made of.
std::optional<Interval> fieller(const Fraction& fraction, double z = kZ95);
// A share of n people, n without noise: y of variance v. Nothing where n is not positive.
std::optional<ShareInterval> wilson_noisy(double y, double n, double v, double z = kZ95);
// A noisy cell of a row of b noisy cells with variance v each.
std::optional<ShareInterval> share_in_row(double cell, double row, double v, double b, double z = kZ95);

bool base_is_publishable(double base, double var_base);
// Var(num/den) with the sampling of den people, for differences and ratios.
double share_variance(const Fraction& fraction);

}  // namespace tacit::release
