// One line of an aggregator's ledger: what happened to a task, in words that anybody may read (design.md section 6).
//
// A line is one RFC 8785 object {v, seq, prev, event, role, task, time, ..., sig}; `prev` is the SHA-256 of the line
// before (its bytes without the line feed, in hexadecimal), `time` a unit of the task's time_precision, and `sig` the
// aggregator's signature of kind `ledger`. No line ever holds an exact count of reports, the id of one, or a hash of a
// request.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "crypto/dp/rational.h"
#include "crypto/sign/signature.h"
#include "schemas/survey/compile.h"
#include "schemas/wire/types.h"

namespace tacit::task {

// The noise of one released table.
struct LedgerBlock {
    std::string table;
    std::uint64_t cells = 0;
    std::uint64_t delta_squared = 0;
    std::uint32_t sigma_squared = 0;
    dp::Rational rho;  // delta_squared / (2 sigma_squared)
    bool operator==(const LedgerBlock&) const = default;
};
// What a release costs, as both aggregators compute it from the survey.
struct Cost {
    std::vector<LedgerBlock> blocks;
    dp::Rational rho_this_server;  // against whoever knows the other server's noise: the headline
    dp::Rational rho_both_honest;  // half of it
    std::uint64_t min_batch_size = 0;
    bool operator==(const Cost&) const = default;
};
Result<Cost> cost_of(const survey::Compiled& compiled, std::uint64_t min_batch_size);

struct TaskCreated {
    Cost cost;
    std::string software;
    bool operator==(const TaskCreated&) const = default;
};
struct BatchCollected {
    wire::Interval batch;
    Cost cost;
    Sha256 noised_share_sha256{};
    std::string software;
    bool operator==(const BatchCollected&) const = default;
};
struct BatchRefused {
    enum class Reason { too_small, corrupt, discarded, restored };
    wire::Interval batch;
    Reason reason = Reason::too_small;
    bool operator==(const BatchRefused&) const = default;
};
struct TaskClosed {
    wire::Time closed = 0;  // the unit in which uploads ended
    bool operator==(const TaskClosed&) const = default;
};
struct TextsServed {
    std::uint32_t n = 0;
    Sha256 sha256{};  // of texts/{n}.json
    bool operator==(const TextsServed&) const = default;
};
// What a helper found at the address of the leader's form.
enum class FormOutcome {
    as_signed,    // the form that both organisations signed, with headers as strict as they have to be
    differs,      // something else
    unreachable,  // no answer, so nothing is known
    absent,       // no form
};
std::string_view name(FormOutcome outcome);
struct FormChecked {
    std::string form;  // its address
    FormOutcome outcome = FormOutcome::as_signed;
    std::string version;  // of the form.json that was served there, and its hash; empty where none could be read
    Sha256 sha256{};
    bool operator==(const FormChecked&) const = default;
};
struct Incident {
    enum class Kind { restored_backup, different_ledger, key_exposed, other };
    Kind kind = Kind::other;
    bool operator==(const Incident&) const = default;
};
using Event = std::variant<TaskCreated, BatchCollected, BatchRefused, TaskClosed, TextsServed, FormChecked, Incident>;
std::string_view name(const Event& event);  // "batch_collected"

struct Entry {
    std::uint64_t seq = 1;
    Sha256 prev{};  // zero in the first line
    wire::Role role = wire::Role::leader;
    wire::TaskId task;
    wire::Time time = 0;
    Event event;
    bool operator==(const Entry&) const = default;
};

// The line, without a line feed.
std::string sign_entry(const Entry& entry, const sign::SecretKey& key);
// Reads a line and does not look at its signature; whoever judges somebody's ledger calls verify_chain().
Result<Entry> parse_entry(std::string_view line);
Result<Entry> verify_entry(std::string_view line, const sign::PublicKey& key);

}  // namespace tacit::task
