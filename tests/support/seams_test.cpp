// What tacit-collector-test links instead of collector/seams.cpp. TACIT_TEST_NOISE=off leaves the noise out;
// TACIT_TEST_SEED=n makes the noise reproducible; TACIT_TEST_CLOCK_OFFSET=seconds moves the clock.
#include <cstdlib>
#include <string_view>

#include "collector/seams.h"
#include "tests/support/no_noise.h"
#include "tests/support/seeded_random.h"

namespace tacit::collector {
namespace {

class OffsetClock final : public Clock {
public:
    explicit OffsetClock(long seconds) : offset_(seconds) {}
    std::chrono::sys_seconds now() const override { return clock_.now() + offset_; }

private:
    SystemClock clock_;
    std::chrono::seconds offset_;
};

// Reproducible noise; keys and nonces stay random.
class SeededNoise final : public dp::Noise {
public:
    explicit SeededNoise(std::uint64_t seed) : random_(seed), noise_(random_) {}
    void add(std::span<field::Field64> cells, std::uint32_t sigma_squared) override {
        noise_.add(cells, sigma_squared);
    }

private:
    test::SeededRandom random_;
    dp::DiscreteGaussianNoise noise_;
};

}  // namespace

std::unique_ptr<Random> make_random() { return std::make_unique<SystemRandom>(); }

std::unique_ptr<Clock> make_clock() {
    const char* offset = std::getenv("TACIT_TEST_CLOCK_OFFSET");
    return std::make_unique<OffsetClock>(offset == nullptr ? 0 : std::strtol(offset, nullptr, 10));
}

std::unique_ptr<dp::Noise> make_noise(Random& random) {
    const char* noise = std::getenv("TACIT_TEST_NOISE");
    if (noise != nullptr && std::string_view(noise) == "off") return std::make_unique<test::NoNoise>();
    if (const char* seed = std::getenv("TACIT_TEST_SEED"))
        return std::make_unique<SeededNoise>(std::strtoull(seed, nullptr, 10));
    return std::make_unique<dp::DiscreteGaussianNoise>(random);
}

}  // namespace tacit::collector
