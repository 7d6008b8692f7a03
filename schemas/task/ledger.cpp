#include "schemas/task/ledger.h"

#include "schemas/task/fields.h"
#include "schemas/task/signed_json.h"

namespace tacit::task {
namespace {

Result<Entry> verify_next(const Chain& chain, std::string_view line, const LedgerOf& whose) {
    TACIT_TRY(Entry entry, verify_entry(line, whose.signing_key));
    if (entry.seq != chain.next_seq()) return fail(Fault::corrupt, "the number is not the one that comes next", "/seq");
    if (entry.prev != chain.last_hash())
        return fail(Fault::corrupt, "the hash is not that of the line before", "/prev",
                    "A line before this one was changed, added or removed.");
    if (entry.task != whose.task) return fail(Fault::corrupt, "the line is of another task", "/task");
    if (entry.role != whose.role) return fail(Fault::corrupt, "the line is of the other aggregator", "/role");
    return entry;
}

}  // namespace

void Chain::push(Entry entry, std::string_view line) {
    entries.push_back(std::move(entry));
    hashes.push_back(sha256(as_bytes(line)));
}

Result<Chain> verify_chain(std::string_view text, const LedgerOf& whose) {
    Chain chain;
    while (!text.empty()) {
        const std::string number = "line " + std::to_string(chain.next_seq());
        const std::size_t size = text.find('\n');
        if (size == std::string_view::npos)
            return fail(Fault::corrupt, "the last line is cut off", number, "Fetch the ledger again.");
        const std::string_view line = text.substr(0, size);
        auto entry = verify_next(chain, line, whose);
        if (!entry) {
            Error error = std::move(entry).error();
            error.where = error.where.empty() ? number : number + ", " + error.where;
            return tl::make_unexpected(std::move(error));
        }
        chain.push(*std::move(entry), line);
        text.remove_prefix(size + 1);
    }
    return chain;
}

std::string_view whole_lines(std::string_view text) { return text.substr(0, text.rfind('\n') + 1); }

Head head_of(const Chain& chain, const wire::TaskId& task, wire::Role role) {
    return {task, role, chain.hashes.size(), chain.last_hash()};
}

std::string sign_head(const Head& head, const sign::SecretKey& key) {
    return sign_object(json::Node::object({{"task", wire::to_text(head.task)},
                                           {"role", wire::name(head.role)},
                                           {"seq", head.seq},
                                           {"hash", to_hex(head.hash)}}),
                       key, sign::Kind::ledger);
}

Result<Head> open_head(std::string_view text, const LedgerOf& whose) {
    TACIT_TRY(const SignedObject object, open_object(text, whose.signing_key, sign::Kind::ledger));
    TACIT_CHECK(object.root().only({"v", "task", "role", "seq", "hash", "sig"}));
    Head head;
    TACIT_TRY(head.task, load_task_id(object.root()));
    TACIT_TRY(head.role, load_aggregator(object.root()));
    TACIT_TRY(head.seq, load_count(object.root(), "seq"));
    TACIT_TRY(head.hash, load_sha256(object.root(), "hash"));
    if (head.task != whose.task) return fail(Fault::refused, "the ledger head is of another task", "/task");
    if (head.role != whose.role) return fail(Fault::refused, "the ledger head is of the other aggregator", "/role");
    return head;
}

Agreement compare(const Chain& chain, const Head& head) {
    if (head.seq > chain.hashes.size()) return Agreement::longer;
    const Sha256 here = head.seq == 0 ? Sha256{} : chain.hashes[static_cast<std::size_t>(head.seq) - 1];
    return here == head.hash ? Agreement::contained : Agreement::different;
}

}  // namespace tacit::task
