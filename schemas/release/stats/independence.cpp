#include "schemas/release/stats/independence.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "schemas/release/stats/bases.h"

namespace tacit::release {
namespace {

// Repeatable numbers for replicates of what is already published. SplitMix64; nothing secret depends on it.
class Replicator {
public:
    explicit Replicator(std::uint64_t seed) : state_(seed) {}

    double uniform() {  // in (0, 1)
        state_ += 0x9E3779B97F4A7C15;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (static_cast<double>(z >> 11) + 0.5) * 0x1.0p-53;
    }
    double normal() {  // Box and Muller
        if (spare_) {
            spare_ = false;
            return second_;
        }
        const double radius = std::sqrt(-2 * std::log(uniform()));
        const double angle = 2 * std::numbers::pi * uniform();
        second_ = radius * std::sin(angle);
        spare_ = true;
        return radius * std::cos(angle);
    }
    // Poisson; from 30 on the normal, whose difference is far below the noise that is added to it.
    double people(double expected) {
        if (expected >= 30) return std::max(0.0, std::round(expected + std::sqrt(expected) * normal()));
        const double stop = std::exp(-expected);
        double product = uniform();
        double count = 0;
        while (product > stop) {
            product *= uniform();
            ++count;
        }
        return count;
    }

private:
    std::uint64_t state_;
    double second_ = 0;
    bool spare_ = false;
};

struct Fit {
    std::vector<double> expected;
    double statistic = 0;
};
Fit fit(std::span<const double> cells, std::size_t columns, double variance) {
    const std::size_t rows = cells.size() / columns;
    std::vector<double> row(rows), column(columns);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        row[i / columns] += cells[i];
        column[i % columns] += cells[i];
    }
    for (double& value : row) value = std::max(value, 0.0);
    double across = 0;
    for (double& value : column) across += value = std::max(value, 0.0);
    Fit result{std::vector<double>(cells.size()), 0};
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (across > 0) result.expected[i] = row[i / columns] * column[i % columns] / across;
        const double off = cells[i] - result.expected[i];
        result.statistic += off * off / std::max(result.expected[i] + variance, 1.0);
    }
    return result;
}

}  // namespace

Independence test_independence(std::span<const double> cells, std::size_t columns, double variance, unsigned replicates,
                               std::uint64_t seed) {
    const Fit observed = fit(cells, columns, variance);
    Replicator random(seed);
    std::vector<double> replicate(cells.size());
    unsigned larger = 0;
    for (unsigned i = 0; i < replicates; ++i) {
        for (std::size_t cell = 0; cell < cells.size(); ++cell)
            replicate[cell] =
                random.people(observed.expected[cell]) + std::round(std::sqrt(variance) * random.normal());
        larger += fit(replicate, columns, variance).statistic >= observed.statistic;
    }
    return {observed.statistic, (1.0 + larger) / (1.0 + replicates), replicates};
}

std::optional<Independence> independence_of(const survey::Survey& survey, const survey::CompiledTable& table,
                                            std::span<const std::int64_t> cells, double variance, unsigned replicates,
                                            std::uint64_t seed) {
    if (table.kind != survey::TableKind::cross || table.axes.size() != 2 || !table.sums_to_reports || replicates == 0)
        return std::nullopt;
    const Missing rows = missing_levels(survey, table.axes[0]);
    const Missing columns = missing_levels(survey, table.axes[1]);
    std::vector<double> kept;
    for (std::size_t cell = 0; cell < cells.size(); ++cell)
        if (!rows.level[level_of(table, cell, 0)] && !columns.level[level_of(table, cell, 1)])
            kept.push_back(static_cast<double>(cells[cell]));
    const auto width = static_cast<std::size_t>(std::count(columns.level.begin(), columns.level.end(), false));
    if (width < 2 || kept.size() < 2 * width) return std::nullopt;
    return test_independence(kept, width, variance, replicates, seed);
}

}  // namespace tacit::release
