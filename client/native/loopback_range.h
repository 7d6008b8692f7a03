// Addresses of this machine to send from, one per simulated respondent, so that a test can look whether any is
// recorded.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/base/result.h"

namespace tacit::native {

class LoopbackRange {
public:
    // "127.0.0.0/8" or a part of it, with room for `count` addresses and 256 more at the start, which are not used.
    static Result<LoopbackRange> parse(std::string_view text, std::uint64_t count);

    // The address of respondent `index`: the start of the range plus 256 plus the index.
    std::string address(std::uint64_t index) const;

private:
    explicit LoopbackRange(std::uint32_t first) : first_(first) {}
    std::uint32_t first_;
};

}  // namespace tacit::native
