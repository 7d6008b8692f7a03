// Masks that the optimiser cannot see through. Both compilers otherwise turn "add p if this borrowed" back into a
// branch on a secret value; behind the barrier the correction stays an AND and an addition.
#pragma once
#include <cstdint>

namespace tacit::field {

// All ones where `bit` is set, zero otherwise; the compiler does not learn which.
inline std::uint64_t mask_if(bool bit) {
    std::uint64_t mask = 0 - static_cast<std::uint64_t>(bit);
    __asm__("" : "+r"(mask));
    return mask;
}

// 1 where `bit` is set, 0 otherwise; the compiler does not learn which.
inline std::uint64_t one_if(bool bit) { return mask_if(bit) & 1; }

}  // namespace tacit::field
