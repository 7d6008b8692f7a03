// The host in a URL, for showing to people and for telling two servers apart.
#pragma once
#include <string>
#include <string_view>

namespace tacit::client {

// "a.example", "a.example:8443", "[::1]:8080"; empty where the text is not a URL with a host.
std::string host_of(std::string_view url);
// The same without the port, in lower case: two ports of one machine are one host.
std::string host_name_of(std::string_view url);
// "localhost", 127.0.0.0/8 or ::1, as host_name_of() gives it. A name like 127.a.example is none of these.
bool is_loopback(std::string_view host_name);

}  // namespace tacit::client
