#include "collector/work/peer_calls.h"

#include "collector/ops/log.h"

namespace tacit::work {

peer::Reply PeerCalls::attempt(const peer::Call& call) {
    peer::Reply reply = peer::attempt(transport_, call, metrics_);
    const peer::Outcome outcome = peer::outcome(reply);
    const bool fine = outcome == peer::Outcome::answered || outcome == peer::Outcome::later;
    const bool was_fine = last_ == peer::Outcome::answered || last_ == peer::Outcome::later;
    if (const auto* refused = std::get_if<peer::Refused>(&reply); refused != nullptr && outcome != last_) {
        ops::log(ops::Event::peer_refused, {task_->id, {"status", refused->problem.status}});
    } else if (outcome == peer::Outcome::unavailable && outcome != last_) {
        ops::log(ops::Event::peer_unreachable, {task_->id});
    } else if (fine && !was_fine) {
        ops::log(ops::Event::peer_reachable, {task_->id});
    }
    last_ = outcome;
    return reply;
}

}  // namespace tacit::work
