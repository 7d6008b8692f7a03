// The published tables of one or several batches as numbers to compute with: sums over batches, whose noise adds up.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "schemas/survey/compile.h"

namespace tacit::release {

// What one collected batch published: both noised shares added up, signed, in the order of release.
struct Batch {
    std::vector<std::int64_t> totals;
    std::uint64_t from = 0, to = 0;  // Unix seconds; the batch holds the reports of [from, to)
};

struct NoisyTable {
    std::size_t table = 0;           // index into Compiled::tables
    std::vector<std::int64_t> sums;  // over the batches, one per cell; may be negative
    double variance = 0;             // of the noise in a cell: 2σ² for each batch
};

// One per table of the survey. Refuses no batches, and totals of another length than the survey publishes.
Result<std::vector<NoisyTable>> noisy_tables(const survey::Compiled& compiled, std::span<const Batch> batches);

}  // namespace tacit::release
