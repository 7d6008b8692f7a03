// The leader's side of aggregation (draft-ietf-ppm-dap-18, "Aggregation Job Initialization", Leader).
//
// A job's request is durable before it is posted, is posted with the same bytes until it is answered, and is never abandoned.
// The verifier states live in memory only; after a restart they are computed again from the stored reports.
// Thread-safe: references to thread-safe parts and no state.
#pragma once
#include <optional>

#include "collector/protocol/job_state.h"
#include "collector/protocol/parts.h"
#include "collector/protocol/tasks.h"
#include "schemas/wire/aggregate.h"
#include "schemas/wire/problem.h"

namespace tacit::protocol {

inline constexpr std::size_t kJobReportsMax = 256;

// A job whose request is on disk, with what its answer is finished with.
struct OpenJob {
    store::LeaderJob job;
    std::vector<OpenReport> reports;  // in the order of the request
};

class LeaderJobs {
public:
    explicit LeaderJobs(const Parts& parts) : parts_(parts) {}

    // What became of the reports that build() looked at.
    struct Built {
        std::optional<OpenJob> job;
        Rejections rejected;
        std::uint64_t early = 0;     // left as they were: still from the future
    };
    // Verifies up to `count_max` ready reports of the bucket and makes a job of the good ones; the bad ones are rejected in
    // the same transaction.
    Result<Built> build(const Task& task, wire::Time bucket, std::size_t count_max = kJobReportsMax) const;

    // A stored job after a restart. Where its reports cannot be verified any more the task is stopped with a message.
    Result<OpenJob> reopen(const Task& task, store::LeaderJob job) const;

    struct Outcome {
        std::uint64_t aggregated = 0;
        Rejections rejected;
        std::uint64_t returned = 0;  // ready again: the helper's clock says they are from the future
    };
    // Finishes a job with the helper's AggregationJobResp. An answer that does not fit the request stops the task with a
    // message and fails with Fault::corrupt; the job stays. Absorbing an answer twice changes nothing.
    Result<Outcome> absorb(const Task& task, const OpenJob& open, ByteView answer) const;

    // The helper refused the request as such. Stops the task where repeating cannot help; true when it did.
    Result<bool> refused(const Task& task, wire::ProblemType type) const;

    // Where to ask for the answer, as the helper said with "later"; nowhere: the request is posted again.
    Result<void> set_location(const Task& task, OpenJob& open, std::optional<std::string> location) const;

private:
    Parts parts_;
};

}  // namespace tacit::protocol
