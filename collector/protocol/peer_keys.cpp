#include "collector/protocol/peer_keys.h"

#include <algorithm>
#include <utility>

#include "schemas/wire/hpke_config.h"

namespace tacit::protocol {

Result<void> PeerKeys::learn(ByteView list) {
    TACIT_TRY(const wire::HpkeConfigList decoded, wire::decode_hpke_config_list(list));
    const Sha256 hash = sha256(list);
    std::vector<wire::HpkeConfigId> ids;
    for (const wire::HpkeConfig& config : decoded.configs) ids.push_back(config.id);
    const std::scoped_lock lock(mutex_);
    if (hashes_.current == hash) return {};
    hashes_.previous = hashes_.current;
    hashes_.current = hash;
    // Reports sealed to a retired key are still good, so its id stays known until two rotations later.
    previous_ids_ = std::move(current_ids_);
    current_ids_ = std::move(ids);
    return {};
}

bool PeerKeys::may_know(wire::HpkeConfigId id) const {
    const std::scoped_lock lock(mutex_);
    if (!hashes_.current) return true;
    const auto names = [id](const std::vector<wire::HpkeConfigId>& ids) {
        return std::find(ids.begin(), ids.end(), id) != ids.end();
    };
    if (names(current_ids_) || names(previous_ids_)) return true;
    wanted_ = true;
    return false;
}

bool PeerKeys::take_wanted() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(wanted_, false);
}

PeerKeys::Hashes PeerKeys::hashes() const {
    const std::scoped_lock lock(mutex_);
    return hashes_;
}

}  // namespace tacit::protocol
