// The addresses of a task's parties, read strictly: what two programs could understand differently is refused, because
// these URLs are compared and hashed byte for byte and never normalised.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/base/result.h"

namespace tacit::task {

struct Url {
    bool https = true;
    std::string host;          // lower case; an IPv6 address without its brackets
    std::uint16_t port = 443;  // the scheme's own where none is written
    std::string path;          // begins and ends with '/'

    bool loopback() const;  // localhost, 127.0.0.0/8, ::1
};

// https, or http where the host is loopback; the path ends in '/'; no user, query, fragment, '%' or upper-case host.
Result<Url> parse_url(std::string_view text);

// Two aggregators on one machine are no split of trust; allowed for trials on loopback only. Ports do not count.
bool same_machine(const Url& a, const Url& b);

}  // namespace tacit::task
