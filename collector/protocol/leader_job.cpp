#include "collector/protocol/leader_job.h"

#include <map>

#include "collector/ops/failpoint.h"
#include "collector/protocol/bucket_sum.h"
#include "collector/protocol/close.h"
#include "collector/protocol/report_check.h"
#include "collector/protocol/stop.h"
#include "crypto/vdaf/ping_pong.h"
#include "schemas/wire/upload.h"

namespace tacit::protocol {
namespace {

using wire::ReportError;

// One pending report, opened and verified by the leader alone.
struct Prepared {
    std::optional<ReportError> error;
    wire::VerifyInit init;  // what the helper is sent
    vdaf::Prio3Questionnaire::State state;
};

Prepared rejected(ReportError error) { return {error, {}, {}}; }

Prepared prepare(const Task& task, const KeyRing& keys, wire::Time latest, const store::PendingReport& pending) {
    auto report = decode<wire::Report>(pending.report);
    if (!report) return rejected(ReportError::invalid_message);
    const auto share = open_input_share(task, keys, latest, report->report_metadata, report->public_share,
                                        report->leader_encrypted_input_share);
    if (!share) return rejected(share.error());
    auto init = vdaf::leader_init(task.vdaf, task.secrets.verify_key.view(), task.vdaf_ctx,
                                  report->report_metadata.report_id.bytes, report->public_share, share->payload());
    if (!init) return rejected(verify_error(init.error()));
    wire::ReportShare helpers{std::move(report->report_metadata), std::move(report->public_share),
                              std::move(report->helper_encrypted_input_share)};
    return {std::nullopt, {std::move(helpers), std::move(init->message)}, std::move(init->state)};
}

std::vector<Prepared> prepare_all(const Parts& parts, const Task& task, const std::vector<store::PendingReport>& reports,
                                  wire::Time latest) {
    const std::shared_ptr<const KeyRing> keys = parts.keys.now();
    std::vector<Prepared> prepared(reports.size());
    parts.parallel.each(reports.size(),
                        [&](std::size_t i) { prepared[i] = prepare(task, *keys, latest, reports[i]); });
    return prepared;
}

// A report that was rejected is remembered like one that was aggregated: it never comes back.
Result<bool> reject_for_good(store::Tx& tx, const Task& task, wire::Time time, const wire::ReportId& id, ReportError reason) {
    TACIT_TRY(const bool fresh, tx.remember_report(task.key, time, id));
    if (fresh) TACIT_CHECK(tx.count_rejected(task.key, reason, 1));
    return fresh;
}

// What the helper's answer makes of one report of a job.
struct Finished {
    bool early = false;
    std::optional<ReportError> error;
    SecretVector<field::Field64> out_share;
};

Finished finish(const Task& task, const OpenReport& report, const wire::VerifyResp& answer) {
    if (answer.verify_resp_type == wire::VerifyRespType::reject) {
        if (answer.report_error == ReportError::report_too_early) return {true, {}, {}};
        return {false, answer.report_error, {}};
    }
    auto out_share = vdaf::leader_continued(task.vdaf, task.vdaf_ctx, report.state, answer.payload);
    if (!out_share) return {false, ReportError::vdaf_verify_error, {}};
    return {false, std::nullopt, *std::move(out_share)};
}

// Empty where the answer fits the request, else what is wrong with it.
std::string misfit(const OpenJob& open, const Result<wire::AggregationJobResp>& answer) {
    if (!answer) return "it cannot be read (" + to_text(answer.error()) + ")";
    const auto& resps = answer->verify_resps;
    if (resps.size() != open.reports.size())
        return "it answers " + std::to_string(resps.size()) + " reports and not " + std::to_string(open.reports.size());
    for (std::size_t i = 0; i < resps.size(); ++i) {
        if (resps[i].report_id != open.reports[i].report_id) return "it names other reports, or in another order";
        if (resps[i].verify_resp_type == wire::VerifyRespType::finish)
            return "it says 'finish' where this VDAF has a message to give";
    }
    return {};
}

}  // namespace

Result<LeaderJobs::Built> LeaderJobs::build(const Task& task, wire::Time bucket, std::size_t count_max) const {
    TACIT_TRY(const auto pending, parts_.store.read("leader job: ready reports", [&](store::Reader& reader) {
        return reader.ready_reports(task.key, bucket, count_max);
    }));
    if (pending.empty()) return Built{};
    std::vector<Prepared> prepared = prepare_all(parts_, task, pending, task.latest(parts_.clock.now()));

    Built built;
    wire::AggregationJobInitReq request;
    std::vector<std::int64_t> sequences;
    std::vector<std::pair<const store::PendingReport*, ReportError>> bad;
    OpenJob open;
    for (std::size_t i = 0; i < pending.size(); ++i) {
        if (prepared[i].error == ReportError::report_too_early) {
            ++built.early;
        } else if (prepared[i].error) {
            bad.emplace_back(&pending[i], *prepared[i].error);
        } else {
            sequences.push_back(pending[i].sequence);
            request.verify_inits.push_back(std::move(prepared[i].init));
            open.reports.push_back({pending[i].sequence, pending[i].report_id, std::move(prepared[i].state)});
        }
    }
    open.job.time = bucket;
    TACIT_TRY(open.job.request, encode(request));

    TACIT_FAILPOINT("leader_job.before_insert");
    TACIT_TRY(const auto number, parts_.store.write("leader job: build", [&](store::Tx& tx) -> Result<std::int64_t> {
        TACIT_TRY(const auto batch, tx.batch_at(task.key, bucket));
        const auto drop = [&](std::int64_t sequence, const wire::ReportId& id, ReportError reason) -> Result<void> {
            TACIT_CHECK(reject_for_good(tx, task, bucket, id, reason));
            return tx.delete_pending_report(task.key, sequence);
        };
        for (const auto& [report, reason] : bad) TACIT_CHECK(drop(report->sequence, report->report_id, reason));
        if (!accepts_commits(batch)) {
            for (const OpenReport& report : open.reports)
                TACIT_CHECK(drop(report.sequence, report.report_id, ReportError::batch_collected));
            return 0;
        }
        if (sequences.empty()) return 0;
        return tx.insert_leader_job(task.key, bucket, open.job.request, sequences);
    }));
    TACIT_FAILPOINT("leader_job.inserted");
    for (const auto& [report, reason] : bad) ++built.rejected[reason];
    if (number == 0) {
        if (!open.reports.empty()) built.rejected[ReportError::batch_collected] += open.reports.size();
        return built;
    }
    open.job.number = number;
    built.job = std::move(open);
    return built;
}

Result<OpenJob> LeaderJobs::reopen(const Task& task, store::LeaderJob job) const {
    TACIT_TRY(const auto pending, parts_.store.read("leader job: reopen", [&](store::Reader& reader) {
        return reader.job_reports(task.key, job.number);
    }));
    // What was early enough once stays so: only the reports' own time limits are checked again.
    std::vector<Prepared> prepared = prepare_all(parts_, task, pending, std::numeric_limits<wire::Time>::max());
    OpenJob open;
    open.job = std::move(job);
    for (std::size_t i = 0; i < pending.size(); ++i) {
        if (prepared[i].error) {
            return stop_task(parts_, task,
                             "a report of a stored aggregation job cannot be verified any more (" +
                                 std::string(wire::name(*prepared[i].error)) +
                                 "): was a key file replaced? Put the old one back and start again");
        }
        open.reports.push_back({pending[i].sequence, pending[i].report_id, std::move(prepared[i].state)});
    }
    return open;
}

Result<LeaderJobs::Outcome> LeaderJobs::absorb(const Task& task, const OpenJob& open, ByteView body) const {
    const auto answer = decode<wire::AggregationJobResp>(body);
    if (const std::string wrong = misfit(open, answer); !wrong.empty())
        return stop_task(parts_, task, "the helper's answer to an aggregation job does not fit its request: " + wrong +
                                           ". Ask the helper's operator which version runs there");
    std::vector<Finished> finished(open.reports.size());
    parts_.parallel.each(finished.size(), [&](std::size_t i) {
        finished[i] = finish(task, open.reports[i], answer->verify_resps[i]);
    });

    TACIT_FAILPOINT("leader_job.before_commit");
    TACIT_TRY(const Outcome outcome, parts_.store.write("leader job: finish", [&](store::Tx& tx) -> Result<Outcome> {
        // Gone: this answer was absorbed before, or the reports were given up after the closing.
        TACIT_TRY(const bool exists, tx.leader_job_exists(task.key, open.job.number));
        if (!exists) return Outcome{};
        TACIT_TRY(const auto batch, tx.batch_at(task.key, open.job.time));
        TACIT_TRY(const bool over, is_over(tx, task));
        Outcome counts;
        BucketAddition addition;
        for (std::size_t i = 0; i < finished.size(); ++i) {
            const OpenReport& report = open.reports[i];
            if (finished[i].early) {
                TACIT_CHECK(tx.release_report(task.key, report.sequence));
                ++counts.returned;
                continue;
            }
            auto error = accepts_commits(batch) ? finished[i].error : ReportError::batch_collected;
            if (over && !error) error = ReportError::task_expired;
            if (error) {
                TACIT_TRY(const bool fresh, reject_for_good(tx, task, open.job.time, report.report_id, *error));
                if (fresh) ++counts.rejected[*error];
                continue;
            }
            TACIT_TRY(const bool fresh, tx.remember_report(task.key, open.job.time, report.report_id));
            if (!fresh) continue;
            addition.add(report.report_id, finished[i].out_share);
            ++counts.aggregated;
        }
        if (!addition.empty()) TACIT_CHECK(addition.commit(tx, parts_, task, open.job.time));
        TACIT_CHECK(tx.delete_leader_job(task.key, open.job.number));
        return counts;
    }));
    TACIT_FAILPOINT("leader_job.committed");
    return outcome;
}

Result<bool> LeaderJobs::refused(const Task& task, wire::ProblemType type) const {
    switch (type) {
        case wire::ProblemType::invalidMessage:
        case wire::ProblemType::invalidAggregationParameter:
        case wire::ProblemType::unsupportedExtension:
        case wire::ProblemType::stepMismatch:
            break;
        // A missing task, a wrong token or an error of the server's own can be put right over there.
        case wire::ProblemType::about_blank:
        case wire::ProblemType::unrecognizedTask:
        case wire::ProblemType::unrecognizedAggregationJob:
        case wire::ProblemType::batchInvalid:
        case wire::ProblemType::invalidBatchSize:
        case wire::ProblemType::batchMismatch:
        case wire::ProblemType::batchOverlap:
        case wire::ProblemType::invalidExtension:
            return false;
    }
    TACIT_CHECK(record_stop(parts_, task,
                            "the helper refuses an aggregation job as " + std::string(wire::token(type)) +
                                ". Ask the helper's operator which version runs there"));
    return true;
}

Result<void> LeaderJobs::set_location(const Task& task, OpenJob& open, std::optional<std::string> location) const {
    TACIT_CHECK(parts_.store.write("leader job: location", [&](store::Tx& tx) -> Result<void> {
        return tx.set_leader_job_location(task.key, open.job.number, location);
    }));
    open.job.location = std::move(location);
    return {};
}

}  // namespace tacit::protocol
