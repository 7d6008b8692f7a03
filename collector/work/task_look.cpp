#include "collector/work/task_look.h"

#include "collector/ops/log.h"

namespace tacit::work {

void TaskLook::look() {
    look_at_peer();
    look_at_store();
}

void TaskLook::look_at_peer() {
    const peer::Reply reply = calls_.hpke_config();
    const peer::Outcome outcome = peer::outcome(reply);
    if (const auto* refused = std::get_if<peer::Refused>(&reply); refused != nullptr && outcome != told_)
        ops::log(ops::Event::peer_refused, {task_->id, {"status", refused->problem.status}});
    else if (outcome == peer::Outcome::unavailable && outcome != told_)
        ops::log(ops::Event::peer_unreachable, {task_->id});
    else if (outcome == peer::Outcome::answered && outcome != told_)
        ops::log(ops::Event::peer_reachable, {task_->id});
    if (outcome != peer::Outcome::later) told_ = outcome;

    const auto keys = task_->peer_keys->hashes().current;
    if (keys && keys != keys_told_) ops::log(ops::Event::peer_keys_fetched, {task_->id});
    keys_told_ = keys;
}

void TaskLook::look_at_store() {
    const auto state =
        parts_.store.read("look: state", [&](store::Reader& reader) { return reader.task_state(task_->key); });
    if (write_failed_.exchange(false) || !state) ops::log(ops::Event::store_unavailable, {task_->id});
    if (!state) return;
    if (state->stopped && !stop_told_) ops::log(ops::Event::task_stopped, {task_->id});
    stop_told_ = state->stopped.has_value();
}

}  // namespace tacit::work
