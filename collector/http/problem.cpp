#include "collector/http/problem.h"

#include "schemas/json/node.h"

namespace tacit::http {
namespace {
constexpr std::string_view kRetryAfterSeconds = "5";
}

Response answer(const wire::Problem& problem) {
    Response response{
        problem.status, std::string(wire::kProblemMediaType), json::canonical(wire::to_node(problem)), {}};
    if (problem.status == 503) response.with("Retry-After", std::string(kRetryAfterSeconds));
    if (problem.status == 401) response.with("WWW-Authenticate", "Bearer");
    return response;
}

Response answer(const Error& error) {
    wire::Problem problem;
    problem.status = error.fault == Fault::unavailable ? 503 : 500;
    return answer(problem);
}

Response refusal(int status, std::string detail) {
    wire::Problem problem;
    problem.status = status;
    problem.detail = std::move(detail);
    return answer(problem);
}

}  // namespace tacit::http
