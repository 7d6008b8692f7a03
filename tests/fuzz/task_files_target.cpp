#include "crypto/base/check.h"
#include "schemas/task/close.h"
#include "schemas/task/counted.h"
#include "schemas/task/ledger.h"
#include "schemas/task/pairing.h"
#include "schemas/task/peer_hpke.h"
#include "schemas/task/texts.h"
#include "tests/fuzz/targets.h"

namespace tacit::fuzz {
namespace {

const sign::SecretKey& some_key() {
    static const sign::SecretKey key = sign::SecretKey::from_seed(Bytes(32, 1)).value();
    return key;
}

void try_entry(std::string_view line) {
    const auto entry = task::parse_entry(line);
    if (!entry) return;
    const auto again = task::verify_entry(task::sign_entry(*entry, some_key()), some_key().public_key());
    TACIT_ASSERT(again.has_value() && *again == *entry);
}

// The corpus is signed with some_key(), so these get past the signature.
void try_chain(std::string_view text) {
    wire::TaskId id;
    id.bytes.fill(0x11);
    const auto chain = task::verify_chain(task::whole_lines(text), {id, wire::Role::helper, some_key().public_key()});
    TACIT_ASSERT(!chain || chain->entries.size() == chain->hashes.size());
    const auto head = task::open_head(text, {id, wire::Role::helper, some_key().public_key()});
    TACIT_ASSERT(!head || head->task == id);
}
void try_signed(std::string_view text) {
    const auto counted = task::open_counted(text, some_key().public_key());
    TACIT_ASSERT(!counted || task::sign_counted(*counted, some_key()) == text);
    const auto closing = task::open_closing(text, some_key().public_key());
    TACIT_ASSERT(!closing || task::sign_closing(*closing, some_key()) == text);
}
void try_served(std::string_view text) {
    const auto seen = task::load_peer_hpke(text);
    TACIT_ASSERT(!seen || task::load_peer_hpke(task::to_text(*seen)).value() == *seen);
    const auto list = task::load_texts_list(text);
    TACIT_ASSERT(!list || task::load_texts_list(task::to_text(*list)).value() == *list);
}
void try_offer(std::string_view text) {
    const auto offer = task::load_offer(text);
    if (!offer) return;
    const std::string written = task::to_text(*offer);
    const auto again = task::load_offer(written);
    TACIT_ASSERT(again.has_value());
    TACIT_ASSERT(task::to_text(*again) == written);
}
void try_acceptance(std::string_view text) {
    const auto acceptance = task::load_acceptance(text);
    if (!acceptance) return;
    const std::string written = task::to_text(*acceptance);
    const auto again = task::load_acceptance(written);
    TACIT_ASSERT(again.has_value());
    TACIT_ASSERT(task::to_text(*again) == written);
}

}  // namespace

void task_files(ByteView input) {
    const auto [which, bytes] = select(input);
    const std::string_view text = as_text(bytes);
    switch (which) {
        case 0: return try_entry(text);
        case 1: return try_chain(text);
        case 2: return try_signed(text);
        case 3: return try_served(text);
        case 4: return try_offer(text);
        case 5: return try_acceptance(text);
        default: return;
    }
}

}  // namespace tacit::fuzz
