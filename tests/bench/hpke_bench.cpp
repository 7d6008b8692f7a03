// What sealing and opening one share costs. Counter `x25519` is the time as a multiple of one X25519 (measured in the
// same run): sealing takes two of them (a one-time key and the shared secret), opening one.
#include <benchmark/benchmark.h>
#include <sodium.h>

#include <ctime>

#include "crypto/hpke/aes_gcm.h"
#include "crypto/hpke/hpke.h"
#include "tests/support/seeded_random.h"

namespace tacit::hpke {
namespace {

// Processor time, so that what else runs on the machine matters less.
double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double x25519_seconds() {
    constexpr int kRounds = 2000;
    const std::array<std::uint8_t, 32> scalar{9};
    std::array<std::uint8_t, 32> point{9};
    const double start = cpu_seconds();
    for (int i = 0; i < kRounds; ++i)
        benchmark::DoNotOptimize(crypto_scalarmult(point.data(), scalar.data(), point.data()));
    return (cpu_seconds() - start) / kRounds;
}

// Runs `work` under the benchmark's control and counts it in units of one X25519.
template <class Work>
void measure(benchmark::State& state, Work work) {
    static const double floor = x25519_seconds();
    const double start = cpu_seconds();
    for (auto _ : state) benchmark::DoNotOptimize(work());
    state.counters["x25519"] = (cpu_seconds() - start) / static_cast<double>(state.iterations()) / floor;
}

void seal_share(benchmark::State& state, const Aead& aead) {
    test::SeededRandom random(1);
    const KeyPair receiver = generate_key_pair(random);
    const Bytes share(static_cast<std::size_t>(state.range(0)), 7);
    measure(state, [&] { return seal(random, aead, receiver.public_key, {}, {}, share); });
}

void open_share(benchmark::State& state, const Aead& aead) {
    test::SeededRandom random(1);
    const KeyPair receiver = generate_key_pair(random);
    const Bytes share(static_cast<std::size_t>(state.range(0)), 7);
    const auto sealed = seal(random, aead, receiver.public_key, {}, {}, share);
    measure(state, [&] { return open(aead, receiver, sealed->enc, {}, {}, sealed->ciphertext); });
}

// A helper's share is a few seeds, a leader's some tens of kilobytes.
BENCHMARK_CAPTURE(seal_share, chacha20_poly1305, chacha20_poly1305())->Arg(100)->Arg(20'000);
BENCHMARK_CAPTURE(seal_share, aes_128_gcm, aes_128_gcm())->Arg(100)->Arg(20'000);
BENCHMARK_CAPTURE(open_share, chacha20_poly1305, chacha20_poly1305())->Arg(100)->Arg(20'000);
BENCHMARK_CAPTURE(open_share, aes_128_gcm, aes_128_gcm())->Arg(100)->Arg(20'000);

}  // namespace
}  // namespace tacit::hpke

BENCHMARK_MAIN();
