// Tells the operator how a task stands when that changes: the other aggregator is away, the task stopped, a write
// failed.
//
// The moments are fixed at the start and depend on nothing that respondents do: had the line about a helper that is
// away, or about an answer of it that makes no sense, been written when the job was posted, its time would be that of
// the upload that the job was made of (design.md section 7). So nothing else that happens to a job or to a call is ever
// logged. Belongs to one thread, of its own; write_failed() may be called from others.
#pragma once
#include <atomic>
#include <chrono>

#include "collector/protocol/parts.h"
#include "collector/work/peer_calls.h"

namespace tacit::work {

class TaskLook {
public:
    TaskLook(const protocol::Parts& parts, peer::Transport& transport, protocol::TaskPtr task, ops::Metrics* metrics)
        : parts_(parts), task_(task), calls_(transport, std::move(task), metrics) {}

    void look();
    // What a worker of this task wanted to store was not stored: told at the next look.
    void write_failed() { write_failed_ = true; }

private:
    void look_at_peer();
    void look_at_store();

    protocol::Parts parts_;
    protocol::TaskPtr task_;
    PeerCalls calls_;
    std::atomic<bool> write_failed_{false};
    bool stop_told_ = false;
    peer::Outcome told_ = peer::Outcome::answered;
    std::optional<Sha256> keys_told_;
};

// The next moment of a schedule that began then and has this period, after `now`.
inline std::chrono::steady_clock::time_point next_look(std::chrono::steady_clock::time_point begun,
                                                       std::chrono::milliseconds period,
                                                       std::chrono::steady_clock::time_point now) {
    return begun + ((now - begun) / period + 1) * period;
}

}  // namespace tacit::work
