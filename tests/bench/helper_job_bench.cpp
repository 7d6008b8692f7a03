// What a job of 256 reports of the core survey costs the helper, from the request's bytes to the commit. Counter `floor` is
// the time as a multiple of the X25519 and verification that the job cannot do without, on as many cores.
#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>

#include "collector/work/verify_pool.h"
#include "crypto/vdaf/ping_pong.h"
#include "schemas/survey/load.h"
#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

constexpr std::size_t kReports = 256;

std::string core_definition() {
    std::ifstream file(TACIT_SOURCE_DIR "/schemas/surveys/core.json");
    std::ostringstream text;
    text << file.rdbuf();
    return json::canonical(survey::definition_node(must(survey::load_file(text.str())).survey));
}

struct Job {
    Bytes request;
    std::vector<Client::Shares> shares;
    std::vector<Bytes> leader_messages;
    std::vector<wire::HpkeCiphertext> ciphertexts;
};

Job make_job(World& world) {
    Client client = world.client();
    const auto& task = world.leader.task();
    circuits::Measurement measurement;
    for (const circuits::Block& block : task.compiled.config.blocks) {
        if (std::holds_alternative<circuits::Choice>(block)) measurement.emplace_back(std::uint16_t{0});
        if (std::holds_alternative<circuits::Multi>(block)) measurement.emplace_back(std::vector<std::uint16_t>{0});
    }
    const auto encoded = must(task.vdaf.circuit().encode(measurement));
    Job job;
    wire::AggregationJobInitReq request;
    for (std::size_t i = 0; i < kReports; ++i) {
        job.shares.push_back(client.shard(encoded, kFirst));
        const Client::Shares& shares = job.shares.back();
        const wire::Report report = client.seal(shares);
        auto init = must(vdaf::leader_init(task.vdaf, task.secrets.verify_key.view(), task.vdaf_ctx,
                                           shares.metadata.report_id.bytes, shares.public_share,
                                           shares.input_shares[0].view()));
        job.leader_messages.push_back(init.message);
        job.ciphertexts.push_back(report.helper_encrypted_input_share);
        request.verify_inits.push_back(
            {{report.report_metadata, report.public_share, report.helper_encrypted_input_share}, std::move(init.message)});
    }
    job.request = must(encode(request));
    return job;
}

// The same X25519 and verification and nothing else.
double floor_seconds(World& world, const Job& job, protocol::Parallel& pool) {
    const auto& task = world.helper.task();
    const SecretBytes secret(world.random.array<32>());
    const auto begun = std::chrono::steady_clock::now();
    pool.each(kReports, [&](std::size_t i) {
        std::array<std::uint8_t, 32> shared;
        benchmark::DoNotOptimize(crypto_scalarmult_curve25519(shared.data(), secret.data(), job.ciphertexts[i].enc.data()));
        const Client::Shares& shares = job.shares[i];
        benchmark::DoNotOptimize(vdaf::helper_init(task.vdaf, task.secrets.verify_key.view(), task.vdaf_ctx,
                                                   shares.metadata.report_id.bytes, shares.public_share,
                                                   shares.input_shares[1].view(), job.leader_messages[i]));
    });
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

void helper_job(benchmark::State& state) {
    World world(1, core_definition());
    work::VerifyPool pool;
    protocol::Parts parts = world.helper.parts();
    const protocol::HelperJobs jobs(
        {parts.store, parts.clock, parts.random, parts.noise, parts.keys, parts.storage_key, pool, parts.ledger});
    double floor = 0, spent = 0;
    for (auto _ : state) {
        const Job job = make_job(world);
        floor += floor_seconds(world, job, pool);
        const auto begun = std::chrono::steady_clock::now();
        const auto answer = must(jobs.accept(world.helper.task(), job.request));
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        benchmark::DoNotOptimize(answer.response.data());
        spent += seconds;
        state.SetIterationTime(seconds);
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(kReports) * state.iterations());
    state.counters["floor"] = spent / floor;
}
BENCHMARK(helper_job)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tacit::test

BENCHMARK_MAIN();
