// From the two encrypted aggregate shares to the tables: decrypts, adds up, decodes, and refuses totals that no honest
// pair of aggregators could have produced (design.md section 5, "Plausibility").
#pragma once
#include "collector/publisher/collection_file.h"
#include "crypto/hpke/hpke.h"
#include "schemas/survey/decode.h"
#include "schemas/task/task_json.h"

namespace tacit::publisher {

// Everything here but the count may be published: the shares carry noise that each aggregator added to its own.
struct Opened {
    wire::Interval asked;
    std::uint64_t report_count = 0;  // exact; stays with the operators
    Bytes leader_share;
    Bytes helper_share;
    std::vector<std::int64_t> totals;  // noisy, signed
    std::vector<survey::TableResult> tables;
};

// Fault::refused where a share does not open with this key for this request, Fault::corrupt where the totals are
// implausible.
Result<Opened> open_shares(const task::Task& task, const task::Terms& terms, const hpke::KeyPair& key,
                           const CollectionFile& file);

// The block whose total lies outside what `report_count` reports and noise explain, if there is one.
Result<void> check_plausible(const survey::Compiled& compiled, std::uint64_t report_count,
                             const std::vector<std::int64_t>& totals);

}  // namespace tacit::publisher
