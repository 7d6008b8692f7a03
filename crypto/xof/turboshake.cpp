#include "crypto/xof/turboshake.h"

#include <sodium.h>

#include <algorithm>
#include <bit>

#include "crypto/base/check.h"

namespace tacit::xof {
namespace {

// The last 12 of Keccak-f[1600]'s 24 round constants.
constexpr std::array<std::uint64_t, 12> kRoundConstants = {
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

using Lane = std::uint64_t;

// chi on one row of five lanes.
[[gnu::always_inline]] inline void chi(Lane* out, Lane b0, Lane b1, Lane b2, Lane b3, Lane b4) {
    out[0] = b0 ^ (~b1 & b2);
    out[1] = b1 ^ (~b2 & b3);
    out[2] = b2 ^ (~b3 & b4);
    out[3] = b3 ^ (~b4 & b0);
    out[4] = b4 ^ (~b0 & b1);
}

// One round from a to e, every index and distance a constant: as loops it is three to four times slower.
[[gnu::always_inline]] inline void round(const Lane* a, Lane* e, Lane constant) {
    const Lane c0 = a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20];
    const Lane c1 = a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21];
    const Lane c2 = a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22];
    const Lane c3 = a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23];
    const Lane c4 = a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24];
    const Lane d0 = c4 ^ std::rotl(c1, 1);
    const Lane d1 = c0 ^ std::rotl(c2, 1);
    const Lane d2 = c1 ^ std::rotl(c3, 1);
    const Lane d3 = c2 ^ std::rotl(c4, 1);
    const Lane d4 = c3 ^ std::rotl(c0, 1);
    // Lane (x, y) is a[x + 5y]; pi takes it to row 2x + 3y, column y.
    chi(e, a[0] ^ d0, std::rotl(a[6] ^ d1, 44), std::rotl(a[12] ^ d2, 43), std::rotl(a[18] ^ d3, 21),
        std::rotl(a[24] ^ d4, 14));
    e[0] ^= constant;
    chi(e + 5, std::rotl(a[3] ^ d3, 28), std::rotl(a[9] ^ d4, 20), std::rotl(a[10] ^ d0, 3), std::rotl(a[16] ^ d1, 45),
        std::rotl(a[22] ^ d2, 61));
    chi(e + 10, std::rotl(a[1] ^ d1, 1), std::rotl(a[7] ^ d2, 6), std::rotl(a[13] ^ d3, 25), std::rotl(a[19] ^ d4, 8),
        std::rotl(a[20] ^ d0, 18));
    chi(e + 15, std::rotl(a[4] ^ d4, 27), std::rotl(a[5] ^ d0, 36), std::rotl(a[11] ^ d1, 10),
        std::rotl(a[17] ^ d2, 15), std::rotl(a[23] ^ d3, 56));
    chi(e + 20, std::rotl(a[2] ^ d2, 62), std::rotl(a[8] ^ d3, 55), std::rotl(a[14] ^ d4, 39),
        std::rotl(a[15] ^ d0, 41), std::rotl(a[21] ^ d1, 2));
}

Lane load(const std::uint8_t* bytes) {
    Lane lane = 0;
    for (unsigned i = 0; i < 8; ++i) lane |= static_cast<Lane>(bytes[i]) << (8 * i);
    return lane;
}

void store(Lane lane, std::uint8_t* bytes) {
    for (unsigned i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(lane >> (8 * i));
}

}  // namespace

TurboShake128::~TurboShake128() { sodium_memzero(lanes_.data(), sizeof lanes_); }

void TurboShake128::permute(Lanes& lanes) {
    Lane other[25];
    for (std::size_t i = 0; i < kRoundConstants.size(); i += 2) {
        round(lanes.data(), other, kRoundConstants[i]);
        round(other, lanes.data(), kRoundConstants[i + 1]);
    }
}

void TurboShake128::absorb(ByteView bytes) {
    TACIT_ASSERT(!squeezing_);
    while (!bytes.empty()) {
        if (position_ % 8 == 0 && bytes.size() >= 8) {
            lanes_[position_ / 8] ^= load(bytes.data());
            position_ += 8;
            bytes = bytes.subspan(8);
        } else {
            mix_in(position_++, bytes.front());
            bytes = bytes.subspan(1);
        }
        if (position_ == kRate) {
            permute(lanes_);
            position_ = 0;
        }
    }
}

void TurboShake128::finish(std::uint8_t domain) {
    TACIT_ASSERT(!squeezing_ && domain >= 1 && domain <= 0x7f);
    mix_in(position_, domain);
    mix_in(kRate - 1, 0x80);
    permute(lanes_);
    position_ = 0;
    squeezing_ = true;
}

void TurboShake128::squeeze(MutableByteView out) {
    TACIT_ASSERT(squeezing_);
    while (!out.empty()) {
        if (position_ == kRate) {
            permute(lanes_);
            position_ = 0;
        }
        if (position_ % 8 == 0 && out.size() >= 8) {
            store(lanes_[position_ / 8], out.data());
            position_ += 8;
            out = out.subspan(8);
        } else {
            out.front() = static_cast<std::uint8_t>(lanes_[position_ / 8] >> (8 * (position_ % 8)));
            ++position_;
            out = out.subspan(1);
        }
    }
}

}  // namespace tacit::xof
