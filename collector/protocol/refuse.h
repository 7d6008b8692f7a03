// Short forms for the two ways in which a request ends early.
#pragma once
#include "collector/protocol/tasks.h"
#include "schemas/wire/problem.h"

namespace tacit::protocol {

// The request is refused for a reason that DAP names.
inline tl::unexpected<wire::Problem> refuse(const Task& task, wire::ProblemType type, std::string detail) {
    return tl::unexpected<wire::Problem>(wire::Problem(type, std::move(detail), 400, task.id));
}

// The request cannot be answered, for a reason that DAP has no name for; the status says which kind.
inline tl::unexpected<wire::Problem> refuse(const Task& task, int status, std::string detail) {
    return tl::unexpected<wire::Problem>(
        wire::Problem(wire::ProblemType::about_blank, std::move(detail), status, task.id));
}

}  // namespace tacit::protocol
