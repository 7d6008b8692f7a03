#include "collector/protocol/collection_request.h"

#include "collector/protocol/refuse.h"

namespace tacit::protocol {
namespace {

using wire::ProblemType;

std::string words(const wire::Interval& interval) {
    return std::to_string(interval.start) + " to " + std::to_string(interval.start + interval.duration);
}

std::string overlap_detail(const store::Batch& batch) {
    const std::string which = "the batch of units " + words(batch.interval) + ' ';
    switch (batch.state) {
        case store::BatchState::closing: return which + "is being collected by another request";
        case store::BatchState::collected: return which + "was collected already; ask with the same bytes as then";
        case store::BatchState::corrupt: return mismatch_detail(batch.interval);
        case store::BatchState::refused: return which + "was declared lost by this server's operator";
    }
    return which;
}

}  // namespace

Result<wire::Interval, wire::Problem> check_request(const Task& task, const wire::CollectionJobReq& request) {
    if (request.query.batch_mode != task.configuration.batch_mode)
        return refuse(task, ProblemType::invalidMessage, "this task has another batch mode");
    if (!request.agg_param.empty()) {
        const auto type = task.role == wire::Role::leader ? ProblemType::invalidAggregationParameter
                                                          : ProblemType::invalidMessage;
        return refuse(task, type, "this VDAF has no aggregation parameter");
    }
    if (!wire::strictly_increasing(request.extensions))
        return refuse(task, ProblemType::invalidExtension, "the extensions are not in order");
    if (auto types = wire::unsupported(request.extensions, {}); !types.empty()) {
        return tl::unexpected<wire::Problem>(wire::Problem(ProblemType::unsupportedExtension,
                                                           "this task has no extensions of collection jobs", 400,
                                                           task.id, std::move(types)));
    }
    const auto interval = wire::interval_of(request.query);
    if (!interval) return refuse(task, ProblemType::batchInvalid, to_text(interval.error()));
    return *interval;
}

Result<void, wire::Problem> check_interval(const Task& task, const wire::Interval& interval, bool closed,
                                           std::chrono::sys_seconds now) {
    if (!wire::within(interval, task.interval))
        return refuse(task, ProblemType::batchInvalid,
                      "the interval " + words(interval) + " is not inside the task's, " + words(task.interval));
    if (!closed && wire::end(interval).value() > task.units(now))
        return refuse(task, ProblemType::batchInvalid,
                      "the interval ends in the future; 'collect --close' ends the task now and collects the rest");
    return {};
}

Result<void, wire::Problem> check_overlap(store::Reader& reader, const Task& task, const wire::Interval& interval) {
    TACIT_TRY(const auto batches, reader.batches(task.key));
    for (const store::Batch& batch : batches) {
        if (wire::overlap(batch.interval, interval))
            return refuse(task, ProblemType::batchOverlap, overlap_detail(batch));
    }
    return {};
}

std::string mismatch_detail(const wire::Interval& interval) {
    return "the two aggregators hold different reports for the units " + words(interval) +
           "; nothing was collected. 'tacit-collector status' shows both counts, and 'tacit-collector discard' gives the "
           "batch up";
}

}  // namespace tacit::protocol
