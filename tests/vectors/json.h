// Reading test vectors with RapidJSON: absent or mistyped members throw, and the driver turns that into a complaint.
#pragma once
#include <rapidjson/document.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "crypto/base/bytes.h"

namespace tacit::test {

using Json = rapidjson::Value;

struct BadVector : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline void expect(bool condition, const std::string& what) {
    if (!condition) throw BadVector(what);
}

inline const Json& member(const Json& object, const char* name) {
    expect(object.IsObject() && object.HasMember(name), std::string("there is no member ") + name);
    return object[name];
}

inline const Json& item(const Json& array, std::size_t index) {
    expect(array.IsArray() && index < array.Size(), "an array is too short");
    return array[static_cast<rapidjson::SizeType>(index)];
}

inline std::string text(const Json& value) {
    expect(value.IsString(), "a text was expected");
    return {value.GetString(), value.GetStringLength()};
}

inline std::uint64_t number(const Json& value) {
    expect(value.IsUint64(), "a number of zero or more was expected");
    return value.GetUint64();
}

inline std::size_t number_or(const Json& object, const char* name, std::size_t otherwise) {
    return object.HasMember(name) ? number(object[name]) : otherwise;
}

inline Bytes hex(const Json& value) {
    auto bytes = from_hex(text(value));
    expect(bytes.has_value(), "hexadecimal bytes were expected");
    return *bytes;
}

template <class T>
std::vector<T> numbers(const Json& value) {
    expect(value.IsArray(), "an array was expected");
    std::vector<T> all;
    for (const Json& element : value.GetArray()) {
        expect(element.IsInt64() || element.IsUint64(), "an integer was expected");
        all.push_back(element.IsInt64() ? static_cast<T>(element.GetInt64()) : static_cast<T>(element.GetUint64()));
    }
    return all;
}

}  // namespace tacit::test
