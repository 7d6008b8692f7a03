// The helper's aggregate shares (draft-ietf-ppm-dap-18, "Obtaining Aggregate Shares"). Both sides show each other's
// ledger head in a header, so that a machine that was put back to an earlier state is found before noise is drawn
// again.
#include "collector/http/of_task.h"
#include "schemas/wire/media_type.h"

namespace tacit::http {
namespace {

constexpr std::size_t kRequestSizeMax = std::size_t{64} << 10;
constexpr Resource kShare = Resource::aggregate_share;

Response respond(const Services& services, const protocol::Task& task,
                 const Result<protocol::AggregateShares::Answer, wire::Problem>& found, int status) {
    if (!found) return refused(kShare, task, found.error());
    Response response = answer(wire::text(wire::MediaType::aggregate_share), found->response, status);
    if (!found->ledger_head.empty()) response.with("Tacit-Ledger-Head", found->ledger_head);
    return response.with("Location", services.prefix + "/tasks/" + wire::to_text(task.id) + "/aggregate_shares/" +
                                         wire::to_text(found->id));
}

Response no_share(const protocol::Task& task) {
    return answer(wire::Problem(wire::ProblemType::about_blank, "there is no such aggregate share", 404, task.id));
}

Response create(const Services& services, const Request& request) {
    const auto task = task_of(services, request, wire::Role::helper);
    if (!task) return task.error();
    const auto accepted = protocol::AggregateShares(services.parts).accept(**task, request.body, request.ledger_head);
    if (accepted) ops::log(ops::Event::batch_collected, {(*task)->id});
    return respond(services, **task, accepted, 201);
}

Response poll(const Services& services, const Request& request) {
    const auto task = task_of(services, request, wire::Role::helper);
    if (!task) return task.error();
    const auto id = id_in<wire::AggregateShareId>(request);
    if (!id) return no_share(**task);
    return respond(services, **task, protocol::AggregateShares(services.parts).poll(**task, *id), 200);
}

Response remove(const Services& services, const Request& request) {
    const auto task = task_of(services, request, wire::Role::helper);
    if (!task) return task.error();
    const auto id = id_in<wire::AggregateShareId>(request);
    if (!id) return no_share(**task);
    const auto removed = protocol::AggregateShares(services.parts).remove(**task, *id);
    return removed ? Response{204, {}, {}, {}} : refused(kShare, **task, removed.error());
}

}  // namespace

void add_aggregate_shares(Router& router, const Services& services) {
    const auto leader_only = only_with(services, wire::Role::helper, &protocol::TaskSecrets::peer_token);
    const std::string shares = services.prefix + "/tasks/{task}/aggregate_shares";
    router.add({Resource::aggregate_shares, Method::post, shares, wire::MediaType::aggregate_share_req, kRequestSizeMax,
                false, [&services](const Request& request) { return create(services, request); }, leader_only});
    router.add({kShare,
                Method::get,
                shares + "/{share}",
                {},
                0,
                false,
                [&services](const Request& request) { return poll(services, request); },
                leader_only});
    router.add({kShare,
                Method::del,
                shares + "/{share}",
                {},
                0,
                false,
                [&services](const Request& request) { return remove(services, request); },
                leader_only});
}

}  // namespace tacit::http
