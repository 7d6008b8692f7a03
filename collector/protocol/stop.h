// Stopping a task: what contradicts itself is left as it is, with words for the person who has to look.
#pragma once
#include "collector/protocol/parts.h"
#include "collector/protocol/tasks.h"

namespace tacit::protocol {

// Records why the task stopped; the first reason stays.
Result<void> record_stop(const Parts& parts, const Task& task, const std::string& reason);
// Does so, and gives the failure to return.
tl::unexpected<Error> stop_task(const Parts& parts, const Task& task, const std::string& reason);

}  // namespace tacit::protocol
