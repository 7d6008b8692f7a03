// Members that several documents of a task share, and the rule for texts that strangers chose and that people are
// shown.
#pragma once
#include <string>
#include <string_view>

#include "schemas/json/named_file.h"
#include "schemas/wire/types.h"

namespace tacit::task {

inline constexpr std::size_t kLineSizeMax = 200;  // bytes

// One line, not empty, without control characters and without marks that reorder or hide what is shown.
bool is_plain_line(std::string_view text);
Result<std::string> load_line(const json::Value& object, std::string_view key);

Result<Bytes> load_base64url(const json::Value& object, std::string_view key);
Result<wire::TaskId> load_task_id(const json::Value& object, std::string_view key = "task");
Result<wire::Role> load_aggregator(const json::Value& object, std::string_view key = "role");  // "leader" or "helper"
Result<std::uint64_t> load_count(const json::Value& object, std::string_view key);  // from 0 to 2^53
Result<wire::Interval> load_interval(const json::Value& value);  // {"start": units, "duration": units}, not empty
json::Node to_node(const wire::Interval& interval);

}  // namespace tacit::task
