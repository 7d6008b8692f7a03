// Where in a survey's file something stands, for messages.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace tacit::survey {

// The JSON Pointer of an entry: "/questions/3".
inline std::string place(std::string_view array, std::size_t index) {
    return '/' + std::string(array) + '/' + std::to_string(index);
}

}  // namespace tacit::survey
