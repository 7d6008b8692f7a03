// Where randomness comes from. `Random&` is the first parameter of whatever draws, so a reader sees it and a test can
// replace it; the seeded generator lives in tests/support and cannot be linked into a product.
#pragma once
#include <array>

#include "crypto/base/bytes.h"

namespace tacit {

class Random {
public:
    virtual ~Random() = default;
    // Fills all of `out` with uniform bytes. Ends the process rather than return without having done so.
    virtual void fill(MutableByteView out) = 0;

    template <std::size_t N>
    std::array<std::uint8_t, N> array() {
        std::array<std::uint8_t, N> bytes;
        fill(bytes);
        return bytes;
    }
};

// The operating system's generator through libsodium. Thread-safe.
class SystemRandom final : public Random {
public:
    SystemRandom();  // initialises libsodium; ends the process where that fails
    void fill(MutableByteView out) override;
};

}  // namespace tacit
