// counted.json (schemas/task/counted.h) as a client reads it: whose it has to be, and what it says about today.
#pragma once
#include "schemas/task/counted.h"
#include "schemas/task/task_json.h"

namespace tacit::client {

Result<task::Counted> load_counted(const task::Task& task, const wire::TaskId& id, wire::Role role,
                                   std::string_view text);

// Whether answers given now can still be counted. `counted` is the leader's list; one that cannot be read says nothing
// against them.
bool still_counts(const task::Task& task, const wire::TaskId& id, std::string_view counted, std::int64_t unix_seconds);

}  // namespace tacit::client
