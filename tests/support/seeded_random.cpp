#include "tests/support/seeded_random.h"

#include <sodium.h>

#include <algorithm>

namespace tacit::test {

SeededRandom::SeededRandom(std::uint64_t seed) : buffer_(4096), used_(buffer_.size()) {
    for (std::size_t i = 0; i < 8; ++i) key_[i] = static_cast<std::uint8_t>(seed >> (8 * i));
}

void SeededRandom::fill(MutableByteView out) {
    while (!out.empty()) {
        if (used_ == buffer_.size()) {
            std::array<std::uint8_t, crypto_stream_chacha20_NONCEBYTES> nonce{};
            for (std::size_t i = 0; i < 8; ++i) nonce[i] = static_cast<std::uint8_t>(next_block_ >> (8 * i));
            crypto_stream_chacha20(buffer_.data(), buffer_.size(), nonce.data(), key_.data());
            ++next_block_;
            used_ = 0;
        }
        const std::size_t size = std::min(out.size(), buffer_.size() - used_);
        std::copy_n(buffer_.begin() + static_cast<std::ptrdiff_t>(used_), size, out.begin());
        used_ += size;
        out = out.subspan(size);
    }
}

}  // namespace tacit::test
