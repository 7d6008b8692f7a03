// TurboSHAKE128 (RFC 9861 section 2): Keccak with 12 rounds, a rate of 168 bytes, and a domain byte.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "crypto/base/bytes.h"

namespace tacit::xof {

// Absorbs, then squeezes. The state is wiped when the object dies.
class TurboShake128 {
public:
    static constexpr std::size_t kRate = 168;

    TurboShake128() = default;
    ~TurboShake128();
    TurboShake128(const TurboShake128&) = default;
    TurboShake128& operator=(const TurboShake128&) = default;

    // Before the first squeeze() only.
    void absorb(ByteView bytes);
    // Ends the input; `domain` is 1 to 0x7f.
    void finish(std::uint8_t domain);
    void squeeze(MutableByteView out);

private:
    using Lanes = std::array<std::uint64_t, 25>;
    static void permute(Lanes& lanes);

    void mix_in(std::size_t position, std::uint8_t byte) {
        lanes_[position / 8] ^= static_cast<std::uint64_t>(byte) << (8 * (position % 8));
    }

    Lanes lanes_{};
    std::size_t position_ = 0;  // bytes of the current block that were absorbed or squeezed
    bool squeezing_ = false;
};

}  // namespace tacit::xof
