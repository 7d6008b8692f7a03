// Whether bytes are well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no surrogates, nothing beyond
// U+10FFFF.
#pragma once
#include <string_view>

namespace tacit::json {

bool is_utf8(std::string_view text);

}  // namespace tacit::json
