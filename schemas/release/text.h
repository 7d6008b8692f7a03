// Numbers, days and fields as people and tables read them.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/task/task_json.h"

namespace tacit::release {

std::string fixed(double value, int decimals);           // never "-0"
std::string day_text(std::chrono::sys_seconds time);     // "2026-03-01"
std::string moment_text(std::chrono::sys_seconds time);  // "2026-03-01 05:00 UTC"; the day alone where it begins then
// Where a unit of the task's time precision begins.
std::chrono::sys_seconds begin_of(const task::Draft& task, wire::Time unit);
// "2026-03-01 to 2026-03-08", the end not included.
std::string interval_text(const task::Draft& task, const wire::Interval& interval);

// A line of a CSV file (RFC 4180) with its line feed; fields are quoted where they have to be.
std::string csv_line(const std::vector<std::string>& fields);
// The records of a CSV file, the header included. Fails where a quoted field does not end.
Result<std::vector<std::vector<std::string>>> csv_records(std::string_view text);

// Text inside HTML elements and quoted attributes.
std::string html(std::string_view text);
// "a, b and c".
std::string listed(const std::vector<std::string>& items);
// At most that many characters of UTF-8, the last an ellipsis where something is left out.
std::string shortened(std::string_view text, std::size_t characters);

}  // namespace tacit::release
