// Batches that are given up for ever, because noise may have been drawn for them and this server does not remember it.
#pragma once
#include <vector>

#include "collector/protocol/tasks.h"
#include "collector/store/store.h"

namespace tacit::protocol {

// Refuses everything in the interval that is not collected here: no report counts there, no noise is drawn. Collection
// jobs that touch it fail, and what is stored of it is deleted. Returns the intervals that are refused now and were not
// before.
Result<std::vector<wire::Interval>> refuse_interval(store::Tx& tx, const Task& task, const wire::Interval& interval);

// From the task's start to the last unit that a report sent by now can carry: all for which noise can have been drawn.
wire::Interval up_to(const Task& task, std::chrono::sys_seconds now);

// Whether every unit of the interval lies in a batch that is collected or refused here: no noise can be drawn for it
// again.
Result<bool> all_decided(store::Reader& reader, const Task& task, const wire::Interval& interval);

}  // namespace tacit::protocol
