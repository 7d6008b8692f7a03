// Whether the rows and columns of a noisy cross go together: Pearson's statistic with the noise in its variances, and
// its distribution by a parametric bootstrap that draws people and noise again (Gaboardi et al. 2016; dp.md
// section 4.5). The ordinary chi-square test on noisy counts rejects true independence far too often.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "schemas/release/stats/results.h"

namespace tacit::release {

// `cells` are noisy counts, row-major, each with noise of `variance`. The same seed gives the same answer.
Independence test_independence(std::span<const double> cells, std::size_t columns, double variance, unsigned replicates,
                               std::uint64_t seed);

// Of the levels of a two-factor cross that are not missing answers; nothing where fewer than two rows or columns are
// left.
std::optional<Independence> independence_of(const survey::Survey& survey, const survey::CompiledTable& table,
                                            std::span<const std::int64_t> cells, double variance, unsigned replicates,
                                            std::uint64_t seed);

}  // namespace tacit::release
