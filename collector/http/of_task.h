// What every resource of a task does first: find the task, and find out whether the caller may ask. Internal to
// collector/http.
#pragma once
#include "collector/http/auth.h"
#include "collector/http/problem.h"
#include "collector/http/resources.h"
#include "collector/ops/log.h"

namespace tacit::http {

// The task that the first {…} of the path names, in this role; or the answer.
inline Result<protocol::TaskPtr, Response> task_of(const Services& services, const Request& request,
                                                   std::optional<wire::Role> role) {
    const auto id = wire::id_from_text<wire::TaskId>(request.path.front());
    protocol::TaskPtr task;
    if (id) task = role ? services.tasks.find(*id, *role) : services.tasks.find(*id);
    if (task) return task;
    std::optional<wire::TaskId> named;
    if (id) named = *id;
    return tl::make_unexpected(answer(wire::Problem(wire::ProblemType::unrecognizedTask, {}, 404, named)));
}

// Lets in who knows this task's token in this role.
inline auto only_with(const Services& services, wire::Role role, SecretBytes protocol::TaskSecrets::*token) {
    return [&services, role, token](const Request& request) -> std::optional<Response> {
        const auto task = task_of(services, request, role);
        if (!task) return task.error();
        if (token_fits(request.bearer, (*task)->secrets.*token)) return std::nullopt;
        return answer(
            wire::Problem(wire::ProblemType::about_blank, "the bearer token is missing or wrong", 401, (*task)->id));
    };
}

// A refusal of a request between servers, with a line in the log; respondents' requests are never logged.
inline Response refused(Resource resource, const protocol::Task& task, const wire::Problem& problem) {
    ops::log(ops::Event::request_refused, {task.id, {"resource", resource}, {"status", problem.status}});
    return answer(problem);
}

template <class Id>
std::optional<Id> id_in(const Request& request) {
    const auto id = wire::id_from_text<Id>(request.path[1]);
    return id ? std::optional<Id>(*id) : std::nullopt;
}

}  // namespace tacit::http
