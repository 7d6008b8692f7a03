// Adds an aggregator's own noise to its own aggregate share: the last step before a share is stored or leaves the
// server. There is no other implementation in the product and no switch that leaves it out.
#pragma once
#include <cstdint>
#include <map>
#include <span>

#include "crypto/base/random.h"
#include "crypto/dp/gaussian_table.h"
#include "crypto/field/field64.h"

namespace tacit::dp {

class Noise {
public:
    virtual ~Noise() = default;
    // Adds independent noise of variance `sigma_squared` to every cell of one released block, negative noise as p −
    // |noise|. Not thread-safe.
    virtual void add(std::span<field::Field64> cells, std::uint32_t sigma_squared) = 0;
};

class DiscreteGaussianNoise final : public Noise {
public:
    explicit DiscreteGaussianNoise(Random& random) : random_(random) {}
    void add(std::span<field::Field64> cells, std::uint32_t sigma_squared) override;

private:
    Random& random_;
    std::map<std::uint32_t, GaussianTable> tables_;  // one for each σ² seen
};

}  // namespace tacit::dp
