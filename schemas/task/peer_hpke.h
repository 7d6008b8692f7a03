// peer_hpke.json: what one aggregator saw the other serve as its HPKE keys. A client refuses a key list that the other
// aggregator does not confirm; otherwise a server could give each visitor a key of their own (design.md section 2).
#pragma once
#include <optional>
#include <string>

#include "schemas/wire/types.h"

namespace tacit::task {

struct PeerHpke {
    wire::TaskId task;
    wire::Role peer = wire::Role::helper;  // whose list was looked at
    Sha256 current{};                      // of the body of that server's hpke_config
    std::optional<Sha256> previous;        // the list before the last change
    bool operator==(const PeerHpke&) const = default;
};

std::string to_text(const PeerHpke& seen);
Result<PeerHpke> load_peer_hpke(std::string_view text);
bool confirms(const PeerHpke& seen, ByteView hpke_config_body);

}  // namespace tacit::task
