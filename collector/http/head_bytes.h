// The bytes of a request's head, before a library reads them (RFC 9112): where it ends, how much body it announces, and
// whether it is written in the one way that everybody reads alike. A proxy in front and the library here may read
// anything else differently, and then one of them takes a part of one request for another. No sockets.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace tacit::http {

// The size of the head at the beginning of these bytes, its empty line included; nothing where that has not come yet.
std::optional<std::size_t> head_size(std::string_view bytes);

// Lines end in CR LF, no line continues another, a name ends at its colon, no control characters; the request line is a
// method, a path and HTTP/1.0 or 1.1.
bool well_formed(std::string_view head);

// The Content-Length; 0 where there is none, and nothing where it is no plain number or not the only one.
std::optional<std::size_t> announced_body(std::string_view head);
// Whether the body is sent in another way than announced: such a one is not read.
bool has_transfer_encoding(std::string_view head);

// Whether the other side waits for a word before it sends the body.
bool expects_continue(std::string_view head);

}  // namespace tacit::http
