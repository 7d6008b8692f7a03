#include "schemas/release/stats/gls.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "crypto/base/check.h"

namespace tacit::release {
namespace {

// An equation that follows from the earlier ones has no variance left; this much of what it began with counts as none.
constexpr double kFollows = 1e-9;

// Which level of an axis each cell of the question or derived item below it belongs to.
std::vector<std::size_t> levels_of_cells(const survey::Survey& survey, const survey::Axis& axis) {
    std::vector<std::size_t> level(survey::cell_count(survey, axis.base));
    if (axis.source == axis.base) {
        std::iota(level.begin(), level.end(), std::size_t{0});
    } else {
        const auto& levels = survey.groups[axis.source.index].levels;
        for (std::size_t i = 0; i < levels.size(); ++i)
            for (const std::uint16_t cell : levels[i].cells) level[cell] = i;
    }
    return level;
}

// The finest levels that two groupings of the same cells can both form: for each level of `a` and of `b`, its class.
struct CommonLevels {
    std::vector<std::size_t> of_a, of_b;
    std::size_t count = 0;
};
CommonLevels common_levels(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
    const std::size_t levels_a = 1 + *std::max_element(a.begin(), a.end());
    const std::size_t levels_b = 1 + *std::max_element(b.begin(), b.end());
    std::vector<std::size_t> parent(levels_a + levels_b);
    std::iota(parent.begin(), parent.end(), std::size_t{0});
    const auto root = [&](std::size_t i) {
        while (parent[i] != i) i = parent[i];
        return i;
    };
    for (std::size_t cell = 0; cell < a.size(); ++cell) parent[root(levels_a + b[cell])] = root(a[cell]);
    CommonLevels common;
    std::map<std::size_t, std::size_t> numbers;
    const auto number = [&](std::size_t i) { return numbers.try_emplace(root(i), numbers.size()).first->second; };
    for (std::size_t i = 0; i < levels_a; ++i) common.of_a.push_back(number(i));
    for (std::size_t i = 0; i < levels_b; ++i) common.of_b.push_back(number(levels_a + i));
    common.count = numbers.size();
    return common;
}

// For each cell of a table, its class where some of its axes are put together as `classes` says and the others summed
// over.
struct MarginOver {
    std::size_t axis;
    std::vector<std::size_t> classes;  // per level of the axis
    std::size_t count;
};
std::vector<std::size_t> classes_of_cells(const survey::CompiledTable& table, const std::vector<MarginOver>& margins) {
    std::vector<std::size_t> result(table.cell_count);
    for (std::size_t cell = 0; cell < table.cell_count; ++cell) {
        std::vector<std::size_t> level(table.axes.size());
        std::size_t left = cell;
        for (std::size_t i = table.axes.size(); i-- > 0;) {
            level[i] = left % table.axes[i].codes.size();
            left /= table.axes[i].codes.size();
        }
        for (const MarginOver& margin : margins)
            result[cell] = result[cell] * margin.count + margin.classes[level[margin.axis]];
    }
    return result;
}

// That two tables agree wherever they count the same.
std::vector<Equation> agreement(const survey::Survey& survey, const survey::CompiledTable& a,
                                const survey::CompiledTable& b) {
    std::vector<MarginOver> margins_a, margins_b;
    std::size_t count = 1;
    std::vector<bool> used(b.axes.size());
    for (std::size_t i = 0; i < a.axes.size(); ++i)
        for (std::size_t j = 0; j < b.axes.size(); ++j) {
            if (used[j] || !(a.axes[i].base == b.axes[j].base)) continue;
            used[j] = true;
            CommonLevels common = common_levels(levels_of_cells(survey, a.axes[i]), levels_of_cells(survey, b.axes[j]));
            count *= common.count;
            margins_a.push_back({i, std::move(common.of_a), common.count});
            margins_b.push_back({j, std::move(common.of_b), common.count});
            break;
        }
    std::vector<Equation> equations(count);
    const auto add = [&](const survey::CompiledTable& table, const std::vector<MarginOver>& margins, int sign) {
        const auto classes = classes_of_cells(table, margins);
        for (std::size_t cell = 0; cell < table.cell_count; ++cell)
            equations[classes[cell]].terms.push_back({table.first_cell + cell, sign});
    };
    add(a, margins_a, 1);
    add(b, margins_b, -1);
    return equations;
}

}  // namespace

Linear& Linear::add(std::size_t cell, double coefficient) {
    terms.push_back({cell, coefficient});
    return *this;
}

Linear& Linear::add(const Linear& other, double coefficient) {
    for (const Term& term : other.terms) terms.push_back({term.cell, coefficient * term.coefficient});
    return *this;
}

Adjustment::Adjustment(const survey::Survey& survey, const survey::Compiled& compiled)
    : position_(compiled.output_size, kNone), variance_(compiled.output_size) {
    std::vector<const survey::CompiledTable*> tables;
    for (const survey::CompiledTable& table : compiled.tables) {
        for (std::size_t cell = 0; cell < table.cell_count; ++cell)
            variance_[table.first_cell + cell] = 2.0 * table.sigma_squared;
        if (!table.sums_to_reports || cells_.size() + table.cell_count > kCellsMax) continue;
        tables.push_back(&table);
        for (std::size_t cell = table.first_cell; cell < table.first_cell + table.cell_count; ++cell) {
            position_[cell] = cells_.size();
            cells_.push_back(cell);
        }
    }
    covariance_.resize(cells_.size() * cells_.size());
    for (std::size_t i = 0; i < cells_.size(); ++i) entry(i, i) = variance_[cells_[i]];
    for (std::size_t b = 1; b < tables.size(); ++b)
        for (std::size_t a = 0; a < b; ++a)
            for (const Equation& equation : agreement(survey, *tables[a], *tables[b])) impose(equation);
    weigh_count(compiled);
}

// Conditions the cells on one more equation: a scalar step of the Kalman filter without noise of its own.
void Adjustment::impose(const Equation& equation) {
    double before = 0;
    double variance = 0;
    for (const Equation::Term& term : equation.terms) {
        before += variance_[term.cell];
        for (const Equation::Term& other : equation.terms)
            variance += term.coefficient * other.coefficient * entry(position_[term.cell], position_[other.cell]);
    }
    if (variance <= kFollows * before) return;
    std::vector<double> with(cells_.size());  // Cov(cell, residual of the equation)
    for (const Equation::Term& term : equation.terms) {
        const double* row = &covariance_[position_[term.cell] * cells_.size()];
        for (std::size_t i = 0; i < with.size(); ++i) with[i] += term.coefficient * row[i];
    }
    for (std::size_t i = 0; i < with.size(); ++i) {
        const double gain = with[i] / variance;
        if (gain == 0) continue;
        for (std::size_t j = 0; j < with.size(); ++j) entry(i, j) -= gain * with[j];
    }
    for (double& value : with) value /= variance;
    gains_.push_back(std::move(with));
    equations_.push_back(equation);
}

void Adjustment::weigh_count(const survey::Compiled& compiled) {
    count_weights_.resize(compiled.output_size);
    count_covariance_.resize(compiled.output_size);
    double weights = 0;
    for (const survey::CompiledTable& table : compiled.tables) {
        if (!table.sums_to_reports) continue;
        const double weight = 1.0 / (2.0 * table.sigma_squared * static_cast<double>(table.cell_count));
        weights += weight;
        for (std::size_t cell = 0; cell < table.cell_count; ++cell) count_weights_[table.first_cell + cell] = weight;
    }
    if (weights == 0) return;
    for (double& weight : count_weights_) weight /= weights;
    count_variance_ = 1 / weights;
    // Of an adjusted cell x and a measured one y: Cov(x, y) = Cov(x, adjusted y), because adjusting is a projection.
    for (std::size_t cell = 0; cell < count_weights_.size(); ++cell) {
        if (!takes_part(cell)) {
            count_covariance_[cell] = variance_[cell] * count_weights_[cell];
            continue;
        }
        for (std::size_t j = 0; j < cells_.size(); ++j)
            count_covariance_[cell] += entry(position_[cell], j) * count_weights_[cells_[j]];
    }
}

std::vector<double> Adjustment::apply(std::span<const std::int64_t> totals) const {
    TACIT_ASSERT(totals.size() == position_.size());
    std::vector<double> adjusted(totals.begin(), totals.end());
    for (std::size_t e = 0; e < equations_.size(); ++e) {
        double residual = 0;
        for (const Equation::Term& term : equations_[e].terms) residual += term.coefficient * adjusted[term.cell];
        for (std::size_t i = 0; i < cells_.size(); ++i) adjusted[cells_[i]] -= gains_[e][i] * residual;
    }
    return adjusted;
}

double Adjustment::covariance(std::size_t cell, std::size_t other) const {
    if (takes_part(cell) && takes_part(other)) return entry(position_[cell], position_[other]);
    return cell == other ? variance_[cell] : 0;
}

double Adjustment::covariance(const Linear& a, const Linear& b) const {
    double sum = 0;
    for (const Linear::Term& x : a.terms)
        for (const Linear::Term& y : b.terms) sum += x.coefficient * y.coefficient * covariance(x.cell, y.cell);
    return sum;
}

double Adjustment::count(std::span<const std::int64_t> totals) const {
    double sum = 0;
    for (std::size_t cell = 0; cell < totals.size(); ++cell)
        sum += count_weights_[cell] * static_cast<double>(totals[cell]);
    return sum;
}

double Adjustment::count_covariance(const Linear& a) const {
    double sum = 0;
    for (const Linear::Term& term : a.terms) sum += term.coefficient * count_covariance_[term.cell];
    return sum;
}

}  // namespace tacit::release
