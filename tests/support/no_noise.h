// No noise at all: the only way to see exact totals, and it exists in test programs only.
#pragma once
#include "crypto/dp/noise.h"

namespace tacit::test {

class NoNoise final : public dp::Noise {
public:
    void add(std::span<field::Field64> /*cells*/, std::uint32_t /*sigma_squared*/) override {}
};

}  // namespace tacit::test
