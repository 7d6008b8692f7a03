// The leader's collection jobs (draft-ietf-ppm-dap-18, "Collecting Results"): created by the publisher, answered once
// the scheduler has taken them through, polled meanwhile.
#include "collector/http/of_task.h"
#include "schemas/wire/media_type.h"

namespace tacit::http {
namespace {

constexpr std::size_t kRequestSizeMax = std::size_t{64} << 10;
constexpr std::string_view kPollAfterSeconds = "1";
constexpr Resource kJob = Resource::collection_job;

Response respond(const Services& services, const protocol::Task& task,
                 const Result<protocol::Collections::Answer, wire::Problem>& found, int status) {
    if (!found) return refused(kJob, task, found.error());
    Response response;
    response.status = status;
    if (found->response)
        response = answer(wire::text(wire::MediaType::collection_job_resp), *found->response, status);
    else
        response.with("Retry-After", std::string(kPollAfterSeconds));
    return response.with("Location", services.prefix + "/tasks/" + wire::to_text(task.id) + "/collection_jobs/" +
                                         wire::to_text(found->id));
}

Response no_job(const protocol::Task& task) {
    return answer(wire::Problem(wire::ProblemType::about_blank, "there is no such collection job", 404, task.id));
}

Response create(const Services& services, const Request& request) {
    const auto task = task_of(services, request, wire::Role::leader);
    if (!task) return task.error();
    const auto created = protocol::Collections(services.parts).create(**task, request.body);
    if (created) services.scheduler.wake(**task);
    return respond(services, **task, created, 201);
}

Response poll(const Services& services, const Request& request) {
    const auto task = task_of(services, request, wire::Role::leader);
    if (!task) return task.error();
    const auto id = id_in<wire::CollectionJobId>(request);
    if (!id) return no_job(**task);
    return respond(services, **task, protocol::Collections(services.parts).poll(**task, *id), 200);
}

Response remove(const Services& services, const Request& request) {
    const auto task = task_of(services, request, wire::Role::leader);
    if (!task) return task.error();
    const auto id = id_in<wire::CollectionJobId>(request);
    if (!id) return no_job(**task);
    const auto removed = protocol::Collections(services.parts).remove(**task, *id);
    return removed ? Response{204, {}, {}, {}} : refused(kJob, **task, removed.error());
}

}  // namespace

void add_collection_jobs(Router& router, const Services& services) {
    const auto publisher_only = only_with(services, wire::Role::leader, &protocol::TaskSecrets::publisher_token);
    const std::string jobs = services.prefix + "/tasks/{task}/collection_jobs";
    router.add({Resource::collection_jobs, Method::post, jobs, wire::MediaType::collection_job_req, kRequestSizeMax,
                false, [&services](const Request& request) { return create(services, request); }, publisher_only});
    router.add({kJob,
                Method::get,
                jobs + "/{job}",
                {},
                0,
                false,
                [&services](const Request& request) { return poll(services, request); },
                publisher_only});
    router.add({kJob,
                Method::del,
                jobs + "/{job}",
                {},
                0,
                false,
                [&services](const Request& request) { return remove(services, request); },
                publisher_only});
}

}  // namespace tacit::http
