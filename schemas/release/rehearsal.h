// What a release would have said over many runs of a made-up survey: how often its intervals hold the truth, what is
// published how often, and how often the declared differences are found (dp.md section 5, T13).
//
// The truth is the same analysis of the whole population, without noise.
#pragma once
#include <map>
#include <string>

#include "schemas/release/stats/results.h"

namespace tacit::release {

enum class FigureKind : std::uint8_t {
    share,        // of everybody, of those asked, of those who answered; at least 15 people in and out of it
    group_share,  // of a row, likewise
    small_share,  // fewer than 15 people in it, or all but 15
    true_zero,    // nobody in the population
    mean,
    difference,
    ratio,
    standardised,
    rate,
    rarely_published,  // any of the above in fewer than half of the runs
};
std::string_view words(FigureKind kind);

struct Figure {
    FigureKind kind = FigureKind::share;
    std::string name;  // "tx_outcome medicine/better of row"
    double truth = 0;
    double people = 0;  // of a share, expected: the smaller of in and out
    std::size_t published = 0;
    std::size_t held = 0;  // the truth, among those published
    double off = 0;        // sum of (estimate − truth) over those published
    double width = 0;      // sum of the widths
};

struct KindSummary {
    std::size_t figures = 0;
    std::size_t intervals = 0;
    double held = 0;             // share of the intervals
    double least = 1, most = 0;  // of a figure that a tenth of the runs or more published
    std::string least_name, most_name;
};

// A declared contrast.
struct Power {
    std::string table, column, row, other;
    double truth = 0;
    std::size_t published = 0;
    std::size_t found = 0;  // in the right direction, after Holm's correction, at 5 %
};

class Rehearsal {
public:
    // `scale` is respondents over people of the population.
    Rehearsal(const Results& truth, double scale);
    void add(const Results& run);

    std::size_t runs() const { return runs_; }
    std::vector<Figure> figures() const;
    std::map<FigureKind, KindSummary> summary() const;
    const std::vector<Power>& power() const { return power_; }

private:
    std::size_t runs_ = 0;
    std::vector<Figure> figures_;
    std::map<std::string, std::size_t, std::less<>> place_;
    std::vector<Power> power_;
};

}  // namespace tacit::release
