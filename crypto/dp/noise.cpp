#include "crypto/dp/noise.h"

#include "crypto/base/secret.h"

namespace tacit::dp {

void DiscreteGaussianNoise::add(std::span<field::Field64> cells, std::uint32_t sigma_squared) {
    const GaussianTable& table = tables_.try_emplace(sigma_squared, sigma_squared).first->second;
    std::int32_t noise = 0;
    for (field::Field64& cell : cells) {
        noise = table.sample(random_);
        cell += field::Field64::from_i64(noise);
    }
    sodium_memzero(&noise, sizeof noise);
}

}  // namespace tacit::dp
