// Fetches what both aggregators serve about a task, and believes it or not (client/core/trust.h).
#pragma once
#include "client/core/trust.h"
#include "client/native/task_address.h"
#include "client/native/transport.h"

namespace tacit::native {

// Everything from each aggregator itself. Fails with the server's name where something is missing or not to be
// believed.
Result<client::Believed> visit(Transport& transport, const TaskAddress& address);

// The first of the address's possible aggregators that knows the task, and its copy of task.json.
Result<Bytes> first_copy(Transport& transport, const TaskAddress& address, std::string& server);

// `{aggregator}tacit/tasks/{task_id}/NAME`
std::string task_url(std::string_view aggregator, const wire::TaskId& task_id, std::string_view name);

}  // namespace tacit::native
