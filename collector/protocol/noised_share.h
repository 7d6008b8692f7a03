// From batch buckets to what leaves an aggregator: the sum of its aggregate shares, noised, sealed to the publisher.
//
// The unnoised sum exists only inside make_noised_share(), in memory that is wiped.
#pragma once
#include <span>

#include "collector/protocol/parts.h"
#include "collector/protocol/tasks.h"
#include "schemas/wire/collect.h"

namespace tacit::protocol {

struct BatchTotals {
    std::uint64_t report_count = 0;
    Sha256 checksum{};
};
BatchTotals totals(std::span<const store::Bucket> buckets);

// The smallest interval that holds every bucket with a report; the asked one where there is none.
wire::Interval covered(std::span<const store::Bucket> buckets, const wire::Interval& asked);

struct NoisedShare {
    wire::HpkeCiphertext ciphertext;  // to the publisher
    Sha256 hash{};                    // of the noised share's bytes: what the ledger line names
};
// Draws noise of variance sigma^2 per released block. Call it once per batch, inside the transaction that marks it collected.
Result<NoisedShare> make_noised_share(const Parts& parts, const Task& task, std::span<const store::Bucket> buckets,
                                      ByteView collection_job_request);

}  // namespace tacit::protocol
