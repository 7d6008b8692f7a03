// Asks the leader for a batch: the request is on disk before it is sent and the answer before it is used, so that the
// command can be repeated after any crash and sends the same bytes (draft-ietf-ppm-dap-18, "Collecting Results").
#pragma once
#include <functional>

#include "collector/peer/peer.h"
#include "collector/publisher/collection_file.h"
#include "schemas/task/task_json.h"

namespace tacit::publisher {

// What the publisher needs to talk to the servers of a task.
struct Contact {
    const task::Task& task;
    const wire::TaskId& id;
    const SecretBytes& token;  // for the leader
    peer::Transport& transport;
    Random& random;
    peer::Pause pause;                            // false stops
    std::function<void(const std::string&)> say;  // a line for the person who waits
};

// The collection of this interval, from its file where there is one. Waits for the leader, and says so. A refusal is
// explained, and the request forgotten: another interval may be the remedy.
Result<CollectionFile> collect(const Contact& contact, const std::filesystem::path& folder,
                               const wire::Interval& interval);

// Ends the task: the leader stops uploads and has the helper sign the closing time. The leader refuses where what is not
// collected yet has too few reports ever to be published, unless that is wanted.
Result<void> close_task(const Contact& contact, bool even_if_too_few);

// What can never be collected, as the leader's ledger says: given up after a restored backup, or discarded. By start.
Result<std::vector<wire::Interval>> given_up(const Contact& contact);

// The interval to collect next: from the end of what is collected, or the task's opening, to the last unit that is
// over; to the task's end where it is closed; around what was given up. Fails with the day from which it can succeed where
// nothing is left.
Result<wire::Interval> next_interval(const task::Task& task, const std::vector<CollectionFile>& collected,
                                     const std::vector<wire::Interval>& given_up, bool closed,
                                     std::chrono::sys_seconds now);

}  // namespace tacit::publisher
