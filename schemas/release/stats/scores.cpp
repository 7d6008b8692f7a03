#include "schemas/release/stats/scores.h"

#include <algorithm>
#include <cmath>

#include "schemas/release/stats/bases.h"

namespace tacit::release {
namespace {

// Mean and variance of a total that is in a band, were every total of the band as likely as another.
struct Within {
    double mean = 0, variance = 0;
};
Within within(const std::vector<std::uint16_t>& totals) {
    Within band;
    const auto count = static_cast<double>(totals.size());
    for (const std::uint16_t total : totals) band.mean += total / count;
    for (const std::uint16_t total : totals) band.variance += (total - band.mean) * (total - band.mean) / count;
    return band;
}

std::vector<std::uint16_t> totals_of_level(const survey::Survey& survey, const survey::Axis& axis, std::size_t level) {
    if (axis.source == axis.base) return {static_cast<std::uint16_t>(level)};
    return survey.groups[axis.source.index].levels[level].cells;
}

struct Spread {
    double variance = 0;
    bool is_bound = false;
};
// The variance of the score between people, from the bands; at most, and without a usable band exactly, M²/4.
Spread spread_of(const survey::Survey& survey, const Estimates& estimates, const Bands& bands,
                 const std::vector<Amount>& levels, const Missing& missing, double max) {
    const double bound = max * max / 4;
    double people = 0, sum = 0, squares = 0;
    for (std::size_t level = 0; level < levels.size(); ++level) {
        if (missing.level[level]) continue;
        const double count = std::max(0.0, estimates.value(levels[level]));
        const Within band = within(totals_of_level(survey, bands.table->axes[bands.axis], level));
        people += count;
        sum += count * band.mean;
        squares += count * (band.variance + band.mean * band.mean);
    }
    if (people <= 0) return {bound, true};
    const double mean = sum / people;
    const double variance = squares / people - mean * mean;
    if (!(variance > 0) || variance > bound) return {bound, true};
    return {variance, false};
}

}  // namespace

Bands bands_of(const survey::Survey& survey, const survey::Compiled& compiled, std::size_t question) {
    Bands best;
    for (const survey::CompiledTable& table : compiled.tables) {
        if (!table.sums_to_reports || (best.table != nullptr && best.table->sigma_squared <= table.sigma_squared))
            continue;
        for (std::size_t i = 0; i < table.axes.size(); ++i) {
            const bool of_score = table.axes[i].base == survey::Source{survey::Source::Kind::question, question};
            if (of_score && !missing_levels(survey, table.axes[i]).mixed) best = {&table, i};
        }
    }
    return best;
}

Mean mean_of_score(const survey::Survey& survey, const survey::Compiled& compiled, const Estimates& estimates,
                   const survey::CompiledTable& sum) {
    const std::size_t question = sum.axes.front().base.index;
    const Bands bands = bands_of(survey, compiled, question);
    Mean mean;
    mean.status = Status::withheld;
    mean.reason = Reason::not_measurable;
    if (bands.table == nullptr) return mean;
    const survey::Axis& axis = bands.table->axes[bands.axis];
    const Missing missing = missing_levels(survey, axis);
    std::vector<Amount> levels(axis.codes.size());
    Amount answered;
    for (std::size_t cell = 0; cell < bands.table->cell_count; ++cell) {
        const std::size_t level = level_of(*bands.table, cell, bands.axis);
        levels[level].add(bands.table->first_cell + cell);
        if (!missing.level[level]) answered.add(bands.table->first_cell + cell);
    }
    const Fraction f = estimates.fraction(Amount::cell(sum.first_cell), answered);
    mean.answered = f.den;
    mean.reason = Reason::base_too_small;
    if (!base_is_publishable(f.den, f.var_den)) return mean;

    const double from_centre = f.num / f.den;
    const auto max = static_cast<double>(sum.cell_max - sum.cell_min);
    const double centre = -static_cast<double>(sum.cell_min);
    const Spread spread = spread_of(survey, estimates, bands, levels, missing, max);
    const auto reach_at = [&](double away) {
        const double noise = f.var_num + away * away * f.var_den - 2 * away * f.cov;
        return kZ95 * std::sqrt(spread.variance / f.den + noise / (f.den * f.den));
    };
    const double value = centre + from_centre;
    const double reach = reach_at(from_centre);
    mean.mean = Estimate{value, reach / kZ95, {value - reach, value + reach}};
    mean.sd = spread.is_bound ? 0 : std::sqrt(spread.variance);
    mean.sd_is_bound = spread.is_bound;
    mean.status = Status::normal;
    mean.reason = Reason::none;
    if (value + reach < 0 || value - reach > max) {  // never a false certainty, as with shares
        mean.mean->interval = value < 0 ? Interval{0, reach_at(-centre)} : Interval{max - reach_at(max - centre), max};
        mean.status = Status::unreliable;
        mean.reason = Reason::edge_of_range;
    } else if (reach > kImprecise * value) {
        mean.status = Status::unreliable;
        mean.reason = Reason::imprecise;
    }
    return mean;
}

}  // namespace tacit::release
