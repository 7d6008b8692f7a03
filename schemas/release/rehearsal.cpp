#include "schemas/release/rehearsal.h"

#include <algorithm>
#include <cmath>

namespace tacit::release {
namespace {

constexpr double kPeopleMin = 15;
constexpr double kFound = 0.05;

struct Seen {
    FigureKind kind;
    double base = 0;  // of a share
    const Estimate* estimate = nullptr;
};

const Estimate* pointer(const std::optional<Estimate>& estimate) { return estimate ? &*estimate : nullptr; }

// Every figure of an analysis by name; its estimate is null where it is withheld.
template <class See>
void each_figure(const Results& results, See&& see) {
    const auto share = [&](FigureKind kind, const std::string& name, const Share& s) {
        see(name + " of " + std::string(code(s.base)), Seen{kind, s.base_size, pointer(s.estimate)});
    };
    for (const Table& table : results.tables) {
        for (const Cell& cell : table.cells)
            for (const Share& s : cell.shares) {
                const bool row = s.base == Base::row || s.base == Base::row_answered;
                share(row ? FigureKind::group_share : FigureKind::share,
                      table.id + ' ' + cell.name.row + '/' + cell.name.column, s);
            }
        for (const Line& line : table.rows)
            for (const Share& s : line.shares) share(FigureKind::share, table.id + " row " + line.code, s);
        for (const Line& line : table.columns)
            for (const Share& s : line.shares) share(FigureKind::share, table.id + " column " + line.code, s);
        if (table.mean) see(table.id, Seen{FigureKind::mean, 0, pointer(table.mean->mean)});
    }
    for (const Comparison& c : results.comparisons) {
        const std::string name = c.table + ' ' + c.row + '-' + c.other + ' ' + c.column;
        see(name, Seen{FigureKind::difference, 0, pointer(c.difference)});
        see(name + " ratio", Seen{FigureKind::ratio, 0, pointer(c.ratio)});
    }
    for (const Standardised& s : results.standardised) {
        const std::string name = s.table + ' ' + s.row + ' ' + s.column;
        see(name + " standardised", Seen{FigureKind::standardised, 0, pointer(s.standardised)});
        see(name + " crude", Seen{FigureKind::standardised, 0, pointer(s.crude)});
    }
    for (const Rate& rate : results.rates)
        for (const auto& of : rate.bases) share(FigureKind::rate, rate.id + ' ' + of.base, of.share);
}

FigureKind final_kind(const Figure& figure, std::size_t runs) {
    if (2 * figure.published < runs) return FigureKind::rarely_published;
    if (figure.kind != FigureKind::share && figure.kind != FigureKind::group_share) return figure.kind;
    if (figure.truth == 0) return FigureKind::true_zero;
    return figure.people < kPeopleMin ? FigureKind::small_share : figure.kind;
}

}  // namespace

std::string_view words(FigureKind kind) {
    switch (kind) {
        case FigureKind::share: return "shares";
        case FigureKind::group_share: return "group shares";
        case FigureKind::small_share: return "small shares";
        case FigureKind::true_zero: return "true zeros";
        case FigureKind::mean: return "means";
        case FigureKind::difference: return "differences";
        case FigureKind::ratio: return "risk ratios";
        case FigureKind::standardised: return "standardised";
        case FigureKind::rate: return "measured rates";
        case FigureKind::rarely_published: return "rarely published";
    }
    return "";
}

Rehearsal::Rehearsal(const Results& truth, double scale) {
    each_figure(truth, [&](const std::string& name, const Seen& seen) {
        if (seen.estimate == nullptr) return;
        // What was adjusted is a fraction of exact numbers: its zero is one up to rounding.
        const double value = std::abs(seen.estimate->value) < 1e-9 ? 0 : seen.estimate->value;
        if (!place_.emplace(name, figures_.size()).second) return;
        figures_.push_back({seen.kind, name, value, std::min(value, 1 - value) * seen.base * scale, 0, 0, 0, 0});
    });
    for (const Comparison& c : truth.comparisons)
        if (c.primary)
            power_.push_back({c.table, c.column, c.row, c.other, c.difference ? c.difference->value : 0, 0, 0});
}

void Rehearsal::add(const Results& run) {
    ++runs_;
    each_figure(run, [&](const std::string& name, const Seen& seen) {
        const auto found = place_.find(name);
        if (seen.estimate == nullptr || found == place_.end()) return;
        Figure& figure = figures_[found->second];
        const Interval& interval = seen.estimate->interval;
        ++figure.published;
        figure.held += interval.low <= figure.truth && figure.truth <= interval.high;
        figure.off += seen.estimate->value - figure.truth;
        figure.width += interval.high - interval.low;
    });
    std::size_t primary = 0;  // in the order in which they were declared
    for (const Comparison& c : run.comparisons) {
        if (!c.primary || primary == power_.size()) continue;
        Power& power = power_[primary++];
        if (!c.difference) continue;
        ++power.published;
        power.found += c.p_holm.value_or(1) < kFound && c.difference->value * power.truth > 0;
    }
}

std::vector<Figure> Rehearsal::figures() const {
    std::vector<Figure> figures = figures_;
    for (Figure& figure : figures) figure.kind = final_kind(figure, runs_);
    return figures;
}

std::map<FigureKind, KindSummary> Rehearsal::summary() const {
    std::map<FigureKind, KindSummary> result;
    for (const Figure& figure : figures()) {
        if (figure.published == 0) continue;
        KindSummary& summary = result[figure.kind];
        ++summary.figures;
        summary.intervals += figure.published;
        summary.held += static_cast<double>(figure.held);
        if (10 * figure.published < runs_) continue;
        const double held = static_cast<double>(figure.held) / static_cast<double>(figure.published);
        if (summary.least_name.empty() || held < summary.least) {
            summary.least = held;
            summary.least_name = figure.name;
        }
        if (summary.most_name.empty() || held > summary.most) {
            summary.most = held;
            summary.most_name = figure.name;
        }
    }
    for (auto& [kind, summary] : result) summary.held /= static_cast<double>(summary.intervals);
    return result;
}

}  // namespace tacit::release
