// The HTTP library's client with a bound on what it trusts its server with: the lines of an answer. Bodies are bounded
// where they are received.
#pragma once
#include <memory>
#include <string>

namespace httplib {
class ClientImpl;
}

namespace tacit::programs {

// A client of that server. `exceeded` becomes true where a request fails because a line of its answer is too long, or
// there are too many; it outlives the client, and whoever sends several requests clears it before each.
std::unique_ptr<httplib::ClientImpl> bounded_client(bool https, const std::string& host, int port, bool& exceeded);

}  // namespace tacit::programs
