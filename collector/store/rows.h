// What the store keeps, as plain values. A time is a DAP time in units of the task's time precision: nothing finer exists
// here, and there are no columns for addresses, user agents, cookies or answers.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/base/bytes.h"
#include "schemas/wire/types.h"

namespace tacit::store {

// One task in one role. A process that holds both roles of a task has two of these.
struct TaskKey {
    std::int64_t number = 0;
    bool operator==(const TaskKey&) const = default;
};

struct TaskState {
    std::optional<std::string> close_document;  // the signed closing time (schemas/task/close.h), once closed
    std::optional<std::string> stopped;         // why collecting this task stopped; empty while it may go on
    std::optional<std::string> peer_head;       // the other aggregator's latest signed ledger head (schemas/task/ledger.h)
    std::optional<std::string> lost_head;       // a head of ours that the other showed and our ledger does not contain
};

// A batch is an interval that was asked for. Its state only moves forward, but for closing -> absent (invalidBatchSize).
enum class BatchState {
    closing,    // a collection job selected it: no upload and no aggregation of a new report may touch it
    collected,  // noise was drawn and the noised share is stored; final
    corrupt,    // the aggregators disagree (batchMismatch): nothing was collected, a person decides
    refused,    // declared lost by a person (restore --refuse-batches); final
};
std::string_view name(BatchState state);

struct Batch {
    wire::Interval interval;
    BatchState state = BatchState::closing;
};

// An uploaded report that is not yet aggregated (leader only). `report` is the encoded wire::Report.
struct PendingReport {
    std::int64_t sequence = 0;
    wire::ReportId report_id;
    wire::Time time = 0;
    Bytes report;
};

// An aggregation job whose request bytes are durable (leader only). All its reports lie in the bucket `time`.
struct LeaderJob {
    std::int64_t number = 0;
    wire::Time time = 0;
    Bytes request;                        // the exact AggregationJobInitReq; the same bytes on every attempt
    std::optional<std::string> location;  // where to poll, when the helper answered asynchronously
};

// A batch bucket (DAP "Batch Buckets"). The aggregate share is sealed under the collector's storage key
// (crypto/seal/at_rest.h), because the sum over one report is that report's output share.
struct Bucket {
    wire::Time time = 0;
    std::uint64_t report_count = 0;
    Sha256 checksum{};
    Bytes sealed_aggregate_share;
};

enum class CollectionState {
    draining,   // every pending report of the interval is being aggregated
    asking,     // the AggregateShareReq is durable and is posted until answered
    collected,  // both encrypted aggregate shares are stored
    ready,      // the other aggregator has our new ledger head; may be handed out
    failed,     // `problem` says why; the interval is open again or corrupt
    deleted,
};
std::string_view name(CollectionState state);

struct Collection {
    wire::CollectionJobId id;
    wire::Interval interval;
    CollectionState state = CollectionState::draining;
    Bytes request;                 // the publisher's CollectionJobReq, verbatim: it is inside the aggregate share AAD
    Bytes aggregate_share_request; // set from `asking` on, wiped when collected
    Bytes response;                // the CollectionJobResp, from `collected` on
    std::string problem;           // the DAP error token, when failed
};

// The helper's answer to an AggregateShareReq.
struct AggregateShareAnswer {
    wire::AggregateShareId id;
    wire::Interval interval;
    Sha256 request_hash{};
    Bytes response;
};

// The helper's answer to an aggregation job, found again by the hash of the request.
struct HelperJob {
    wire::AggregationJobId id;
    Sha256 request_hash{};
    wire::Time first_time = 0;  // of its reports
    wire::Time last_time = 0;
    Bytes response;
};

}  // namespace tacit::store
