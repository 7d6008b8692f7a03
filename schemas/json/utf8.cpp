#include "schemas/json/utf8.h"

#include <cstddef>

namespace tacit::json {
namespace {

// How many bytes follow a lead byte, and the range of the first of them. Count 0 and an empty range: not a lead byte.
struct Sequence {
    std::size_t following;
    unsigned char low, high;
};
Sequence sequence(unsigned char lead) {
    if (lead >= 0xC2 && lead <= 0xDF) return {1, 0x80, 0xBF};
    if (lead == 0xE0) return {2, 0xA0, 0xBF};
    if (lead == 0xED) return {2, 0x80, 0x9F};
    if (lead >= 0xE1 && lead <= 0xEF) return {2, 0x80, 0xBF};
    if (lead == 0xF0) return {3, 0x90, 0xBF};
    if (lead >= 0xF1 && lead <= 0xF3) return {3, 0x80, 0xBF};
    if (lead == 0xF4) return {3, 0x80, 0x8F};
    return {0, 1, 0};
}

}  // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) continue;
        const Sequence expected = sequence(lead);
        if (expected.following == 0 || text.size() - i <= expected.following) return false;
        const auto first = static_cast<unsigned char>(text[i + 1]);
        if (first < expected.low || first > expected.high) return false;
        for (std::size_t k = 2; k <= expected.following; ++k) {
            if ((text[i + k] & 0xC0) != 0x80) return false;
        }
        i += expected.following;
    }
    return true;
}

}  // namespace tacit::json
