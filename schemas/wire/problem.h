// Refused requests: RFC 9457 problem documents with the types of DAP (draft-ietf-ppm-dap-18, "Errors").
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/json/node.h"
#include "schemas/wire/types.h"

namespace tacit::wire {

// The draft's tokens; servers must not mint others. about_blank is RFC 9457's way to say that the HTTP status is all
// there is to know (401, 404, 413, 503 and the like).
enum class ProblemType {
    about_blank,
    invalidMessage,
    unrecognizedTask,
    unrecognizedAggregationJob,
    batchInvalid,
    invalidBatchSize,
    invalidAggregationParameter,
    batchMismatch,
    stepMismatch,
    batchOverlap,
    unsupportedExtension,
    invalidExtension,
};

std::string_view token(ProblemType type);  // empty for about_blank
std::string urn(ProblemType type);         // "urn:ietf:params:ppm:dap:error:..." or "about:blank"
std::string_view title(ProblemType type);  // one sentence for a person

inline constexpr std::string_view kProblemMediaType = "application/problem+json";

struct Problem {
    ProblemType type = ProblemType::about_blank;
    std::string detail;  // what was wrong, never with bytes of the request; may be empty
    int status = 400;
    std::optional<TaskId> task;
    std::vector<std::uint16_t> unsupported_extensions;  // with unsupportedExtension only

    Problem() = default;
    Problem(ProblemType t, std::string text, int http_status = 400, std::optional<TaskId> id = {},
            std::vector<std::uint16_t> extensions = {})
        : type(t),
          detail(std::move(text)),
          status(http_status),
          task(id),
          unsupported_extensions(std::move(extensions)) {}
    // A failure of ours as the peer sees it: 503 where the same request may succeed later, else 500, and no text.
    // Implicit, so that TACIT_TRY passes an Error up through a function that names DAP's refusals.
    Problem(const Error& error)  // NOLINT(google-explicit-constructor)
        : status(error.fault == Fault::unavailable ? 503 : 500) {}

    bool operator==(const Problem&) const = default;
};

json::Node to_node(const Problem& problem);
// Reads a peer's problem document. Unknown types count as about_blank, unknown members are skipped.
Result<Problem> parse_problem(std::string_view text);

}  // namespace tacit::wire
