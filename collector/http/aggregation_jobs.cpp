// The helper's aggregation jobs (draft-ietf-ppm-dap-18, "Aggregating Reports"). Answers are complete at once; polling
// returns the stored answer.
#include "collector/http/of_task.h"
#include "schemas/wire/media_type.h"

namespace tacit::http {
namespace {

constexpr std::size_t kJobSizeMax = std::size_t{16} << 20;
constexpr Resource kJob = Resource::aggregation_job;

Response respond(const Services& services, const protocol::Task& task,
                 const Result<protocol::HelperJobs::Answer, wire::Problem>& found, int status) {
    // No line: it would have the time of the upload that the job was made of. The count is in the metrics.
    if (!found) return answer(found.error());
    Response response = answer(wire::text(wire::MediaType::aggregation_job_resp), found->response, status);
    return response.with("Location", services.prefix + "/tasks/" + wire::to_text(task.id) + "/aggregation_jobs/" +
                                         wire::to_text(found->id));
}

Response unknown_job(const protocol::Task& task) {
    return answer(wire::Problem(wire::ProblemType::unrecognizedAggregationJob, {}, 404, task.id));
}

Response create(const Services& services, const Request& request) {
    const auto task = task_of(services, request, wire::Role::helper);
    if (!task) return task.error();
    const auto begun = std::chrono::steady_clock::now();
    const auto answered = protocol::HelperJobs(services.parts).accept(**task, request.body);
    if (answered) {
        services.metrics.observe(ops::Timer::verify_job, std::chrono::steady_clock::now() - begun);
        services.metrics.add(ops::Counter::jobs_finished);
        services.metrics.add(ops::Counter::reports_aggregated, answered->aggregated);
        for (const auto& [reason, count] : answered->rejected)
            services.metrics.add(ops::Counter::reports_rejected, reason, count);
    }
    return respond(services, **task, answered, 201);
}

Response poll(const Services& services, const Request& request) {
    const auto task = task_of(services, request, wire::Role::helper);
    if (!task) return task.error();
    const auto id = id_in<wire::AggregationJobId>(request);
    if (!id) return unknown_job(**task);
    return respond(services, **task, protocol::HelperJobs(services.parts).poll(**task, *id), 200);
}

Response remove(const Services& services, const Request& request) {
    const auto task = task_of(services, request, wire::Role::helper);
    if (!task) return task.error();
    const auto id = id_in<wire::AggregationJobId>(request);
    if (!id) return unknown_job(**task);
    const auto removed = protocol::HelperJobs(services.parts).remove(**task, *id);
    return removed ? Response{204, {}, {}, {}} : refused(kJob, **task, removed.error());
}

}  // namespace

void add_aggregation_jobs(Router& router, const Services& services) {
    const auto leader_only = only_with(services, wire::Role::helper, &protocol::TaskSecrets::peer_token);
    const std::string jobs = services.prefix + "/tasks/{task}/aggregation_jobs";
    router.add({Resource::aggregation_jobs, Method::post, jobs, wire::MediaType::aggregation_job_init_req, kJobSizeMax,
                false, [&services](const Request& request) { return create(services, request); }, leader_only});
    router.add({kJob,
                Method::get,
                jobs + "/{job}",
                {},
                0,
                false,
                [&services](const Request& request) { return poll(services, request); },
                leader_only});
    router.add({kJob,
                Method::del,
                jobs + "/{job}",
                {},
                0,
                false,
                [&services](const Request& request) { return remove(services, request); },
                leader_only});
}

}  // namespace tacit::http
