// What two aggregators tell each other about their ledgers (design.md section 6, "Rolled-back machine"): the JSON
// object of POST .../ledger_head, and its base64url form in the header Tacit-Ledger-Head.
//
// `mine` is the sender's signed head and `yours` the receiver's, as the sender last saw it. `agreed` is the hash of the
// head of the sender's that the receiver showed last and that the sender stands by: only then does the receiver replace
// it, so that a machine which was put back cannot wipe out, unknowing, the only evidence of it. A sender who had to
// give lines up (restore --refuse-batches) shows the line that says so as `incident`.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "collector/protocol/tasks.h"
#include "collector/store/store.h"
#include "schemas/task/ledger.h"

namespace tacit::protocol {

struct HeadMessage {
    std::optional<task::Head> mine;
    std::string mine_text;
    std::optional<task::Head> yours;
    std::string yours_text;
    std::optional<Sha256> agreed;
    std::optional<std::string> incident;  // a ledger line whose signature was checked
};

// Whose ledgers they are, from this aggregator's point of view.
task::LedgerOf own_ledger(const Task& task);
task::LedgerOf peer_ledger(const Task& task);

std::string to_text(const HeadMessage& message);
// Reads what the other aggregator sent and checks every signature in it.
Result<HeadMessage> open_head_message(const Task& task, std::string_view text);

// What a message means, next to what is known here.
struct HeadReview {
    bool own_lost = false;      // the other knows lines of ours that are not here
    bool peer_behind = false;   // the other's ledger lacks lines that it showed us before
    bool peer_current = false;  // the other has our latest head
    std::optional<Sha256> agreed;
};
// Judges a message, stores the other's head where it may be, and stops the task where lines of ours are lost, unless an
// incident of ours admits a loss and every day until `now` is decided here: then there is nothing left to draw noise
// for again, whatever the lost lines say. That is so on the day of a restore --without-peer. On a later day it is not:
// the head may then tell of a batch that was collected since, before this machine was put back a second time.
Result<HeadReview> review_heads(store::Tx& tx, const Task& task, const HeadMessage& message,
                                std::chrono::sys_seconds now);

// Our ledger as the database has it; its signatures are not checked again.
Result<task::Chain> stored_chain(store::Reader& reader, const Task& task);

}  // namespace tacit::protocol
