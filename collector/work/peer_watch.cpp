#include "collector/work/peer_watch.h"

namespace tacit::work {

Turn PeerWatch::turn() {
    Turn turn;
    if (!parts_.ledger.exchanged(*task_)) exchange(turn);
    const auto now = std::chrono::steady_clock::now();
    // A client with fresher keys than ours has come, unless it made them up: soon, but not at every such report.
    if (now >= keys_wanted_from_ && task_->peer_keys->take_wanted()) keys_due_ = now;
    if (now >= keys_due_) fetch_keys(turn);
    return turn;
}

bool PeerWatch::exchange(Turn& turn) {
    // The first answer may show that the other has an older head of ours; it took the new one from our message.
    for (int round = 0; round < 2; ++round) {
        const auto message = parts_.ledger.message(*task_);
        if (!message) break;
        const peer::Reply reply = calls_.ledger_head(*message);
        const auto* answered = std::get_if<peer::Answered>(&reply);
        if (answered == nullptr) {
            const auto* unavailable = std::get_if<peer::Unavailable>(&reply);
            turn.block(unavailable != nullptr ? unavailable->retry_after : std::nullopt);
            return false;
        }
        const auto told = parts_.ledger.absorb(*task_, as_text(answered->body));
        if (!told) break;  // where lines of ours are lost, the task is stopped now
        if (*told) return true;
    }
    turn.block();
    return false;
}

void PeerWatch::fetch_keys(Turn& turn) {
    const peer::Reply reply = calls_.hpke_config();
    const auto* answered = std::get_if<peer::Answered>(&reply);
    if (answered == nullptr) {
        turn.block();
        return;
    }
    if (!task_->peer_keys->learn(answered->body)) {
        turn.block();
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    keys_due_ = now + timing_.peer_keys_every;
    keys_wanted_from_ = now + timing_.peer_keys_pause;
}

}  // namespace tacit::work
