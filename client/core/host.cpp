#include "client/core/host.h"

#include <algorithm>

namespace tacit::client {

std::string host_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    const std::string_view rest = url.substr(scheme + 3);
    return std::string(rest.substr(0, rest.find_first_of("/?#")));
}

std::string host_name_of(std::string_view url) {
    std::string host = host_of(url);
    host.resize(host.starts_with('[') ? std::min(host.find(']') + 1, host.size())
                                      : std::min(host.find(':'), host.size()));
    for (char& letter : host) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return host;
}

bool is_loopback(std::string_view host_name) {
    const bool numeric = host_name.find_first_not_of("0123456789.") == std::string_view::npos;
    return host_name == "localhost" || host_name == "[::1]" || (numeric && host_name.starts_with("127."));
}

}  // namespace tacit::client
