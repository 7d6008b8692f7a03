// Numbers and days as people and tables read them.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "schemas/task/task_json.h"

namespace tacit::publisher {

std::string fixed(double value, int decimals);
std::string day_text(std::chrono::sys_seconds time);     // "2026-03-01"
std::string moment_text(std::chrono::sys_seconds time);  // "2026-03-01 05:00 UTC"; the day alone where it begins then
// Where a unit of the task's time precision begins.
std::chrono::sys_seconds begin_of(const task::Draft& task, wire::Time unit);
// "2026-03-01 to 2026-03-08", the end not included.
std::string interval_text(const task::Draft& task, const wire::Interval& interval);

}  // namespace tacit::publisher
