// How well samples fit a discrete Gaussian: the chi-square statistic, standardised.
#pragma once
#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

namespace tacit::test {

// Counts of samples, against P(x) proportional to exp(-x²/(2·variance)); the variance need not be an integer here.
//
// Bins are runs of neighbouring values that are expected at least 25 times, a sixteenth of a standard deviation wide or
// more; each tail is one bin. A bin that no sample hits counts in full. For samples of that distribution and B bins the
// result, (χ² − df)/√(2·df) with df = B − 1, has mean 0 and variance 1.
inline double chi_square_score(const std::map<std::int64_t, std::uint64_t>& counts, double variance) {
    const double sd = std::sqrt(variance);
    const auto reach = static_cast<std::int64_t>(40 * sd) + 40;
    const auto width = std::max<std::int64_t>(1, static_cast<std::int64_t>(sd / 16));
    double samples = 0;
    for (const auto& [value, count] : counts) samples += static_cast<double>(count);
    double total = 0;
    for (std::int64_t x = -reach; x <= reach; ++x) total += std::exp(-static_cast<double>(x * x) / (2 * variance));

    struct Bin {
        double expected = 0;
        double seen = 0;
    };
    std::vector<Bin> bins(1);
    std::int64_t values_in_bin = 0;
    for (std::int64_t x = -reach; x <= reach; ++x) {
        if (bins.back().expected >= 25 && values_in_bin >= width) {
            bins.emplace_back();
            values_in_bin = 0;
        }
        ++values_in_bin;
        bins.back().expected += samples * std::exp(-static_cast<double>(x * x) / (2 * variance)) / total;
        if (const auto found = counts.find(x); found != counts.end())
            bins.back().seen += static_cast<double>(found->second);
    }
    if (bins.back().expected < 25 && bins.size() > 1) {  // the end of the upper tail joins the bin before it
        const Bin last = bins.back();
        bins.pop_back();
        bins.back().expected += last.expected;
        bins.back().seen += last.seen;
    }

    double chi_square = 0;
    for (const Bin& bin : bins) chi_square += (bin.seen - bin.expected) * (bin.seen - bin.expected) / bin.expected;
    const double freedom = static_cast<double>(bins.size()) - 1;
    return (chi_square - freedom) / std::sqrt(2 * freedom);
}

}  // namespace tacit::test
