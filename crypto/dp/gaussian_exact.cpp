#include "crypto/dp/gaussian_exact.h"

#include "crypto/base/secret.h"

namespace tacit::dp {

std::uint64_t ExactSampler::below(std::uint64_t n) {
    TACIT_ASSERT(n > 0);
    const std::uint64_t mask = n == 1 ? 0 : ~std::uint64_t{0} >> std::countl_zero(n - 1);
    for (;;) {
        std::array<std::uint8_t, 8> bytes = random_.array<8>();
        std::uint64_t word = 0;
        for (const std::uint8_t byte : bytes) word = word << 8 | byte;
        wipe(bytes);
        if ((word & mask) < n) return word & mask;
    }
}

std::int64_t sample_exact(Random& random, std::uint32_t sigma_squared) {
    TACIT_ASSERT(sigma_squared >= 1 && sigma_squared <= kExactSigmaSquaredMax);
    return ExactSampler(random).gaussian(sigma_squared);
}

}  // namespace tacit::dp
