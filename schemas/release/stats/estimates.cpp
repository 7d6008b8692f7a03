#include "schemas/release/stats/estimates.h"

#include <algorithm>
#include <cmath>

namespace tacit::release {
namespace {

constexpr double kRounding = 10;
constexpr double kRoundingVariance = kRounding * kRounding / 12;

}  // namespace

Estimates::Estimates(const Adjustment& adjustment, std::span<const std::int64_t> sums, std::size_t batches)
    : adjustment_(adjustment),
      sums_(sums.begin(), sums.end()),
      cells_(adjustment.apply(sums)),
      batches_(static_cast<double>(batches)) {
    const double tens = std::round(adjustment.count(sums) / kRounding);
    n_ = std::max<std::int64_t>(0, static_cast<std::int64_t>(tens) * static_cast<std::int64_t>(kRounding));
}

double Estimates::n_sd() const { return std::sqrt(variance(Amount::all())); }

double Estimates::value(const Amount& amount) const {
    double sum = amount.everybody * static_cast<double>(n_);
    for (const Linear::Term& term : amount.cells.terms) sum += term.coefficient * cells_[term.cell];
    return sum;
}

double Estimates::covariance(const Amount& a, const Amount& b) const {
    double noise = adjustment_.covariance(a.cells, b.cells);
    if (a.everybody != 0) noise += a.everybody * adjustment_.count_covariance(b.cells);
    if (b.everybody != 0) noise += b.everybody * adjustment_.count_covariance(a.cells);
    const double both = a.everybody * b.everybody;
    return batches_ * (noise + both * adjustment_.count_variance()) + both * kRoundingVariance;
}

Fraction Estimates::fraction(const Amount& num, const Amount& den) const {
    return {value(num), value(den), variance(num), variance(den), covariance(num, den)};
}

}  // namespace tacit::release
