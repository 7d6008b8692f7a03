// One collected batch as both aggregators handed it out: two noised aggregate shares, which anybody can hash against
// the ledgers and add up to the noisy totals (design.md section 6, "Ledger"). shares.json is the file that holds them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/base/bytes.h"
#include "schemas/wire/types.h"

namespace tacit::release {

struct BatchShares {
    wire::Interval interval;
    Bytes leader_share;  // Field64 elements, 8 bytes each, little-endian
    Bytes helper_share;
    bool operator==(const BatchShares&) const = default;
};

// The shares added up modulo p: `cells` noisy totals, signed. Fails for totals beyond ±2^40.
Result<std::vector<std::int64_t>> noisy_totals(const BatchShares& batch, std::size_t cells);

// Of every batch, in order; and added up over the batches.
Result<std::vector<std::vector<std::int64_t>>> totals_by_batch(const std::vector<BatchShares>& batches,
                                                               std::size_t cells);
std::vector<std::int64_t> added_up(const std::vector<std::vector<std::int64_t>>& batches);

// {"format":"tacit-shares-1","task":…,"batches":[{"start","duration","leader","helper"}]}, one line a batch.
std::string shares_json(const wire::TaskId& task, const std::vector<BatchShares>& batches);
// Fails unless the batches are of this task, ascending and disjoint, and at least one.
Result<std::vector<BatchShares>> load_shares(std::string_view text, const wire::TaskId& task);

}  // namespace tacit::release
