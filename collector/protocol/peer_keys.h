// What this collector last saw of the other aggregator's HPKE list.
//
// The hashes are served as peer_hpke.json, so that a client can tell whether everybody is shown the same key; the leader also
// checks the helper's config id of an upload against the list. Thread-safe.
#pragma once
#include <mutex>
#include <optional>
#include <vector>

#include "crypto/base/bytes.h"
#include "schemas/wire/types.h"

namespace tacit::protocol {

class PeerKeys {
public:
    // Takes in the body of the other's GET hpke_config. Fails with Fault::malformed, and keeps the old list.
    Result<void> learn(ByteView list);

    // False only where a list was fetched and does not name this id, now or before: who cannot tell does not refuse. A
    // false answer also asks for a fresh list, because the other may have rotated its keys a moment ago.
    bool may_know(wire::HpkeConfigId id) const;
    // Whether may_know() asked for a fresh list since the last call.
    bool take_wanted();

    struct Hashes {
        std::optional<Sha256> current;
        std::optional<Sha256> previous;
    };
    Hashes hashes() const;

private:
    mutable std::mutex mutex_;
    mutable bool wanted_ = false;
    Hashes hashes_;
    std::vector<wire::HpkeConfigId> current_ids_;
    std::vector<wire::HpkeConfigId> previous_ids_;
};

}  // namespace tacit::protocol
