// The parts of the reader and writer of task.json. Only task_json.cpp and task_parts.cpp include this.
#pragma once
#include "crypto/hpke/hpke.h"
#include "schemas/task/task_json.h"
#include "schemas/task/url.h"

namespace tacit::task {

inline constexpr std::int64_t kTimePrecisionMax = 366 * 86'400;

Result<Publisher> load_publisher(const json::Value& value);
Result<Admission> load_admission(const json::Value& object);
std::string_view to_text(Admission admission);
// time_precision, opens and closes.
Result<void> load_times(const json::Value& object, Draft& draft);
json::Node to_node(const Publisher& publisher);

}  // namespace tacit::task
