// The simulator's own random numbers: a seeded generator for made-up answers, and for nothing else.
//
// Shares, keys and report ids never come from here: they take a tacit::Random&, which this is not. Every respondent has
// a generator of their own, so that number 17 answers the same whether 20 or 20,000 people are simulated. SplitMix64.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

namespace tacit::simulate {

// A probability or a share, in thousandths: parameters are typed in as integers, so a draw is the same on every
// machine.
using Thousandths = std::uint32_t;

class Generator {
public:
    Generator(std::uint64_t seed, std::uint64_t respondent) : state_(mix(seed) ^ mix(~respondent)) {}

    std::uint64_t next() {
        state_ += kStep;
        return mix(state_);
    }
    // Uniform in [0, end); `end` is at least 1. The remainder's bias is below 2^-32 for every end used here.
    std::uint32_t below(std::uint32_t end) {
        return static_cast<std::uint32_t>(((next() >> 32) * static_cast<std::uint64_t>(end)) >> 32);
    }
    // Uniform in [first, last].
    std::int32_t between(std::int32_t first, std::int32_t last) {
        return first + static_cast<std::int32_t>(below(static_cast<std::uint32_t>(last - first + 1)));
    }
    bool chance(Thousandths probability) { return below(1000) < probability; }
    // An index in proportion to its weight; the weights are not all zero.
    std::size_t pick(std::span<const std::uint32_t> weights) {
        std::uint32_t total = 0;
        for (const std::uint32_t weight : weights) total += weight;
        std::uint32_t left = below(total);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            if (left < weights[i]) return i;
            left -= weights[i];
        }
        return weights.size() - 1;
    }

private:
    static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15;
    static std::uint64_t mix(std::uint64_t z) {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    std::uint64_t state_;
};

}  // namespace tacit::simulate
