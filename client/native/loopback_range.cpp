#include "client/native/loopback_range.h"

#include <arpa/inet.h>

#include <charconv>

namespace tacit::native {
namespace {

constexpr std::uint64_t kFirstIndex = 256;  // leaves out the addresses that servers of a trial listen on

}  // namespace

Result<LoopbackRange> LoopbackRange::parse(std::string_view text, std::uint64_t count) {
    const std::size_t slash = text.find('/');
    const std::string start(text.substr(0, slash));
    unsigned bits = 33;
    if (slash != std::string_view::npos) std::from_chars(text.data() + slash + 1, text.data() + text.size(), bits);
    in_addr address{};
    if (bits < 8 || bits > 32 || inet_pton(AF_INET, start.c_str(), &address) != 1 || !start.starts_with("127."))
        return fail(Fault::refused, "this is not a range of loopback addresses", std::string(text),
                    "Use 127.0.0.0/8, or a part of it.");
    const std::uint32_t first = ntohl(address.s_addr);
    const std::uint64_t size = std::uint64_t{1} << (32 - bits);
    if (count + kFirstIndex > size || first % size != 0)
        return fail(Fault::refused, "the range is too small, or does not begin at its first address", std::string(text),
                    "Use 127.0.0.0/8.");
    return LoopbackRange(first);
}

std::string LoopbackRange::address(std::uint64_t index) const {
    in_addr address{htonl(first_ + static_cast<std::uint32_t>(kFirstIndex + index))};
    char text[INET_ADDRSTRLEN] = {};
    inet_ntop(AF_INET, &address, text, sizeof text);
    return text;
}

}  // namespace tacit::native
