#include "collector/protocol/upload.h"

#include "collector/protocol/job_state.h"

namespace tacit::protocol {
namespace {

using wire::ReportError;

// What speaks against a report that is not stored yet, whatever its bucket.
Refusal objection(const Task& task, const KeyRing& keys, wire::Time latest, const wire::Report& report,
                  std::size_t encoded_size) {
    if (!task.covers(report.report_metadata.time)) return ReportError::report_dropped;
    if (report.report_metadata.time > latest) return ReportError::report_too_early;
    if (!keys.knows(report.leader_encrypted_input_share.config_id) ||
        !task.peer_keys->may_know(report.helper_encrypted_input_share.config_id))
        return ReportError::outdated_config;
    if (encoded_size != report_size(task)) return ReportError::invalid_message;
    return std::nullopt;
}

}  // namespace

Result<Standing> standing(store::Reader& reader, store::TaskKey task, const wire::ReportId& id, wire::Time time) {
    TACIT_TRY(const bool known, reader.report_known(task, id));
    if (known) return Standing{true, {}};
    TACIT_TRY(const auto batch, reader.batch_at(task, time));
    if (!accepts_reports(batch)) return Standing{false, ReportError::report_replayed};
    TACIT_TRY(const store::TaskState state, reader.task_state(task));
    if (state.close_document) return Standing{false, ReportError::task_expired};
    return Standing{};
}

Result<Standing> store_report(store::Tx& tx, const NewReport& report) {
    TACIT_TRY(const Standing found, standing(tx, report.task, report.id, report.time));
    if (!found.known && !found.refusal)
        TACIT_CHECK(tx.insert_report(report.task, report.id, report.time, report.report));
    return found;
}

Result<wire::UploadErrors, wire::Problem> Upload::accept(const wire::TaskId& id, ByteView body) const {
    const auto request = decode<wire::UploadRequest>(body);
    if (!request)
        return tl::unexpected(wire::Problem(wire::ProblemType::invalidMessage, to_text(request.error()), 400, id));
    const TaskPtr task = tasks_.find(id, wire::Role::leader);
    if (!task)
        return tl::unexpected(
            wire::Problem(wire::ProblemType::unrecognizedTask, "this server is not the leader of this task", 404, id));

    const std::shared_ptr<const KeyRing> keys = keys_.now();
    const wire::Time latest = task->latest(clock_.now());
    std::vector<Refusal> refusals(request->reports.size());
    std::vector<NewReport> acceptable;
    std::vector<std::size_t> places;  // of the acceptable ones in the request
    for (std::size_t i = 0; i < request->reports.size(); ++i) {
        const wire::Report& report = request->reports[i];
        const wire::ReportMetadata& metadata = report.report_metadata;
        TACIT_TRY(Bytes encoded, encode(report));
        refusals[i] = objection(*task, *keys, latest, report, encoded.size());
        if (!refusals[i]) {
            places.push_back(i);
            acceptable.push_back({task->key, metadata.report_id, metadata.time, std::move(encoded)});
            continue;
        }
        // Not acceptable as a new report; but it may be an old one, and then that is the answer.
        TACIT_TRY(const Standing found, store_.read("upload: look up", [&](store::Reader& reader) {
            return standing(reader, task->key, metadata.report_id, metadata.time);
        }));
        if (found.known) refusals[i].reset();
        if (found.refusal) refusals[i] = found.refusal;
    }
    if (!acceptable.empty()) {
        TACIT_TRY(const std::vector<Refusal> stored, writer_.append(std::move(acceptable)));
        for (std::size_t n = 0; n < places.size(); ++n) refusals[places[n]] = stored[n];
    }

    wire::UploadErrors errors;
    for (std::size_t i = 0; i < refusals.size(); ++i)
        if (refusals[i]) errors.status.push_back({request->reports[i].report_metadata.report_id, *refusals[i]});
    return errors;
}

}  // namespace tacit::protocol
