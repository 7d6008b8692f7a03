// Closing a task: the leader stops uploads in one transaction, sends what it still has, and then the helper puts its
// name to the same closing time.
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

// Whether no batch of this task can ever be collected any more: it is closed, and a collected batch holds the unit of
// the closing, or no stretch of days is left that has enough reports. A helper may judge by what it holds, because it
// hears of the closing only once the leader has nothing left to send.
Result<bool> is_over(store::Reader& reader, const Task& task);

// Closes the task in this transaction, or moves its closing to this time. False: it was closed at this time before. The
// caller writes the ledger line.
Result<bool> mark_closed(store::Tx& tx, const Task& task, wire::Time closed);

class TaskClosing {
public:
    explicit TaskClosing(const Parts& parts) : parts_(parts) {}

    // This aggregator's signed document (schemas/task/close.h), if the task is closed here.
    Result<std::optional<std::string>> document(const Task& task) const;
    // The leader's half. Gives the signed document; the same one when called again. Refuses with
    // invalidBatchSize where what is not collected yet has too few reports ever to be published, unless that is wanted.
    Result<std::string, wire::Problem> close_as_leader(const Task& task, bool even_if_too_few) const;
    // The leader's document for the helper, once the task is closed and every report is verified: none can follow.
    Result<std::optional<std::string>> document_for_helper(const Task& task) const;
    // The helper's half, from that document. Gives the same closing time under the helper's signature;
    // idempotent.
    Result<std::string, wire::Problem> close_as_helper(const Task& task, std::string_view leader_document) const;
    // Whether the helper closed at the time that the leader named. Fails with Fault::corrupt, and the task is stopped,
    // where it says otherwise.
    Result<void> check_helper(const Task& task, std::string_view helper_document) const;

    // The helper closed at another time before. Stops the task: this server must have forgotten that closing.
    Result<void> refused_by_helper(const Task& task) const;

    // Once is_over(): deletes what is left outside every collected batch, which nobody will ask for, and counts its
    // reports as task_expired. Gives how many they were.
    Result<std::uint64_t> delete_uncollected(const Task& task) const;

private:
    Parts parts_;
};

}  // namespace tacit::protocol
