// The leader's side of collection (draft-ietf-ppm-dap-18, "Collecting Results"): the life of a collection job.
//
// create() selects the batch; step() moves the job on until it has something to post; the caller posts it, unchanged, until it
// is answered; absorb() draws this aggregator's noise and stores both shares in one transaction; deliverable() lets the answer
// out once the helper has our new ledger head. Every step starts from the store, so a crash between any two loses nothing.
// Thread-safe: references to thread-safe parts and no state.
#pragma once
#include <optional>

#include "collector/protocol/parts.h"
#include "collector/protocol/tasks.h"
#include "schemas/wire/collect.h"
#include "schemas/wire/problem.h"

namespace tacit::protocol {

class Collections {
public:
    explicit Collections(const Parts& parts) : parts_(parts) {}

    struct Answer {
        wire::CollectionJobId id;
        std::optional<Bytes> response;  // the encoded CollectionJobResp; absent: not yet, ask again
    };
    // The same bytes always mean the same job: asked again after it failed, it starts anew.
    Result<Answer, wire::Problem> create(const Task& task, ByteView request) const;
    Result<Answer, wire::Problem> poll(const Task& task, const wire::CollectionJobId& id) const;
    // The batch stays collected, or closing if its answer is still to come.
    Result<void, wire::Problem> remove(const Task& task, const wire::CollectionJobId& id) const;

    // Collections that still need a step, oldest first.
    Result<std::vector<store::Collection>> active(const Task& task) const;

    enum class Step {
        wait,   // reports of the batch are still being aggregated
        ask,    // post aggregate_share_request of the returned row to the helper
        tell,   // collected: exchange ledger heads with the helper, then deliverable()
        done,   // ready or failed
    };
    struct Progress {
        Step step = Step::wait;
        store::Collection collection;
    };
    Result<Progress> step(const Task& task, const wire::CollectionJobId& id) const;

    // The helper's AggregateShare. One transaction: noise, both encrypted shares, batch collected, ledger line, interval
    // forgotten. Then the ledger file is synced. Absorbing twice changes nothing.
    Result<void> absorb(const Task& task, const wire::CollectionJobId& id, ByteView aggregate_share) const;
    // The helper refused. invalidBatchSize opens the batch again, batchMismatch marks it corrupt, batchOverlap fails the job.
    // False where the refusal decides nothing and the request is to be repeated.
    Result<bool> refused(const Task& task, const wire::CollectionJobId& id, wire::ProblemType type) const;
    // The helper has our new head: collected -> ready.
    Result<void> deliverable(const Task& task, const wire::CollectionJobId& id) const;

private:
    Parts parts_;
};

// What a person is told about a batch whose aggregators disagree.
std::string mismatch_detail(const Task& task, const wire::Interval& interval);

}  // namespace tacit::protocol
