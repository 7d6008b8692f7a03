// What the publisher keeps of one collection while it runs and afterwards: the request's bytes before they are sent,
// and the answer's before they are used, so that a crash loses nothing and the same bytes are sent again. Mode 0600:
// the answer holds the exact number of reports.
#pragma once
#include <filesystem>
#include <vector>

#include "schemas/wire/collect.h"

namespace tacit::publisher {

struct CollectionFile {
    wire::TaskId task;
    wire::Interval interval;
    Bytes request;   // CollectionJobReq
    Bytes response;  // CollectionJobResp; empty until the leader answered
    bool operator==(const CollectionFile&) const = default;
};

// Below `folder`, one file per task and interval.
Result<void> save(const std::filesystem::path& folder, const CollectionFile& file);
// Removes the file of a request that is not to be sent again.
Result<void> forget(const std::filesystem::path& folder, const CollectionFile& file);
// Those of a task, by interval.
Result<std::vector<CollectionFile>> load_all(const std::filesystem::path& folder, const wire::TaskId& task);

// A new one for this interval: the request that asks for it.
Result<CollectionFile> new_collection(const wire::TaskId& task, const wire::Interval& interval);

}  // namespace tacit::publisher
