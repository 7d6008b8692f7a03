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
    // The same bytes always name the same job; asked for again after it failed or was deleted, it starts anew.
    Result<Answer, wire::Problem> create(const Task& task, ByteView request) const;
    Result<Answer, wire::Problem> poll(const Task& task, const wire::CollectionJobId& id) const;
    // A batch that is being drained opens again; once the helper may have been asked, the job cannot be deleted before its
    // answer is there. A collected batch stays collected.
    Result<void, wire::Problem> remove(const Task& task, const wire::CollectionJobId& id) const;

    // Collections that still need a step, oldest first.
    Result<std::vector<store::Collection>> active(const Task& task) const;

    enum class Step {
        wait,  // reports of the batch are still being aggregated
        ask,   // post aggregate_share_request to the helper
        tell,  // collected: let the helper have our ledger head, then call deliverable()
        done,  // ready, failed or deleted
    };
    struct Progress {
        Step step = Step::done;
        Bytes aggregate_share_request;  // for Step::ask
    };
    Result<Progress> step(const Task& task, const wire::CollectionJobId& id) const;

    // The helper's AggregateShare. One transaction: noise, both encrypted shares, batch collected, ledger line, interval
    // forgotten. Then the ledger file is synced. Absorbing twice changes nothing. An answer that cannot be one stops the task
    // with a message and fails with Fault::corrupt.
    Result<void> absorb(const Task& task, const wire::CollectionJobId& id, ByteView aggregate_share) const;
    // The helper refused. False where the refusal decides nothing and the request is to be repeated.
    Result<bool> refused(const Task& task, const wire::CollectionJobId& id, wire::ProblemType type) const;
    // The helper has our new head: the answer may go out.
    Result<void> deliverable(const Task& task, const wire::CollectionJobId& id) const;

private:
    Parts parts_;
};

}  // namespace tacit::protocol
