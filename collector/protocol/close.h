// Closing a task: the leader stops uploads in one transaction, then the helper signs the same closing time.
//
// From then on an interval that ends in the future may be collected, up to the end of the task. Thread-safe.
#pragma once
#include <string>
#include <string_view>

#include "collector/protocol/parts.h"
#include "collector/protocol/tasks.h"
#include "schemas/wire/problem.h"

namespace tacit::protocol {

class Closing {
public:
    explicit Closing(const Parts& parts) : parts_(parts) {}

    // What the task's close document is now, if it is closed.
    Result<std::optional<std::string>> document(const Task& task) const;
    // The leader's half. Gives the document to post to the helper; the same one when called again.
    Result<std::string, wire::Problem> close_as_leader(const Task& task) const;
    // The helper's half, from the leader's document. Gives the helper's signed document; idempotent.
    Result<std::string, wire::Problem> close_as_helper(const Task& task, std::string_view leader_document) const;
    // Checks what the helper answered to the leader's document.
    Result<void> check_helper(const Task& task, std::string_view helper_document) const;

    // After the closing collection: deletes what lies outside every collected batch. Gives how many reports were deleted.
    Result<std::uint64_t> delete_uncollected(const Task& task) const;

private:
    Parts parts_;
};

}  // namespace tacit::protocol
