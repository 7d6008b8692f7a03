// The address of a task as people pass it on: `{aggregator}/tacit/tasks/{task_id}`, or the form's with `#task_id`.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "schemas/wire/types.h"

namespace tacit::native {

struct TaskAddress {
    wire::TaskId task_id;
    std::vector<std::string>
        aggregators;  // URLs ending in '/', to be tried in order; one unless it was a form's address
};

// Refuses addresses without a task id, and plain http to another machine.
Result<TaskAddress> parse_task_address(std::string_view text);

}  // namespace tacit::native
