// What both aggregators check of a collection request (draft-ietf-ppm-dap-18, "Collection Job Initialization").
#pragma once
#include "collector/protocol/tasks.h"
#include "collector/store/store.h"
#include "schemas/wire/collect.h"
#include "schemas/wire/problem.h"

namespace tacit::protocol {

// The interval that the request asks for, if its form is right. The leader names a foreign aggregation parameter
// invalidAggregationParameter, the helper invalidMessage.
Result<wire::Interval, wire::Problem> check_request(const Task& task, const wire::CollectionJobReq& request);

// Whether the interval may be collected now: inside the task and over, unless the task was closed.
Result<void, wire::Problem> check_interval(const Task& task, const wire::Interval& interval, bool closed,
                                           std::chrono::sys_seconds now);

// Refuses with batchOverlap where any part of the interval was asked for before.
Result<void, wire::Problem> check_overlap(store::Reader& reader, const Task& task, const wire::Interval& interval);

// What the operators are told about a batch whose aggregators disagree.
std::string mismatch_detail(const wire::Interval& interval);

}  // namespace tacit::protocol
