// Estimated numbers of people and the noise that is in them: combinations of adjusted cells and of n-hat.
#pragma once
#include "schemas/release/stats/gls.h"
#include "schemas/release/stats/interval.h"

namespace tacit::release {

// A sum of released cells and of multiples of n-hat.
struct Amount {
    Linear cells;
    double everybody = 0;

    static Amount all() { return {{}, 1}; }
    static Amount cell(std::size_t index) { return {Linear{}.add(index), 0}; }
    Amount& add(std::size_t index, double coefficient = 1) {
        cells.add(index, coefficient);
        return *this;
    }
    Amount& add(const Amount& other, double coefficient = 1) {
        cells.add(other.cells, coefficient);
        everybody += coefficient * other.everybody;
        return *this;
    }
};

class Estimates {
public:
    // `sums` are the totals of all batches, in the order of release. Keeps a reference to the adjustment.
    Estimates(const Adjustment& adjustment, std::span<const std::int64_t> sums, std::size_t batches);

    std::int64_t n() const { return n_; }  // rounded to 10, never below 0
    double n_sd() const;                   // of noise and rounding
    double value(const Amount& amount) const;
    // Of the noise. Rounding n-hat to 10 counts as noise that is even over ±5.
    double covariance(const Amount& a, const Amount& b) const;
    double variance(const Amount& amount) const { return covariance(amount, amount); }
    Fraction fraction(const Amount& num, const Amount& den) const;
    std::int64_t measured(std::size_t cell) const { return sums_[cell]; }

private:
    const Adjustment& adjustment_;
    std::vector<std::int64_t> sums_;
    std::vector<double> cells_;
    double batches_;
    std::int64_t n_ = 0;
};

}  // namespace tacit::release
