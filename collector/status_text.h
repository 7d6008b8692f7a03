// How a collector's tasks stand, for its operator: what was collected, what waits, what is wrong and what to do.
#pragma once
#include <string>

#include "collector/ops/keys.h"
#include "collector/store/store.h"
#include "collector/task_folder.h"

namespace tacit::collector {

struct Status {
    std::string text;
    bool all_well = true;  // nothing here waits for the operator
};
// One task in one role. Rejected reports are told in steps only.
Result<Status> status_of(store::Store& store, const StoredTask& task, wire::Role role);
std::string coarse_count(std::uint64_t count);  // "none", "under 10", "under 100", …

}  // namespace tacit::collector
