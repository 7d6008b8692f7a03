#include "schemas/release/stats/compare.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "schemas/release/stats/bases.h"
#include "schemas/release/stats/tables.h"

namespace tacit::release {
namespace {

struct Measured {
    Fraction fraction;
    double value = 0;
    double variance = 0;  // noise and sampling
};
std::optional<Measured> measure(const Estimates& estimates, const ShareOf& share) {
    const Fraction f = estimates.fraction(share.num, share.den);
    if (!base_is_publishable(f.den, f.var_den)) return std::nullopt;
    return Measured{f, f.num / f.den, share_variance(f)};
}

// Of the noise in num/den − num'/den', the part that both shares have.
double shared_noise(const Estimates& estimates, const ShareOf& a, const Measured& of_a, const ShareOf& b,
                    const Measured& of_b) {
    const double noise = estimates.covariance(a.num, b.num) - of_b.value * estimates.covariance(a.num, b.den) -
                         of_a.value * estimates.covariance(a.den, b.num) +
                         of_a.value * of_b.value * estimates.covariance(a.den, b.den);
    return noise / (of_a.fraction.den * of_b.fraction.den);
}

Estimate symmetric(double value, double variance) {
    const double error = std::sqrt(std::max(0.0, variance));
    return {value, error, {value - kZ95 * error, value + kZ95 * error}};
}

class Comparer {
public:
    Comparer(const survey::Survey& survey, const survey::Compiled& compiled, const Estimates& estimates,
             const Options& options)
        : survey_(survey), compiled_(compiled), estimates_(estimates), options_(options) {}

    std::vector<Comparison> run() {
        for (const Contrast& contrast : options_.primary) declared(contrast);
        correct();
        for (const survey::CompiledTable& table : compiled_.tables)
            if (table.kind == survey::TableKind::cross && table.sums_to_reports) explore(table);
        return std::move(result_);
    }

private:
    std::optional<Comparison> compare(const survey::CompiledTable& table, std::size_t column, std::size_t row,
                                      std::size_t other) const {
        const auto base = row_amount(survey_, table, row, true);
        const auto other_base = row_amount(survey_, table, other, true);
        if (!base || !other_base) return std::nullopt;
        const Layout grid = layout(table);
        const ShareOf a{Amount::cell(table.first_cell + grid.cell(row, column)), *base};
        const ShareOf b{Amount::cell(table.first_cell + grid.cell(other, column)), *other_base};
        Comparison comparison;
        comparison.table = table.id;
        comparison.column = table.axes.back().codes[column];
        comparison.row = row_code(table, row);
        comparison.other = row_code(table, other);
        comparison.difference = difference(estimates_, a, b);
        if (!comparison.difference) {
            comparison.status = Status::withheld;
            comparison.reason = Reason::base_too_small;
            return comparison;
        }
        comparison.ratio = risk_ratio(estimates_, a, b);
        const double larger = std::max(estimates_.value(a.num) / estimates_.value(a.den),
                                       estimates_.value(b.num) / estimates_.value(b.den));
        if (kZ95 * comparison.difference->error > kImprecise * larger) {
            comparison.status = Status::unreliable;
            comparison.reason = Reason::imprecise;
        }
        return comparison;
    }

    // Names were checked when the options were read; a name that is none gives a comparison that is not measurable.
    void declared(const Contrast& contrast) {
        Comparison comparison{contrast.table, contrast.column, contrast.row, contrast.other};
        comparison.status = Status::withheld;
        comparison.reason = Reason::not_measurable;
        for (const survey::CompiledTable& table : compiled_.tables) {
            if (table.id != contrast.table || table.kind != survey::TableKind::cross) continue;
            const Layout grid = layout(table);
            std::optional<std::size_t> row, other, column;
            for (std::size_t r = 0; r < grid.rows; ++r) {
                if (row_code(table, r) == contrast.row) row = r;
                if (row_code(table, r) == contrast.other) other = r;
            }
            for (std::size_t c = 0; c < grid.columns; ++c)
                if (table.axes.back().codes[c] == contrast.column) column = c;
            if (!row || !other || !column) continue;
            if (auto found = compare(table, *column, *row, *other)) comparison = *std::move(found);
        }
        comparison.primary = true;
        if (comparison.difference && comparison.difference->error > 0)
            comparison.p = two_sided_p(comparison.difference->value / comparison.difference->error);
        result_.push_back(std::move(comparison));
    }

    // Over all declared contrasts: one that could not be measured keeps its place in the count, with p = 1.
    void correct() {
        std::vector<double> p;
        for (const Comparison& comparison : result_) p.push_back(comparison.p.value_or(1));
        const std::vector<double> corrected = holm(p);
        for (std::size_t i = 0; i < result_.size(); ++i)
            if (result_[i].p) result_[i].p_holm = corrected[i];
    }

