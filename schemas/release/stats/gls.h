// Tables that count the same people must agree: generalised least squares over all tables of choices (dp.md
// section 4.1; Hay et al. 2010).
//
// Every cell of those tables is an unknown, measured once with its table's noise. Tables with the same question or
// derived item below a factor must have the same margin over it (over the finest levels that both can form), and all
// must have the same total. The solution is the projection on these equations, weighted by the variances: linear and
// unbiased, with an exact covariance, and the number of reports need not be known.
#pragma once
#include <span>
#include <vector>

#include "schemas/survey/compile.h"

namespace tacit::release {

// The sum of coefficient · cell is 0. Cells are indices into the released totals.
struct Equation {
    struct Term {
        std::size_t cell;
        int coefficient;
    };
    std::vector<Term> terms;
};

// A sum of coefficient · cell over released cells; a cell may stand in several terms.
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
    // Tables of choices take part in file order while they have this many cells together; later ones stay as measured.
    static constexpr std::size_t kCellsMax = 3000;

    Adjustment(const survey::Survey& survey, const survey::Compiled& compiled);

    // The independent equations, in the order in which they were imposed.
    const std::vector<Equation>& equations() const { return equations_; }
    bool takes_part(std::size_t cell) const { return position_[cell] != kNone; }

    // Every released cell: adjusted where it takes part, else as measured. `totals` may be sums over batches.
    std::vector<double> apply(std::span<const std::int64_t> totals) const;
    // Of what apply() gives, for the noise of one batch; of b batches b times as much.
    double covariance(std::size_t cell, std::size_t other) const;
    double covariance(const Linear& a, const Linear& b) const;

    // The number of reports, not rounded: the inverse-variance mean of the noisy totals of the tables of choices. Zero
    // where there is none.
    double count(std::span<const std::int64_t> totals) const;
    double count_variance() const { return count_variance_; }
    double count_covariance(const Linear& a) const;

private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    void impose(const Equation& equation);
    double& entry(std::size_t i, std::size_t j) { return covariance_[i * cells_.size() + j]; }
    double entry(std::size_t i, std::size_t j) const { return covariance_[i * cells_.size() + j]; }
    void weigh_count(const survey::Compiled& compiled);

    std::vector<Equation> equations_;
    std::vector<std::vector<double>> gains_;  // per equation: what one unit of its residual moves each adjusted cell
    std::vector<std::size_t> position_;       // of a released cell among the adjusted ones
    std::vector<std::size_t> cells_;          // the adjusted ones
    std::vector<double> variance_;            // of every released cell, as measured
    std::vector<double> covariance_;          // of the adjusted ones, row-major
    std::vector<double> count_weights_;       // per released cell
    std::vector<double> count_covariance_;    // per released cell
    double count_variance_ = 0;
};

}  // namespace tacit::release
