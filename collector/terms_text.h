// What a task binds its parties to, as a person reads it before agreeing.
#pragma once
#include <string>

#include "schemas/task/task_json.h"

namespace tacit::collector {

// Survey, operators, days, minimum, and every table with the noise that each organisation adds to it.
std::string terms_text(const task::Draft& draft, const survey::Compiled& compiled, const task::Party* helper);
// The analysis that the task registers; empty where it registers none.
std::string analysis_line(const task::Draft& draft);
// The task id in groups of four: what both operators read to each other.
std::string fingerprint_text(const wire::TaskId& id);
// The beginning of the task id as an argument of a command; one in 64 begins with "-" and must not be taken for an
// option.
std::string argument_text(const wire::TaskId& id);

}  // namespace tacit::collector
