// Moments as operators type them: a day ("2026-03-01", at 00:00 UTC), a minute ("2026-03-01T05:00"), or "today".
#pragma once
#include <chrono>
#include <string_view>

#include "crypto/base/result.h"
#include "schemas/task/task_json.h"

namespace tacit::collector {

Result<std::chrono::sys_seconds> parse_moment(std::string_view text, std::chrono::sys_seconds now);
// "2026-03-01..2026-03-08", the end not included, whole units of the task.
Result<wire::Interval> parse_interval(const task::Draft& task, std::string_view text, std::chrono::sys_seconds now);

}  // namespace tacit::collector
