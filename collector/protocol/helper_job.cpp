#include "collector/protocol/helper_job.h"

#include <algorithm>

#include "collector/ops/failpoint.h"
#include "collector/protocol/bucket_sum.h"
#include "collector/protocol/close.h"
#include "collector/protocol/job_state.h"
#include "collector/protocol/refuse.h"
#include "collector/protocol/report_check.h"
#include "collector/protocol/resource_id.h"
#include "crypto/vdaf/ping_pong.h"

namespace tacit::protocol {
namespace {

using wire::ProblemType;
using wire::ReportError;

// What verification found out about one report, before anything is stored.
struct Verified {
    std::optional<ReportError> error;
    SecretVector<field::Field64> out_share;
    Bytes message;  // for the leader
};

Result<void, wire::Problem> check_request(const Task& task, const wire::AggregationJobInitReq& request) {
    if (!wire::strictly_increasing(request.extensions))
        return refuse(task, ProblemType::invalidMessage, "the extensions of the job are not in order");
    if (auto types = wire::unsupported(request.extensions, {}); !types.empty()) {
        wire::Problem problem(ProblemType::unsupportedExtension, "this task has no extensions of aggregation jobs", 400,
                              task.id, std::move(types));
        return tl::unexpected<wire::Problem>(std::move(problem));
    }
    if (request.verification_key_id != 0)
        return refuse(task, ProblemType::invalidMessage, "no verification key has this id");
    if (!request.agg_param.empty())
        return refuse(task, ProblemType::invalidAggregationParameter, "this VDAF has no aggregation parameter");
    if (request.verify_inits.empty()) return refuse(task, ProblemType::invalidMessage, "the job has no reports");
    std::vector<wire::ReportId> ids;
    ids.reserve(request.verify_inits.size());
    for (const wire::VerifyInit& init : request.verify_inits)
        ids.push_back(init.report_share.report_metadata.report_id);
    std::sort(ids.begin(), ids.end());
    if (std::adjacent_find(ids.begin(), ids.end()) != ids.end())
        return refuse(task, ProblemType::invalidMessage, "two reports of the job have the same id");
    return {};
}

Verified verify(const Task& task, const KeyRing& keys, wire::Time latest, const wire::VerifyInit& init) {
    const auto& [metadata, public_share, ciphertext] = init.report_share;
    auto share = open_input_share(task, keys, latest, metadata, public_share, ciphertext);
    if (!share) return {share.error(), {}, {}};
    auto finish = vdaf::helper_init(task.vdaf, task.secrets.verify_key.view(), task.vdaf_ctx, metadata.report_id.bytes,
                                    public_share, share->payload(), init.payload);
    if (!finish) return {verify_error(finish.error()), {}, {}};
    return {std::nullopt, std::move(finish->out_share), std::move(finish->message)};
}

// One transaction decides about every report: the batch is open, the id is new, and then it is in the bucket.
class Commit {
public:
    Commit(store::Tx& tx, const Parts& parts, const Task& task) : tx_(tx), parts_(parts), task_(task) {}

    Result<wire::VerifyResp> decide(const wire::ReportMetadata& metadata, const Verified& verified) {
        // Not final: the leader brings the report again. If all are like this, it brings them with the same bytes.
        if (verified.error == ReportError::report_too_early)
            return wire::VerifyResp::rejected(metadata.report_id, ReportError::report_too_early);
        final_ = true;
        if (verified.error) return reject(metadata, *verified.error);
        TACIT_TRY(const bool open, bucket_open(metadata.time));
        if (!open) return reject(metadata, ReportError::batch_collected);
        TACIT_TRY(const bool fresh, tx_.remember_report(task_.key, metadata.time, metadata.report_id));
        if (!fresh) return reject(metadata, ReportError::report_replayed);
        additions_[metadata.time].add(metadata.report_id, verified.out_share);
        ++aggregated_;
        return wire::VerifyResp::continued(metadata.report_id, verified.message);
    }
    std::uint64_t aggregated() const { return aggregated_; }
    const Rejections& rejected() const { return rejected_; }
    // Whether the answer says anything that must be said again to a repeated request.
    bool is_final() const { return final_; }
    Result<void> finish() {
        for (const auto& [time, addition] : additions_) TACIT_CHECK(addition.commit(tx_, parts_, task_, time));
        for (const auto& [reason, count] : rejected_) TACIT_CHECK(tx_.count_rejected(task_.key, reason, count));
        return {};
    }

private:
    wire::VerifyResp reject(const wire::ReportMetadata& metadata, ReportError reason) {
        ++rejected_[reason];
        return wire::VerifyResp::rejected(metadata.report_id, reason);
    }
    Result<bool> bucket_open(wire::Time time) {
        if (const auto found = open_.find(time); found != open_.end()) return found->second;
        TACIT_TRY(const auto batch, tx_.batch_at(task_.key, time));
        TACIT_TRY(const bool over, is_over(tx_, task_));
        return open_[time] = accepts_commits(batch) && !over;
    }

