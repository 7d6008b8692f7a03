// What one cell of noise costs with the production sampler and with its oracle, and what building a table costs.
// Counter `random_bytes` is how many random bytes a sample takes; the floor is drawing those alone.
#include <benchmark/benchmark.h>

#include "crypto/dp/gaussian_exact.h"
#include "crypto/dp/gaussian_table.h"
#include "tests/support/seeded_random.h"

namespace tacit::dp {
namespace {

std::uint32_t variance(const benchmark::State& state) { return static_cast<std::uint32_t>(state.range(0)); }

void floor_random_bytes(benchmark::State& state) {
    test::SeededRandom random(1);
    for (auto _ : state) benchmark::DoNotOptimize(random.array<GaussianTable::kBytesPerSample>());
}

void sample_from_table(benchmark::State& state) {
    test::SeededRandom random(1);
    const GaussianTable table(variance(state));
    for (auto _ : state) benchmark::DoNotOptimize(table.sample(random));
    state.counters["random_bytes"] = GaussianTable::kBytesPerSample;
    state.counters["table_entries"] = static_cast<double>(table.thresholds().size());
}

void sample_by_rejection(benchmark::State& state) {
    test::SeededRandom random(1);
    for (auto _ : state) benchmark::DoNotOptimize(sample_exact(random, variance(state)));
}

void build_table(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(GaussianTable(variance(state)));
}

BENCHMARK(floor_random_bytes);
BENCHMARK(sample_from_table)->Arg(4)->Arg(22)->Arg(176)->Arg(528)->Arg(25'344)->Arg(1 << 20);
BENCHMARK(sample_by_rejection)->Arg(4)->Arg(22)->Arg(176)->Arg(528)->Arg(25'344)->Arg(1 << 20);
BENCHMARK(build_table)->Arg(22)->Arg(528)->Arg(25'344)->Arg(1 << 20);

}  // namespace
}  // namespace tacit::dp

BENCHMARK_MAIN();
