// Names that strangers chose and that are shown to people: one line, without control characters or marks that reorder
// text.
#pragma once
#include <string_view>

#include "schemas/json/reader.h"

namespace tacit::task {

inline constexpr std::size_t kLineSizeMax = 200;  // bytes

bool is_plain_line(std::string_view text);  // not empty either
Result<std::string> load_line(const json::Value& object, std::string_view key);

}  // namespace tacit::task
