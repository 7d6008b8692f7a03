// Additions to a batch bucket (draft-ietf-ppm-dap-18, "Batch Buckets"), and what a batch of buckets adds up to.
//
// At rest a bucket's aggregate share is sealed under the collector's storage key, for this task, role and time.
#pragma once
#include <span>

#include "collector/protocol/parts.h"
#include "collector/protocol/tasks.h"
#include "crypto/base/secret.h"
#include "crypto/field/field64.h"

namespace tacit::protocol {

// What one transaction adds to one bucket.
class BucketAddition {
public:
    void add(const wire::ReportId& id, std::span<const field::Field64> out_share);
    bool empty() const { return report_count_ == 0; }
    // Adds to the stored bucket, or makes it.
    Result<void> commit(store::Tx& tx, const Parts& parts, const Task& task, wire::Time time) const;

private:
    std::uint64_t report_count_ = 0;
    Sha256 checksum_{};
    SecretVector<field::Field64> sum_;
};

struct BatchTotals {
    std::uint64_t report_count = 0;
    Sha256 checksum{};
    bool operator==(const BatchTotals&) const = default;
};
BatchTotals totals(std::span<const store::Bucket> buckets);

// The smallest interval that holds every bucket with a report; the asked one where there is none.
wire::Interval covered(std::span<const store::Bucket> buckets, const wire::Interval& asked);

// This aggregator's aggregate share of the batch, without noise.
Result<SecretVector<field::Field64>> aggregate_share(const Parts& parts, const Task& task,
                                                     std::span<const store::Bucket> buckets);

}  // namespace tacit::protocol
