// Tables that count the same people must agree: generalised least squares over all tables of choices (dp.md
// section 4.1; Hay et al. 2010).
//
// Every cell of those tables is an unknown, measured once with its table's noise. Tables with the same question or
// derived item below a factor must have the same margin over it (over the finest levels that both can form), and all
// must have the same total. The solution is the orthogonal projection on these equations, weighted by the variances:
// linear and unbiased, with an exact covariance, and the number of reports need not be known.
#pragma once
#include <span>
#include <vector>

#include "schemas/release/stats/noisy_table.h"
#include "schemas/survey/survey.h"

namespace tacit::release {

// One equation: the sum of coefficient · cell is 0. Cells are indices into the released totals.
struct Equation {
    struct Term {
        std::size_t cell;
        int coefficient;
    };
    std::vector<Term> terms;
};

// A sum of coefficient · cell over released cells.
struct Linear {
    struct Term {
        std::size_t cell;
        double coefficient;
    };
    std::vector<Term> terms;

    Linear& add(std::size_t cell, double coefficient = 1);
    Linear& add(const Linear& other, double coefficient = 1);
};

class Adjustment {
public:
    Adjustment(const survey::Survey& survey, const survey::Compiled& compiled);

    // The independent equations, in the order in which they were imposed.
    const std::vector<Equation>& equations() const { return equations_; }
    // Whether a cell takes part: its table counts every report once.
    bool adjusted(std::size_t cell) const { return position_[cell] >= 0; }

    // Every released cell: adjusted where it takes part, else as measured. `totals` may be sums over batches.
    std::vector<double> apply(std::span<const std::int64_t> totals) const;
    // Of the adjusted cells, for one batch; with b batches b times as much.
    double covariance(std::size_t cell, std::size_t other) const;
    double covariance(const Linear& a, const Linear& b) const;
    double variance(const Linear& a) const { return covariance(a, a); }

    // The number of reports: the inverse-variance mean of the noisy totals of the tables of choices (not rounded), as a
    // combination of *adjusted* cells up to what is orthogonal to them, so that its covariances with them are exact.
    double count(std::span<const std::int64_t> totals) const;
    double count_variance() const { return count_variance_; }
    double count_covariance(const Linear& a) const;  // Cov(count, a)

private:
    std::vector<Equation> equations_;
    std::vector<std::ptrdiff_t> position_;  // of a cell among the adjusted ones, or −1
    std::vector<std::size_t> cells_;        // the adjusted ones
    std::vector<double> variance_;          // of every released cell, as measured
    std::vector<double> covariance_;        // adjusted × adjusted, row-major
    std::vector<double> count_weights_;     // per released cell
    std::vector<double> count_covariance_;  // per released cell
    double count_variance_ = 0;
};

}  // namespace tacit::release
