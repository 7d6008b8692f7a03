#include "collector/protocol/head_message.h"

#include <algorithm>

#include "collector/protocol/refused_batches.h"
#include "schemas/json/reader.h"

namespace tacit::protocol {
namespace {

json::Node head_node(const std::string& text) {
    if (text.empty()) return {};
    const auto document = json::Document::parse(text);
    return document ? document->root().node() : json::Node();
}

// One of the two heads; absent and null are the same.
Result<std::optional<task::Head>> open_member(const json::Value& message, std::string_view key,
                                              const task::LedgerOf& whose, std::string& text) {
    const auto value = message.find(key);
    if (!value || value->is_null()) return std::nullopt;
    text = value->canonical();
    TACIT_TRY(const task::Head head, task::open_head(text, whose));
    return head;
}

Result<std::optional<std::string>> optional_text(const json::Value& message, std::string_view key) {
    const auto value = message.find(key);
    if (!value || value->is_null()) return std::nullopt;
    TACIT_TRY(std::string text, value->as_text());
    return text;
}

// Whether the other may show a head that does not continue what it showed before.
bool admits_loss(const HeadMessage& message) { return message.incident.has_value(); }

bool has_incident(const task::Chain& chain) {
    return std::any_of(chain.entries.begin(), chain.entries.end(),
                       [](const task::Entry& entry) { return std::holds_alternative<task::Incident>(entry.event); });
}

std::string lost_lines_reason(const Task& task) {
    return "the other aggregator knows ledger lines of this server that are not here: this server was restored from a "
           "copy, and "
           "noise drawn again for a batch would undo the first. Stop it and run tacit-collector restore "
           "--refuse-batches " +
           wire::to_text(task.id);
}

}  // namespace

task::LedgerOf own_ledger(const Task& task) { return {task.id, task.role, task.self().signing_key}; }

task::LedgerOf peer_ledger(const Task& task) {
    const wire::Role role = task.role == wire::Role::leader ? wire::Role::helper : wire::Role::leader;
    return {task.id, role, task.peer().signing_key};
}

std::string to_text(const HeadMessage& message) {
    json::Node node = json::Node::object();
    node.set("mine", head_node(message.mine_text));
    node.set("yours", head_node(message.yours_text));
    node.set("agreed", message.agreed ? json::Node(to_hex(*message.agreed)) : json::Node());
    node.set("incident", message.incident ? json::Node(*message.incident) : json::Node());
    return json::canonical(node);
}

Result<HeadMessage> open_head_message(const Task& task, std::string_view text) {
    TACIT_TRY(const json::Document document, json::Document::parse(text));
    const json::Value root = document.root();
    TACIT_CHECK(root.only({"mine", "yours", "agreed", "incident"}));
    HeadMessage message;
    TACIT_TRY(message.mine, open_member(root, "mine", peer_ledger(task), message.mine_text));
    TACIT_TRY(message.yours, open_member(root, "yours", own_ledger(task), message.yours_text));
    TACIT_TRY(const auto agreed, optional_text(root, "agreed"));
    if (agreed) {
        TACIT_TRY(const Bytes hash, from_hex(*agreed));
        if (hash.size() != sizeof(Sha256)) return fail(Fault::malformed, "this is not a SHA-256", "/agreed");
        std::copy(hash.begin(), hash.end(), message.agreed.emplace().begin());
    }
    TACIT_TRY(message.incident, optional_text(root, "incident"));
    if (message.incident) {
        TACIT_TRY(const task::Entry entry, task::verify_entry(*message.incident, task.peer().signing_key));
        if (entry.task != task.id || entry.role != peer_ledger(task).role ||
            !std::holds_alternative<task::Incident>(entry.event))
            return fail(Fault::refused, "this is not an incident of this task", "/incident");
    }
    return message;
}

Result<task::Chain> stored_chain(store::Reader& reader, const Task& task) {
    TACIT_TRY(const auto lines, reader.ledger(task.key));
    task::Chain chain;
    for (const std::string& line : lines) {
        TACIT_TRY(task::Entry entry, task::parse_entry(line));
        chain.push(std::move(entry), line);
    }
    return chain;
}

Result<HeadReview> review_heads(store::Tx& tx, const Task& task, const HeadMessage& message,
                                std::chrono::sys_seconds now) {
    TACIT_TRY(const store::TaskState state, tx.task_state(task.key));
    TACIT_TRY(const task::Chain chain, stored_chain(tx, task));
    HeadReview review;
    if (message.yours) {
        // A head that was given up with an incident is stood by, although its lines are gone.
        bool given_up = !state.stopped && state.lost_head == message.yours_text;
        const bool contained = compare(chain, *message.yours) == task::Agreement::contained;
        if (!contained && !given_up && !state.stopped && has_incident(chain)) {
            TACIT_TRY(given_up, all_decided(tx, task, up_to(task, now)));
            if (given_up) TACIT_CHECK(tx.set_lost_head(task.key, message.yours_text));
        }
        if (given_up || contained) {
            review.agreed = message.yours->hash;
            review.peer_current = *message.yours == head_of(chain, task.id, task.role);
        } else {
            review.own_lost = true;
            TACIT_CHECK(tx.set_lost_head(task.key, message.yours_text));
            if (!state.stopped) TACIT_CHECK(tx.stop_task(task.key, lost_lines_reason(task)));
        }
    }
    if (!message.mine) return review;
    if (!state.peer_head) {
        TACIT_CHECK(tx.set_peer_head(task.key, message.mine_text));
        return review;
    }
    TACIT_TRY(const task::Head seen, task::open_head(*state.peer_head, peer_ledger(task)));
    if (*message.mine == seen) return review;
    const bool grew = message.mine->seq > seen.seq;
    if (message.agreed == seen.hash && (grew || admits_loss(message))) {
        TACIT_CHECK(tx.set_peer_head(task.key, message.mine_text));
    } else if (!grew) {
        review.peer_behind = true;
    }
    return review;
}

}  // namespace tacit::protocol
