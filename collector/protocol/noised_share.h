// What leaves an aggregator: its aggregate share of a batch, with its own noise, sealed to the publisher
// (draft-ietf-ppm-dap-18, "Aggregate Share Encryption"; noise: design.md section 5).
//
// The share without noise exists only inside make_noised_share(), in memory that is wiped.
#pragma once
#include "collector/protocol/bucket_sum.h"
#include "schemas/task/entry.h"
#include "schemas/wire/collect.h"

namespace tacit::protocol {

struct NoisedShare {
    wire::HpkeCiphertext ciphertext;
    Sha256 hash{};  // of the noised share's bytes: what the ledger line commits to
};
// Draws noise of variance sigma^2 for every cell of each released block. Call it once a batch, inside the write transaction
// that marks the batch collected: dp::Noise is not thread-safe, and writers wait for each other.
Result<NoisedShare> make_noised_share(const Parts& parts, const Task& task, std::span<const store::Bucket> buckets,
                                      const wire::CollectionJobReq& request);

// The ledger event of a batch that this share was drawn for.
task::BatchCollected batch_collected(const Task& task, const wire::Interval& batch, const NoisedShare& share);

}  // namespace tacit::protocol
