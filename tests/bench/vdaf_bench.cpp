// What a report costs: sharding it, verifying it, and the parts. Counter `x25519` is the time as a multiple of one
// X25519 (measured in the same run), the floor that opening a report's encryption sets.
#include <benchmark/benchmark.h>
#include <sodium.h>

#include <array>
#include <ctime>

#include "crypto/vdaf/ping_pong.h"
#include "crypto/vdaf/prio3_questionnaire.h"
#include "tests/support/seeded_random.h"

namespace tacit::vdaf {
namespace {

using namespace circuits;

std::vector<std::vector<std::uint16_t>> groups(std::uint16_t cells, std::uint16_t count) {
    std::vector<std::vector<std::uint16_t>> groups(count);
    for (std::uint16_t cell = 0; cell < cells; ++cell) groups[cell % count].push_back(cell);
    return groups;
}

// The shape of the bundled core survey: 13 choices, a multi, a score's mean, three tables of groups.
QuestionnaireConfig core_like() {
    QuestionnaireConfig config;
    constexpr std::array<std::uint16_t, 13> kOptions{4, 5, 26, 6, 8, 24, 8, 9, 8, 7, 9, 10, 6};
    for (const std::uint16_t k : kOptions) config.blocks.emplace_back(Choice{k});
    config.blocks.emplace_back(Multi{14, 3});                              // 13
    config.blocks.emplace_back(Group{5, groups(24, 7)});                   // 14 treatment
    config.blocks.emplace_back(Group{10, groups(9, 4)});                   // 15 change
    config.blocks.emplace_back(Group{5, groups(24, 2)});                   // 16 base
    config.blocks.emplace_back(Group{8, groups(8, 5)});                    // 17 not helped before
    config.blocks.emplace_back(Group{9, groups(7, 6)});                    // 18 start level
    config.blocks.emplace_back(Group{2, groups(26, 6)});                   // 19 score band
    config.blocks.emplace_back(Sum{2, std::vector<std::int32_t>(26, 1)});  // 20
    config.blocks.emplace_back(Cross{14, 15});                             // 21
    config.blocks.emplace_back(Cross{16, 17});                             // 22
    config.blocks.emplace_back(Cross{22, 15});                             // 23
    config.blocks.emplace_back(Cross{18, 19});                             // 24
    config.release = {21, 23, 24, 0, 1, 3, 4, 6, 7, 11, 12, 20, 13};
    config.chunk_length = best_chunk_length(product_count(config));
    return config;
}

// Several times as long: 40 choices and 30 tables of 36 cells.
QuestionnaireConfig long_survey() {
    QuestionnaireConfig config;
    for (std::uint16_t i = 0; i < 40; ++i) config.blocks.emplace_back(Choice{6});
    for (std::uint16_t i = 0; i < 30; ++i) {
        config.blocks.emplace_back(Cross{i, static_cast<std::uint16_t>(i + 1)});
        config.release.push_back(static_cast<std::uint16_t>(40 + i));
    }
    config.chunk_length = best_chunk_length(product_count(config));
    return config;
}

// Processor time, so that what else runs on the machine matters less.
double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double x25519_seconds() {
    std::array<std::uint8_t, 32> scalar{1}, point{9};
    constexpr int kRounds = 3000;
    const double start = cpu_seconds();
    for (int i = 0; i < kRounds; ++i)
        benchmark::DoNotOptimize(crypto_scalarmult(point.data(), scalar.data(), point.data()));
    return (cpu_seconds() - start) / kRounds;
}

// Everything that both aggregators see of one report.
struct Sample {
    explicit Sample(QuestionnaireConfig config) : vdaf(*make_prio3_questionnaire(config)) {
        for (const Block& block : config.blocks) {
            if (std::holds_alternative<Choice>(block)) measurement.emplace_back(std::uint16_t{1});
            if (std::holds_alternative<Multi>(block)) measurement.emplace_back(std::vector<std::uint16_t>{0, 2});
        }
        test::SeededRandom random(1);
        rand.resize(vdaf.rand_size());
        random.fill(rand);
        random.fill(nonce);
        random.fill(key);
        sharded = *vdaf.shard(ctx, *vdaf.circuit().encode(measurement), nonce, rand);
        leader_message =
            leader_init(vdaf, key, ctx, nonce, sharded.public_share, sharded.input_shares[0].view())->message;
    }

    Prio3Questionnaire vdaf;
    Measurement measurement;
    Bytes ctx = Bytes(42), rand, nonce = Bytes(16), key = Bytes(32), leader_message;
    Prio3Questionnaire::Sharded sharded;
};

// Times `step`, and reports it beside the floor.
template <class Step>
void run(benchmark::State& state, Step step) {
    const double floor = x25519_seconds();
    const double start = cpu_seconds();
    for (auto _ : state) benchmark::DoNotOptimize(step());
    state.counters["x25519"] = (cpu_seconds() - start) / static_cast<double>(state.iterations()) / floor;
}

void x25519(benchmark::State& state) {
    run(state, [] {
        std::array<std::uint8_t, 32> scalar{1}, point{9};
        return crypto_scalarmult(point.data(), scalar.data(), point.data());
    });
}

void turboshake_per_kilobyte(benchmark::State& state) {
    xof::XofTurboShake128 stream(Bytes(32), {});
    std::array<std::uint8_t, 1024> out;
    run(state, [&] { return stream.next(out), out[0]; });
}

void shard(benchmark::State& state, QuestionnaireConfig config) {
    const Sample sample(std::move(config));
    run(state, [&] {
        return sample.vdaf.shard(sample.ctx, *sample.vdaf.circuit().encode(sample.measurement), sample.nonce,
                                 sample.rand);
    });
}

void leader_verifies(benchmark::State& state, QuestionnaireConfig config) {
    const Sample sample(std::move(config));
    run(state, [&] {
        return leader_init(sample.vdaf, sample.key, sample.ctx, sample.nonce, sample.sharded.public_share,
                           sample.sharded.input_shares[0].view());
    });
    state.counters["elements"] = static_cast<double>(sample.vdaf.circuit().measurement_length());
    state.counters["leader_bytes"] = static_cast<double>(sample.vdaf.input_share_size(0));
}

void helper_verifies(benchmark::State& state, QuestionnaireConfig config) {
    const Sample sample(std::move(config));
    run(state, [&] {
        return helper_init(sample.vdaf, sample.key, sample.ctx, sample.nonce, sample.sharded.public_share,
                           sample.sharded.input_shares[1].view(), sample.leader_message);
    });
}

BENCHMARK(x25519);
BENCHMARK(turboshake_per_kilobyte);
BENCHMARK_CAPTURE(shard, core, core_like());
BENCHMARK_CAPTURE(leader_verifies, core, core_like());
BENCHMARK_CAPTURE(helper_verifies, core, core_like());
BENCHMARK_CAPTURE(shard, long, long_survey());
BENCHMARK_CAPTURE(leader_verifies, long, long_survey());
BENCHMARK_CAPTURE(helper_verifies, long, long_survey());

}  // namespace
}  // namespace tacit::vdaf

BENCHMARK_MAIN();
