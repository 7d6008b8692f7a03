// What the two organisations and the publisher signed, held against each other and against the survey. Each check fails
// with what is wrong, in words for readers.
#pragma once
#include "schemas/release/release.h"
#include "schemas/task/ledger.h"

namespace tacit::release {

struct Ledgers {
    task::Chain leader;
    task::Chain helper;
};

Result<void> check_hashes(const Files& files);
Result<void> check_signature(const Files& files, const task::Task& task);
// The bytes of a task are what every report was bound to, so only the canonical ones will do.
Result<void> check_task(const Files& files, const Release& release);
// Only what task.json names was registered before the first answer.
Result<void> check_said_of_analysis(const Files& files, const Release& release);
Result<void> check_signed_wordings(const Release& release);
// One ledger, every line of it signed and chained.
Result<task::Chain> chain_of(const Release& release, wire::Role role);
// Every version that both served is here: labels come from the newest. One that a single ledger names was never shown,
// and one that none names yet came after these copies of the ledgers.
Result<void> check_served_wordings(const Release& release, const Ledgers& ledgers);
Result<void> check_shares(const Release& release, const Ledgers& ledgers);
// What the survey costs, by both ledgers and by the package.
Result<void> check_noise(const Files& files, const Release& release, const Ledgers& ledgers);

}  // namespace tacit::release
