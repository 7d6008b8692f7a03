// Fetches what a release needs from both aggregators, and holds it against what was collected: each ledger must name
// the noised shares that this publisher decrypted, and both must show the same wording.
#pragma once
#include "collector/publisher/collect.h"
#include "collector/publisher/open_shares.h"
#include "schemas/release/release.h"
#include "schemas/task/ledger.h"

namespace tacit::publisher {

struct Gathered {
    std::string leader_ledger;  // JSON Lines, verified
    std::string helper_ledger;
    std::vector<release::Wording> wordings;  // every version that both serve, signed by both
};

Result<Gathered> gather(const Contact& contact, const std::vector<Opened>& batches);

// The check of a ledger by itself.
Result<void> check_ledger(std::string_view ledger, const task::LedgerOf& whose, const wire::Interval& batch,
                          ByteView noised_share);

}  // namespace tacit::publisher
