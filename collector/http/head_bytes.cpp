#include "collector/http/head_bytes.h"

#include <algorithm>

namespace tacit::http {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
// Ranges are not served, but the library reads them, with a pattern that recurses at every character: a long one would
// overflow the stack of a worker and end the process.
constexpr std::size_t kRangeLineMax = 256;

// The next line without its end, cut off the front of `rest`, which ends in a line end.
std::string_view next_line(std::string_view& rest) {
    const std::string_view line = rest.substr(0, rest.find(kLineEnd));
    rest.remove_prefix(line.size() + kLineEnd.size());
    return line;
}

bool is_token(std::string_view text) {
    constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kOthers.find(c) != std::string_view::npos;
    });
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool is_request_line(std::string_view line) {
    const std::size_t first = line.find(' '), last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return false;
    const std::string_view target = line.substr(first + 1, last - first - 1), version = line.substr(last + 1);
    return is_token(line.substr(0, first)) && target.starts_with('/') && target.find(' ') == std::string_view::npos &&
           std::none_of(target.begin(), target.end(), is_control) && (version == "HTTP/1.1" || version == "HTTP/1.0");
}

bool is_header_line(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return false;
    const std::string_view value = line.substr(colon + 1);
    return std::none_of(value.begin(), value.end(), [](char c) { return is_control(c) && c != '\t'; });
}

bool is_named(std::string_view line, std::string_view lower_case_name) {
    const std::string_view name = line.substr(0, line.find(':'));
    return name.size() == lower_case_name.size() &&
           std::equal(name.begin(), name.end(), lower_case_name.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
           });
}

bool has(std::string_view head, std::string_view lower_case_name) {
    while (!head.empty())
        if (is_named(next_line(head), lower_case_name)) return true;
    return false;
}

}  // namespace

std::optional<std::size_t> head_size(std::string_view bytes) {
    const std::size_t end = bytes.find("\r\n\r\n");
    return end == std::string_view::npos ? std::nullopt : std::optional(end + 4);
}

bool well_formed(std::string_view head) {
    if (!head.ends_with("\r\n\r\n")) return false;
    std::string_view rest = head.substr(0, head.size() - kLineEnd.size());
    if (!is_request_line(next_line(rest))) return false;
    while (!rest.empty()) {
        const std::string_view line = next_line(rest);
        if (!is_header_line(line) || (is_named(line, "range") && line.size() > kRangeLineMax)) return false;
    }
    return true;
}

std::optional<std::size_t> announced_body(std::string_view head) {
    std::optional<std::size_t> announced;
    while (!head.empty()) {
        const std::string_view line = next_line(head);
        if (!is_named(line, "content-length")) continue;
        std::string_view text = line.substr(line.find(':') + 1);
        while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
        while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
        const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (announced || text.empty() || text.size() > 15 || !digits) return std::nullopt;
        announced = 0;
        for (const char digit : text) announced = *announced * 10 + static_cast<std::size_t>(digit - '0');
    }
    return announced.value_or(0);
}

bool has_transfer_encoding(std::string_view head) { return has(head, "transfer-encoding"); }

bool expects_continue(std::string_view head) { return has(head, "expect"); }

}  // namespace tacit::http
