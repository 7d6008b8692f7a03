// The content codings of HTTP in which the form and the lasting files of a task are served (RFC 9110 section 8.4.1, RFC
// 7932, RFC 1952): made once, as small as they can be.
#pragma once
#include <string>
#include <string_view>

#include "crypto/base/result.h"

namespace tacit::form {

enum class Encoding { identity, gzip, brotli };
std::string_view name(Encoding encoding);  // as in Content-Encoding

// The same bytes for the same content.
Result<std::string> encode(Encoding encoding, std::string_view content);
// Fails where the bytes are damaged, end early, or give more than `size_max`.
Result<std::string> decode(Encoding encoding, std::string_view encoded, std::size_t size_max);

// What is served in any of them.
struct Content {
    std::string plain;
    std::string gzip, brotli;  // empty where the plain bytes are as small
    std::string hash;          // of the plain bytes, for an ETag
};
std::string hash_of(std::string_view plain);
Result<Content> compressed(std::string plain);

}  // namespace tacit::form
