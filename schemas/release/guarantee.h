// What a release promises about privacy, in sentences for people who were asked and people who read, and as the block
// `tacit` of datapackage.json for programs (design.md section 5).
#pragma once
#include <string>
#include <vector>

#include "schemas/json/node.h"
#include "schemas/task/entry.h"
#include "schemas/task/task_json.h"

namespace tacit::release {

struct Guarantee {
    std::vector<std::string> protects;  // sentence by sentence; a trial on one machine says so first
    std::vector<std::string> not_protected;
};
Result<Guarantee> guarantee(const task::Task& task, const task::Terms& terms);

// "59.9 in 100", rounded to the side that promises less.
std::string in_100(double share);

// Mechanism, variances, ρ, ε at 1e-6 and 1e-9, what taking part several times means.
Result<json::Node> privacy_node(const task::Task& task, const task::Terms& terms);

}  // namespace tacit::release
