// What the aggregators of a task tell each other beside DAP (design.md section 6): signed ledger heads, and the closing
// of the task, which the publisher asks the leader for and the leader asks the helper for.
#include "collector/http/of_task.h"
#include "schemas/json/reader.h"

namespace tacit::http {
namespace {

constexpr std::size_t kDocumentSizeMax = std::size_t{64} << 10;

Response json(std::string_view text) { return answer("application/json", as_bytes(text)); }

Response ledger_head(const Services& services, const Request& request) {
    const auto task = task_of(services, request, std::nullopt);
    if (!task) return task.error();
    const auto reply = services.parts.ledger.answer(**task, as_text(request.body));
    return reply ? json(*reply) : refused(Resource::ledger_head, **task, reply.error());
}

// What the publisher asks for: {"even_if_too_few": true}, or {}.
Result<bool> even_if_too_few(ByteView body) {
    TACIT_TRY(const json::Document document, json::Document::parse(as_text(body)));
    const json::Value root = document.root();
    TACIT_CHECK(root.only({"even_if_too_few"}));
    const auto value = root.find("even_if_too_few");
    if (!value) return false;
    return value->as_boolean();
}

Response close(const Services& services, const Request& request) {
    const auto task = task_of(services, request, std::nullopt);
    if (!task) return task.error();
    const protocol::TaskClosing closing(services.parts);
    if ((*task)->role == wire::Role::helper) {
        const auto document = closing.close_as_helper(**task, as_text(request.body));
        if (!document) return refused(Resource::close, **task, document.error());
        ops::log(ops::Event::task_closed, {(*task)->id});
        return json(*document);
    }
    const auto even = even_if_too_few(request.body);
    if (!even)
        return refused(Resource::close, **task,
                       wire::Problem(wire::ProblemType::invalidMessage, to_text(even.error()), 400, (*task)->id));
    const auto document = closing.close_as_leader(**task, *even);
    if (!document) return refused(Resource::close, **task, document.error());
    services.scheduler.wake(**task);
    return json(*document);
}

}  // namespace

void add_exchange(Router& router, const Services& services) {
    const std::string base = services.prefix + "/tacit/tasks/{task}";
    // The token depends on what this server is in the task: the leader is closed by its publisher, the helper by the
    // leader.
    const auto who = [&services](SecretBytes protocol::TaskSecrets::*of_leader) {
        return [&services, of_leader](const Request& request) -> std::optional<Response> {
            const auto task = task_of(services, request, std::nullopt);
            if (!task) return task.error();
            const auto token = (*task)->role == wire::Role::leader ? of_leader : &protocol::TaskSecrets::peer_token;
            return only_with(services, (*task)->role, token)(request);
        };
    };
    router.add({Resource::ledger_head,
                Method::post,
                base + "/ledger_head",
                {},
                kDocumentSizeMax,
                false,
                [&services](const Request& request) { return ledger_head(services, request); },
                who(&protocol::TaskSecrets::peer_token)});
    router.add({Resource::close,
                Method::post,
                base + "/close",
                {},
                kDocumentSizeMax,
                false,
                [&services](const Request& request) { return close(services, request); },
                who(&protocol::TaskSecrets::publisher_token)});
}

}  // namespace tacit::http
