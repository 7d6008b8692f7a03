#include "collector/protocol/bucket_sum.h"

#include <algorithm>

#include "crypto/seal/at_rest.h"
#include "crypto/vdaf/aggregate.h"

namespace tacit::protocol {
namespace {

Bytes seal_context(const Task& task, wire::Time time) {
    Bytes context = to_bytes(as_bytes("bucket"));
    append(context, task.id.bytes);
    context.push_back(static_cast<std::uint8_t>(task.role));
    for (int shift = 56; shift >= 0; shift -= 8) context.push_back(static_cast<std::uint8_t>(time >> shift));
    return context;
}

void xor_into(Sha256& checksum, const Sha256& more) {
    for (std::size_t i = 0; i < checksum.size(); ++i) checksum[i] = static_cast<std::uint8_t>(checksum[i] ^ more[i]);
}

Result<SecretVector<field::Field64>> open_share(const Parts& parts, const Task& task, const store::Bucket& bucket) {
    TACIT_TRY(const SecretBytes share, seal::open_at_rest(parts.storage_key.view(), seal_context(task, bucket.time),
                                                          bucket.sealed_aggregate_share));
    return vdaf::decode_share(share.view(), task.output_size());
}

}  // namespace

void BucketAddition::add(const wire::ReportId& id, std::span<const field::Field64> out_share) {
    ++report_count_;
    xor_into(checksum_, sha256(id.bytes));
    if (sum_.empty()) {
        sum_.assign(out_share.begin(), out_share.end());
    } else {
        vdaf::add(sum_, out_share);
    }
}

Result<void> BucketAddition::commit(store::Tx& tx, const Parts& parts, const Task& task, wire::Time time) const {
    TACIT_TRY(const std::vector<store::Bucket> stored, tx.buckets(task.key, wire::Interval{time, 1}));
    store::Bucket bucket;
    bucket.time = time;
    SecretVector<field::Field64> sum(sum_);
    if (!stored.empty()) {
        bucket = stored.front();
        TACIT_TRY(const auto before, open_share(parts, task, bucket));
        vdaf::add(sum, before);
    }
    bucket.report_count += report_count_;
    xor_into(bucket.checksum, checksum_);
    const SecretBytes encoded = vdaf::encode_share(sum);
    bucket.sealed_aggregate_share =
        seal::seal_at_rest(parts.random, parts.storage_key.view(), seal_context(task, time), encoded.view());
    return tx.put_bucket(task.key, bucket);
}

BatchTotals totals(std::span<const store::Bucket> buckets) {
    BatchTotals totals;
    for (const store::Bucket& bucket : buckets) {
        totals.report_count += bucket.report_count;
        xor_into(totals.checksum, bucket.checksum);
    }
    return totals;
}

wire::Interval covered(std::span<const store::Bucket> buckets, const wire::Interval& asked) {
    std::optional<wire::Time> first, last;
    for (const store::Bucket& bucket : buckets) {
        if (bucket.report_count == 0) continue;
        first = std::min(first.value_or(bucket.time), bucket.time);
        last = std::max(last.value_or(bucket.time), bucket.time);
    }
    return first ? wire::Interval{*first, *last - *first + 1} : asked;
}

Result<SecretVector<field::Field64>> aggregate_share(const Parts& parts, const Task& task,
                                                     std::span<const store::Bucket> buckets) {
    SecretVector<field::Field64> sum(task.output_size());
    for (const store::Bucket& bucket : buckets) {
        TACIT_TRY(const auto share, open_share(parts, task, bucket));
        vdaf::add(sum, share);
    }
    return sum;
}

}  // namespace tacit::protocol
