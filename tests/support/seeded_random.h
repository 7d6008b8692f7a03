// A reproducible stream of bytes (ChaCha20 over a numbered key), for tests only.
#pragma once
#include <cstdint>

#include "crypto/base/random.h"

namespace tacit::test {

class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed);
    void fill(MutableByteView out) override;

private:
    std::array<std::uint8_t, 32> key_{};
    std::uint64_t next_block_ = 0;
    Bytes buffer_;
    std::size_t used_ = 0;
};

}  // namespace tacit::test
