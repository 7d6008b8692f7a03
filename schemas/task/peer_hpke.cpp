#include "schemas/task/peer_hpke.h"

#include "schemas/task/fields.h"

namespace tacit::task {

std::string to_text(const PeerHpke& seen) {
    json::Node node = json::Node::object({{"v", 1},
                                          {"task", wire::to_text(seen.task)},
                                          {"peer", wire::name(seen.peer)},
                                          {"current", to_hex(seen.current)}});
    if (seen.previous) node.set("previous", to_hex(*seen.previous));
    return json::canonical(node);
}

Result<PeerHpke> load_peer_hpke(std::string_view text) {
    TACIT_TRY(const json::Document document, json::Document::parse(text));
    const json::Value root = document.root();
    TACIT_CHECK(root.only({"v", "task", "peer", "current", "previous"}));
    TACIT_CHECK(root.integer("v", 1, 1));
    PeerHpke seen;
    TACIT_TRY(seen.task, load_task_id(root));
    TACIT_TRY(seen.peer, load_aggregator(root, "peer"));
    TACIT_TRY(seen.current, load_sha256(root, "current"));
    if (root.find("previous")) {
        TACIT_TRY(seen.previous, load_sha256(root, "previous"));
    }
    return seen;
}

bool confirms(const PeerHpke& seen, ByteView hpke_config_body) {
    const Sha256 hash = sha256(hpke_config_body);
    return hash == seen.current || (seen.previous && hash == *seen.previous);
}

}  // namespace tacit::task
