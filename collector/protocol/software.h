// What this program calls itself in signed documents.
#pragma once
#include <string_view>

namespace tacit::protocol {

inline constexpr std::string_view kSoftware = "tacit-collector 0.1.0";

}  // namespace tacit::protocol
