// Byte strings, and the text forms in which they appear in files and URLs.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/base/result.h"

namespace tacit {

using Bytes = std::vector<std::uint8_t>;           // owned, not secret
using ByteView = std::span<const std::uint8_t>;    // borrowed; never a member of a type that outlives a call
using MutableByteView = std::span<std::uint8_t>;

inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(ByteView view) { return {view.begin(), view.end()}; }
inline void append(Bytes& to, ByteView more) { to.insert(to.end(), more.begin(), more.end()); }
inline bool equal(ByteView a, ByteView b) { return as_text(a) == as_text(b); }  // for public bytes only

// Lower-case hexadecimal.
std::string to_hex(ByteView bytes);
Result<Bytes> from_hex(std::string_view text);

// base64url without padding (RFC 4648 section 5), the only binary text form in URLs and JSON of this project. Decoding
// refuses padding, white space, other alphabets and non-zero trailing bits, so that one value has one spelling.
std::string to_base64url(ByteView bytes);
Result<Bytes> from_base64url(std::string_view text);

// SHA-256, as an array so that it can be compared and stored by value.
using Sha256 = std::array<std::uint8_t, 32>;
Sha256 sha256(ByteView bytes);

// Decodes base64url or fails unless exactly N bytes come out.
template <std::size_t N>
Result<std::array<std::uint8_t, N>> array_from_base64url(std::string_view text) {
    TACIT_TRY(const Bytes bytes, from_base64url(text));
    if (bytes.size() != N) return fail(Fault::malformed, "expected " + std::to_string(N) + " bytes of base64url");
    std::array<std::uint8_t, N> array;
    std::copy(bytes.begin(), bytes.end(), array.begin());
    return array;
}

}  // namespace tacit
