// What either aggregator of a task wants to know of the other: its HPKE list, on a schedule, and at every start whether
// it remembers a longer ledger of ours than we do.
//
// Belongs to one thread.
#pragma once
#include <chrono>

#include "collector/protocol/ledger_book.h"
#include "collector/protocol/parts.h"
#include "collector/work/peer_calls.h"
#include "collector/work/turn.h"

namespace tacit::work {

class PeerWatch {
public:
    PeerWatch(const protocol::Parts& parts, protocol::TaskPtr task, PeerCalls& calls, const Timing& timing)
        : parts_(parts), task_(std::move(task)), calls_(calls), timing_(timing) {}

    Turn turn();
    // Exchanges ledger heads; true once the other has our latest.
    bool exchange(Turn& turn);

private:
    void fetch_keys(Turn& turn);

    protocol::Parts parts_;
    protocol::TaskPtr task_;
    PeerCalls& calls_;
    Timing timing_;
    std::chrono::steady_clock::time_point keys_due_{};
    std::chrono::steady_clock::time_point keys_wanted_from_{};
};

}  // namespace tacit::work
