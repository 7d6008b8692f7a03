// Gives up a batch about whose reports the aggregators disagree: refused for ever, with a line in the ledger, and what
// was kept of its reports deleted. Each operator does it on their own side.
#pragma once
#include "collector/protocol/ledger_book.h"

namespace tacit::collector {

// Every corrupt batch of the task, or the one that is this interval. A helper may have no row for an interval that only
// the leader found corrupt; then the interval must be named. Returns what was given up.
Result<std::vector<wire::Interval>> discard_batches(store::Store& store, protocol::LedgerBook& ledger,
                                                    const protocol::Task& task, std::optional<wire::Interval> interval);

}  // namespace tacit::collector
