// The helper's side of aggregation (draft-ietf-ppm-dap-18, "Aggregation Job Initialization", Helper).
//
// A job is found again by the hash of its request, so a repeated request gets the stored answer and nothing is recomputed.
// Thread-safe: references to thread-safe parts and no state.
#pragma once
#include "collector/protocol/job_state.h"
#include "collector/protocol/parts.h"
#include "collector/protocol/tasks.h"
#include "schemas/wire/aggregate.h"
#include "schemas/wire/problem.h"

namespace tacit::protocol {

class HelperJobs {
public:
    explicit HelperJobs(const Parts& parts) : parts_(parts) {}

    struct Answer {
        wire::AggregationJobId id;
        Bytes response;  // the encoded AggregationJobResp
        // What this request changed; nothing where it was answered before.
        std::uint64_t aggregated = 0;
        Rejections rejected;
    };
    // Once this returns a value, the accepted reports are in their buckets, on disk. A failure of ours is an unavailable
    // Problem: nothing was stored, and the leader repeats the same bytes.
    Result<Answer, wire::Problem> accept(const Task& task, ByteView request) const;
    Result<Answer, wire::Problem> poll(const Task& task, const wire::AggregationJobId& id) const;
    // Drops the stored answer. Remembered report ids, buckets and batches stay.
    Result<void, wire::Problem> remove(const Task& task, const wire::AggregationJobId& id) const;

private:
    Parts parts_;
};

}  // namespace tacit::protocol
