// Looks whether the other aggregator answers, and tells the operator when that changes.
//
// The moments are fixed at the start and depend on nothing that respondents do: had the line about a helper that is
// away been written when a job could not be posted, its time would be that of the upload that the job was made of
// (design.md section 7). So no other call to the other aggregator is ever logged. Belongs to one thread, of its own.
#pragma once
#include <chrono>

#include "collector/work/peer_calls.h"

namespace tacit::work {

class PeerLook {
public:
    PeerLook(peer::Transport& transport, protocol::TaskPtr task, ops::Metrics* metrics)
        : task_(task), calls_(transport, std::move(task), metrics) {}

    void look();

private:
    protocol::TaskPtr task_;
    PeerCalls calls_;
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
