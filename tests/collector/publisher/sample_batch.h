// A small task whose publisher key is known, and a batch of it as both aggregators would hand it out.
#pragma once
#include "collector/publisher/gather.h"
#include "collector/publisher/open_shares.h"
#include "crypto/field/field64.h"
#include "tests/support/seeded_random.h"

namespace tacit::publisher::test {

struct SampleBatch {
    SampleBatch();
    // Shares of these totals, one per published cell, sealed for this batch's request.
    CollectionFile answered(const std::vector<std::int64_t>& totals, std::uint64_t report_count);
    std::string ledger(wire::Role role, ByteView noised_share) const;
    std::vector<std::int64_t> plain_totals() const;  // 1, -2, 3, -4, …

    tacit::test::SeededRandom random{1};
    hpke::KeyPair publisher_key;
    task::Task task;
    task::Terms terms;
    wire::Interval batch;
};

}  // namespace tacit::publisher::test