    void explore(const survey::CompiledTable& table) {
        const Layout grid = layout(table);
        const Missing missing = missing_levels(survey_, table.axes.back());
        std::vector<std::size_t> rows;
        for (std::size_t row = 0; row < grid.rows; ++row) {
            const auto base = row_amount(survey_, table, row, true);
            if (base && !is_missing(table, row) &&
                base_is_publishable(estimates_.value(*base), estimates_.variance(*base)))
                rows.push_back(row);
        }
        const std::size_t inner = table.axes.size() > 2 ? table.axes[1].codes.size() : grid.rows;
        for (std::size_t i = 0; i < rows.size(); ++i)
            for (std::size_t j = i + 1; j < rows.size(); ++j) {
                if (rows[i] / inner != rows[j] / inner && rows[i] % inner != rows[j] % inner) continue;
                for (std::size_t column = 0; column < grid.columns; ++column) {
                    if (missing.level[column] || is_declared(table, column, rows[i], rows[j])) continue;
                    if (auto found = compare(table, column, rows[i], rows[j])) result_.push_back(*std::move(found));
                }
            }
    }

    bool is_missing(const survey::CompiledTable& table, std::size_t row) const {
        for (std::size_t axis = 0; axis + 1 < table.axes.size(); ++axis) {
            const std::size_t level = level_of(table, row * table.axes.back().codes.size(), axis);
            if (missing_levels(survey_, table.axes[axis]).level[level]) return true;
        }
        return false;
    }

    bool is_declared(const survey::CompiledTable& table, std::size_t column, std::size_t row, std::size_t other) const {
        const std::string a = row_code(table, row);
        const std::string b = row_code(table, other);
        return std::any_of(options_.primary.begin(), options_.primary.end(), [&](const Contrast& contrast) {
            return contrast.table == table.id && contrast.column == table.axes.back().codes[column] &&
                   ((contrast.row == a && contrast.other == b) || (contrast.row == b && contrast.other == a));
        });
    }

    const survey::Survey& survey_;
    const survey::Compiled& compiled_;
    const Estimates& estimates_;
    const Options& options_;
    std::vector<Comparison> result_;
};

}  // namespace

std::optional<Estimate> difference(const Estimates& estimates, const ShareOf& a, const ShareOf& b) {
    const std::array both{a, b};
    const std::array weights{1.0, -1.0};
    return weighted_sum(estimates, both, weights);
}

std::optional<Estimate> weighted_sum(const Estimates& estimates, std::span<const ShareOf> shares,
                                     std::span<const double> weights) {
    std::vector<Measured> measured;
    double value = 0;
    double variance = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const auto found = measure(estimates, shares[i]);
        if (!found) return std::nullopt;
        measured.push_back(*found);
        value += weights[i] * found->value;
        variance += weights[i] * weights[i] * found->variance;
        for (std::size_t j = 0; j < i; ++j)
            variance +=
                2 * weights[i] * weights[j] * shared_noise(estimates, shares[i], *found, shares[j], measured[j]);
    }
    return symmetric(value, variance);
}

std::optional<Estimate> risk_ratio(const Estimates& estimates, const ShareOf& a, const ShareOf& b) {
    const auto of_a = measure(estimates, a);
    const auto of_b = measure(estimates, b);
    if (!of_a || !of_b) return std::nullopt;
    const auto clear = [](const Measured& m) {
        return m.value > 0 && m.value >= kRatioInErrors * std::sqrt(m.variance);
    };
    if (!clear(*of_a) || !clear(*of_b)) return std::nullopt;
    const double variance = of_a->variance / (of_a->value * of_a->value) +
                            of_b->variance / (of_b->value * of_b->value) -
                            2 * shared_noise(estimates, a, *of_a, b, *of_b) / (of_a->value * of_b->value);
    const double error = std::sqrt(std::max(0.0, variance));  // of the logarithm
    const double ratio = of_a->value / of_b->value;
    return Estimate{ratio, ratio * error, {ratio * std::exp(-kZ95 * error), ratio * std::exp(kZ95 * error)}};
}

std::vector<Comparison> comparisons(const survey::Survey& survey, const survey::Compiled& compiled,
                                    const Estimates& estimates, const Options& options) {
    return Comparer(survey, compiled, estimates, options).run();
}

std::vector<double> holm(std::span<const double> p) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    std::vector<double> corrected(p.size());
    double so_far = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        so_far = std::max(so_far, std::min(1.0, static_cast<double>(p.size() - i) * p[order[i]]));
        corrected[order[i]] = so_far;
    }
    return corrected;
}

double two_sided_p(double z) { return std::erfc(std::abs(z) / std::sqrt(2.0)); }

}  // namespace tacit::release
