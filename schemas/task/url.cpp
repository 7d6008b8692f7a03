#include "schemas/task/url.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace tacit::task {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
bool is_label_letter(char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; }

tl::unexpected<Error> bad(std::string what, std::string remedy = {}) {
    return fail(Fault::malformed, std::move(what), {}, std::move(remedy));
}

// A whole decimal number without sign or leading zeros.
std::optional<std::uint32_t> decimal(std::string_view text, std::uint32_t max) {
    std::uint32_t value = 0;
    if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit) || (text.size() > 1 && text[0] == '0'))
        return std::nullopt;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status != std::errc() || value > max) return std::nullopt;
    return value;
}

std::string_view next_label(std::string_view& host) {
    const std::size_t dot = std::min(host.find('.'), host.size());
    const std::string_view label = host.substr(0, dot);
    host.remove_prefix(std::min(dot + 1, host.size()));
    return label;
}

bool is_ipv4(std::string_view host) {
    int parts = 0;
    if (host.ends_with('.')) return false;
    for (; !host.empty(); ++parts) {
        if (!decimal(next_label(host), 255)) return false;
    }
    return parts == 4;
}

// Labels of letters, digits and inner hyphens. A last label that is a number, in any notation that browsers take for
// one, makes the whole an IPv4 address, and only its ordinary spelling is accepted.
bool is_name(std::string_view host) {
    if (host.empty() || host.size() > 253 || host.ends_with('.')) return false;
    const std::string_view last = host.substr(host.rfind('.') + 1);
    if (is_digit(last.empty() ? '0' : last[0])) return is_ipv4(host);
    while (!host.empty()) {
        const std::string_view label = next_label(host);
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
        if (!std::all_of(label.begin(), label.end(), is_label_letter)) return false;
    }
    return true;
}

// Letters that may stand in an IPv6 address; whether they make one is left to whoever connects.
bool is_ipv6(std::string_view host) {
    return host.size() >= 2 && host.size() <= 39 && std::count(host.begin(), host.end(), ':') >= 2 &&
           std::all_of(host.begin(), host.end(), [](char c) { return is_hex(c) || c == ':'; });
}

bool is_path(std::string_view path) {
    const auto allowed = [](char c) {
        return is_label_letter(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '~' || c == '/';
    };
    if (!path.starts_with('/') || !std::all_of(path.begin(), path.end(), allowed)) return false;
    for (const std::string_view step : {"//", "/./", "/../"}) {
        if (path.find(step) != std::string_view::npos) return false;
    }
    return true;
}

}  // namespace

bool Url::loopback() const {
    return host == "localhost" || host == "::1" || (is_ipv4(host) && host.starts_with("127."));
}

Result<Url> parse_url(std::string_view text) {
    Url url;
    std::string_view left = text;
    if (left.starts_with("https://")) {
        left.remove_prefix(8);
    } else if (left.starts_with("http://")) {
        left.remove_prefix(7);
        url.https = false;
        url.port = 80;
    } else {
        return bad("not an https address", "Write it as https://host/path/.");
    }
    if (text.size() > 1'000) return bad("an address of more than 1000 characters");

    const std::size_t slash = left.find('/');
    if (slash == std::string_view::npos || !left.ends_with('/'))
        return bad("an address without '/' at its end", "Add it: both aggregators compare the address byte for byte.");
    std::string_view authority = left.substr(0, slash);
    url.path = left.substr(slash);
    if (!is_path(url.path))
        return bad("a path with more than letters, digits and . _ ~ - between single slashes",
                   "Leave out '?', '#', '%' and empty or dotted steps.");

    if (authority.starts_with('[')) {
        const std::size_t bracket = authority.find(']');
        if (bracket == std::string_view::npos || !is_ipv6(authority.substr(1, bracket - 1)))
            return bad("not an IPv6 address in brackets");
        url.host = authority.substr(1, bracket - 1);
        authority.remove_prefix(bracket + 1);
    } else {
        url.host = authority.substr(0, authority.find(':'));
        authority.remove_prefix(url.host.size());
        if (!is_name(url.host))
            return bad("not a host name in lower case",
                       "Leave out user names; write other letters in their xn-- form.");
    }
    if (!authority.empty()) {
        const auto port = authority[0] == ':' ? decimal(authority.substr(1), 65'535) : std::nullopt;
        if (!port || *port == 0) return bad("not a port number after the host");
        url.port = static_cast<std::uint16_t>(*port);
    }
    if (!url.https && !url.loopback())
        return bad("http is for loopback hosts only", "Use https, or localhost for a trial on one machine.");
    return url;
}

bool same_machine(const Url& a, const Url& b) { return a.host == b.host || (a.loopback() && b.loopback()); }

}  // namespace tacit::task
