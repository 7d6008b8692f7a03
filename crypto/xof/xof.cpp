#include "crypto/xof/xof.h"

#include "crypto/base/check.h"

namespace tacit::xof {

XofTurboShake128::XofTurboShake128(ByteView seed, std::initializer_list<ByteView> dst) {
    std::size_t dst_size = 0;
    for (const ByteView part : dst) dst_size += part.size();
    TACIT_ASSERT(dst_size <= kDstSizeMax && seed.size() <= 0xff);

    const std::array<std::uint8_t, 2> prefix{static_cast<std::uint8_t>(dst_size),
                                             static_cast<std::uint8_t>(dst_size >> 8)};
    sponge_.absorb(prefix);
    for (const ByteView part : dst) sponge_.absorb(part);
    bind(static_cast<std::uint8_t>(seed.size()));
    sponge_.absorb(seed);
}

void XofTurboShake128::next(MutableByteView out) {
    if (!finished_) sponge_.finish(1);
    finished_ = true;
    sponge_.squeeze(out);
}

}  // namespace tacit::xof
