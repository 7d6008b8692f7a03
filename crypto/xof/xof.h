// XofTurboShake128 of the VDAF draft, section "XofTurboShake128": expands a seed, under a domain separation tag and
// bound to a binder, into bytes or field elements.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>

#include "crypto/base/secret.h"
#include "crypto/xof/turboshake.h"

namespace tacit::xof {

inline constexpr std::size_t kSeedSize = 32;
inline constexpr std::size_t kDstSizeMax = 0xffff;  // its length takes two bytes

class XofTurboShake128 {
public:
    // The tag is the concatenation of `dst`, at most kDstSizeMax bytes; the seed has at most 255.
    XofTurboShake128(ByteView seed, std::initializer_list<ByteView> dst);

    // Appends to the binder; before the first output only.
    void bind(ByteView binder) { sponge_.absorb(binder); }
    void bind(std::uint8_t byte) { sponge_.absorb(ByteView(&byte, 1)); }

    // The next bytes of the stream.
    void next(MutableByteView out);

    // The next field elements, by rejection: an encoding that is not below the modulus is skipped. Rejections happen
    // with probability 2^-32 (Field64) and 2^-59 (Field128) and say nothing about the values that are kept.
    template <class F>
    void next_vector(std::span<F> out) {
        std::array<std::uint8_t, 2 * TurboShake128::kRate> buffer;  // a multiple of 8 and of 16
        for (std::size_t done = 0; done < out.size();) {
            const std::size_t size = std::min(buffer.size(), (out.size() - done) * F::kEncodedSize);
            next(std::span(buffer).first(size));
            for (std::size_t i = 0; i < size; i += F::kEncodedSize)
                done += static_cast<std::size_t>(F::decode(&buffer[i], out[done]));
        }
        wipe(buffer);
    }

private:
    TurboShake128 sponge_;
    bool finished_ = false;
};

}  // namespace tacit::xof
