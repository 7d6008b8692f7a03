// Masking of small counts for readers whose rules ask for it (dp.md section 4.8): a display rule on noisy numbers,
// which protects nobody and hides nothing that cannot be derived.
#pragma once
#include "schemas/release/stats/results.h"

namespace tacit::release {

// Cells whose noisy count is below `threshold` lose their shares, and get status Q. Their counts stay in the value for
// the totals; formats leave them out. Means, comparisons and totals were computed before.
void mask(Table& table, std::int64_t threshold);

}  // namespace tacit::release