    store::Tx& tx_;
    const Parts& parts_;
    const Task& task_;
    bool final_ = false;
    std::map<wire::Time, bool> open_;
    std::map<wire::Time, BucketAddition> additions_;
    std::uint64_t aggregated_ = 0;
    Rejections rejected_;
};

store::HelperJob stored_job(const wire::AggregationJobId& id, const Sha256& hash,
                            const wire::AggregationJobInitReq& request, Bytes response) {
    const auto [first, last] = std::minmax_element(
        request.verify_inits.begin(), request.verify_inits.end(), [](const auto& a, const auto& b) {
            return a.report_share.report_metadata.time < b.report_share.report_metadata.time;
        });
    return {id, hash, first->report_share.report_metadata.time, last->report_share.report_metadata.time,
            std::move(response)};
}

}  // namespace

Result<HelperJobs::Answer, wire::Problem> HelperJobs::accept(const Task& task, ByteView body) const {
    const Sha256 hash = sha256(body);
    TACIT_TRY(auto known, parts_.store.read("helper job: look up", [&](store::Reader& reader) {
        return reader.helper_job(task.key, hash);
    }));
    if (known) return Answer{known->id, std::move(known->response), 0, {}};

    const auto request = decode<wire::AggregationJobInitReq>(body);
    if (!request) return refuse(task, ProblemType::invalidMessage, to_text(request.error()));
    TACIT_CHECK(check_request(task, *request));

    const std::shared_ptr<const KeyRing> keys = parts_.keys.now();
    const wire::Time latest = task.latest(parts_.clock.now());
    std::vector<Verified> verified(request->verify_inits.size());
    parts_.parallel.each(verified.size(), [&](std::size_t i) {
        verified[i] = verify(task, *keys, latest, request->verify_inits[i]);
    });

    const wire::AggregationJobId id{resource_id("aggregation_job", task.id, body)};
    TACIT_FAILPOINT("helper_job.before_commit");
    TACIT_TRY(Answer decided, parts_.store.write("helper job: commit", [&](store::Tx& tx) -> Result<Answer> {
        TACIT_TRY(auto again, tx.helper_job(task.key, hash));
        if (again) return Answer{id, std::move(again->response), 0, {}};
        Commit commit(tx, parts_, task);
        wire::AggregationJobResp answer;
        answer.verify_resps.reserve(verified.size());
        for (std::size_t i = 0; i < verified.size(); ++i) {
            TACIT_TRY(auto decision, commit.decide(request->verify_inits[i].report_share.report_metadata, verified[i]));
            answer.verify_resps.push_back(std::move(decision));
        }
        TACIT_CHECK(commit.finish());
        TACIT_TRY(Bytes bytes, encode(answer));
        if (commit.is_final()) TACIT_CHECK(tx.insert_helper_job(task.key, stored_job(id, hash, *request, bytes)));
        return Answer{id, std::move(bytes), commit.aggregated(), commit.rejected()};
    }));
    TACIT_FAILPOINT("helper_job.committed_before_reply");
    return decided;
}

Result<HelperJobs::Answer, wire::Problem> HelperJobs::poll(const Task& task, const wire::AggregationJobId& id) const {
    TACIT_TRY(auto job, parts_.store.read("helper job: poll", [&](store::Reader& reader) {
        return reader.helper_job(task.key, id);
    }));
    if (!job) return refuse(task, ProblemType::unrecognizedAggregationJob, "there is no aggregation job with this id");
    return Answer{job->id, std::move(job->response), 0, {}};
}

Result<void, wire::Problem> HelperJobs::remove(const Task& task, const wire::AggregationJobId& id) const {
    TACIT_TRY(const bool removed, parts_.store.write("helper job: remove", [&](store::Tx& tx) -> Result<bool> {
        TACIT_TRY(const auto job, tx.helper_job(task.key, id));
        if (!job) return false;
        TACIT_CHECK(tx.delete_helper_job(task.key, id));
        return true;
    }));
    if (!removed)
        return refuse(task, ProblemType::unrecognizedAggregationJob, "there is no aggregation job with this id");
    return {};
}

}  // namespace tacit::protocol
