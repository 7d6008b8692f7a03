// Closing a task: the leader stops uploads in one transaction, then the helper puts its name to the same closing time.
//
// From then on an interval that ends in the future may be collected, up to the end of the task. Thread-safe.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "collector/protocol/parts.h"
#include "collector/protocol/tasks.h"
#include "schemas/wire/problem.h"

namespace tacit::protocol {

class TaskClosing {
public:
    explicit TaskClosing(const Parts& parts) : parts_(parts) {}

    // The leader's signed document (schemas/task/close.h), if the task is closed here.
    Result<std::optional<std::string>> document(const Task& task) const;
    // The leader's half. Gives the document to post to the helper; the same one when called again.
    Result<std::string, wire::Problem> close_as_leader(const Task& task) const;
    // The helper's half, from the leader's document. Gives the same closing time under the helper's signature; idempotent.
    Result<std::string, wire::Problem> close_as_helper(const Task& task, std::string_view leader_document) const;
    // Whether the helper closed at the time that the leader named. Fails with Fault::corrupt, and the task is stopped, where
    // it says otherwise.
    Result<void> check_helper(const Task& task, std::string_view helper_document) const;

    // Once a collected batch holds the unit of the closing: deletes the reports outside every collected batch, which nobody
    // will ask for, and counts them as task_expired. Gives how many were deleted.
    Result<std::uint64_t> delete_uncollected(const Task& task) const;

private:
    Parts parts_;
};

}  // namespace tacit::protocol
