// An aggregator's ledger as a whole: a chain of signed lines, and the signed head by which the other aggregator
// remembers how long it was (design.md section 6, "Rolled-back machine").
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "schemas/task/entry.h"

namespace tacit::task {

// Whose ledger it is.
struct LedgerOf {
    wire::TaskId task;
    wire::Role role = wire::Role::leader;
    sign::PublicKey signing_key;
};

// A chain that was verified, with the SHA-256 of every line: hashes[i] belongs to seq i + 1.
struct Chain {
    std::vector<Entry> entries;
    std::vector<Sha256> hashes;

    std::uint64_t next_seq() const { return hashes.size() + 1; }
    Sha256 last_hash() const { return hashes.empty() ? Sha256{} : hashes.back(); }  // `prev` of the next line
    void push(Entry entry, std::string_view line);  // a line of ours that was just signed
};

// Every line ends in a line feed. Checks signatures, hashes, seq, task and role; an error names the line. An empty text
// is an empty chain.
Result<Chain> verify_chain(std::string_view text, const LedgerOf& whose);
// The text up to its last line feed: what is left when the machine died while it wrote a line.
std::string_view whole_lines(std::string_view text);

// "My ledger has `seq` lines and the last one hashes to `hash`", signed (kind `ledger`).
struct Head {
    wire::TaskId task;
    wire::Role role = wire::Role::leader;
    std::uint64_t seq = 0;
    Sha256 hash{};
    bool operator==(const Head&) const = default;
};
Head head_of(const Chain& chain, const wire::TaskId& task, wire::Role role);
std::string sign_head(const Head& head, const sign::SecretKey& key);
Result<Head> open_head(std::string_view text, const LedgerOf& whose);

// What an earlier head says about the chain at hand.
enum class Agreement {
    contained,  // the chain has that line: it only grew since
    longer,     // the head knows of lines that the chain does not have: the chain was rolled back
    different,  // the chain has another line there
};
Agreement compare(const Chain& chain, const Head& head);

}  // namespace tacit::task
