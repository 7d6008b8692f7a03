// Uploads (draft-ietf-ppm-dap-18, "Uploading Reports"). Nothing here is logged: a line would carry the time of a
// report.
#include "collector/http/of_task.h"
#include "schemas/wire/media_type.h"

namespace tacit::http {
namespace {

constexpr std::size_t kUploadSizeMax = std::size_t{1} << 20;

Response upload(const Services& services, const Request& request) {
    const auto id = wire::id_from_text<wire::TaskId>(request.path.front());
    if (!id) return answer(wire::Problem(wire::ProblemType::unrecognizedTask, {}, 404));
    const auto errors = services.upload.accept(*id, request.body);
    services.metrics.add(ops::Counter::upload_requests);
    if (!errors) return answer(errors.error());
    for (const wire::ReportUploadStatus& status : errors->status)
        services.metrics.add(ops::Counter::reports_refused, status.error);
    if (errors->status.empty()) return Response{};
    const auto body = encode(*errors);
    if (!body) return answer(body.error());
    return answer(wire::text(wire::MediaType::upload_errors), *body);
}

}  // namespace

void add_reports(Router& router, const Services& services) {
    router.add({Resource::reports, Method::post, services.prefix + "/tasks/{task}/reports", wire::MediaType::upload_req,
                kUploadSizeMax, true, [&services](const Request& request) { return upload(services, request); }});
}

}  // namespace tacit::http
