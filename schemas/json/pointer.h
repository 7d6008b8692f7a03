// JSON Pointers (RFC 6901), by which errors name their place.
#pragma once
#include <string>
#include <string_view>

namespace tacit::json {

// Appends one step, escaped.
inline void append_pointer_token(std::string& pointer, std::string_view token) {
    pointer += '/';
    for (const char c : token) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer += c;
        }
    }
}

}  // namespace tacit::json
