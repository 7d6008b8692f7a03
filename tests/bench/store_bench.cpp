// Uploads made durable per second: by how many share a commit, and through the writer from several threads. Counter
// `floor` is the time as a multiple of appending the same bytes to a file and syncing it as often.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <atomic>

#include "collector/store/open.h"
#include "collector/work/writer.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace tacit::test {
namespace {

constexpr std::size_t kReportSize = 20'000;

template <class T>
T must(Result<T> result) {
    TACIT_ASSERT(result.has_value());
    return *std::move(result);
}

wire::ReportId next_id() {
    static std::atomic<std::uint64_t> next{0};
    // Spread over the whole range, as random ids are.
    const Bytes number = encode(wire::Interval{next++, 0}).value();
    wire::ReportId id;
    const Sha256 hash = sha256(number);
    std::copy_n(hash.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

struct Opened {
    TempFolder folder;
    std::unique_ptr<store::Store> store = must(store::open(folder / "store.db"));
    store::TaskKey task =
        must(store->write("bench", [](store::Tx& tx) { return tx.ensure_task(wire::TaskId{}, wire::Role::leader); }));
};

// Seconds that the disk needs for one commit of this many bytes.
double floor_seconds(const std::filesystem::path& folder, std::size_t size) {
    const int fd = open((folder / "floor").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const Bytes block(size, 1);
    constexpr int kRounds = 20;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < kRounds; ++i) {
        TACIT_ASSERT(write(fd, block.data(), block.size()) == static_cast<ssize_t>(block.size()));
        TACIT_ASSERT(fdatasync(fd) == 0);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    close(fd);
    return took.count() / kRounds;
}

void uploads_by_group(benchmark::State& state) {
    Opened opened;
    const auto group = static_cast<std::size_t>(state.range(0));
    const Bytes report = [] {
        Bytes bytes(kReportSize);
        SeededRandom(1).fill(bytes);
        return bytes;
    }();
    const double floor = floor_seconds(opened.folder.path(), group * kReportSize);
    const auto start = std::chrono::steady_clock::now();
    for (auto _ : state) {
        must(opened.store->write("bench", [&](store::Tx& tx) -> Result<bool> {
            for (std::size_t i = 0; i < group; ++i) TACIT_CHECK(tx.insert_report(opened.task, next_id(), 20, report));
            return true;
        }));
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.counters["floor"] = took.count() / static_cast<double>(state.iterations()) / floor;
}
BENCHMARK(uploads_by_group)->Arg(1)->Arg(8)->Arg(64)->Arg(256)->UseRealTime();

class ThroughTheWriter : public benchmark::Fixture {
public:
    void SetUp(const benchmark::State& state) override {
        if (state.thread_index() != 0) return;
        opened = std::make_unique<Opened>();
        writer = std::make_unique<work::Writer>(*opened->store);
    }
    void TearDown(const benchmark::State& state) override {
        if (state.thread_index() != 0) return;
        writer.reset();
        opened.reset();
    }

protected:
    std::unique_ptr<Opened> opened;
    std::unique_ptr<work::Writer> writer;
};

BENCHMARK_DEFINE_F(ThroughTheWriter, uploads)(benchmark::State& state) {
    for (auto _ : state) must(writer->append({{opened->task, next_id(), 20, Bytes(kReportSize, 1)}}));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK_REGISTER_F(ThroughTheWriter, uploads)->ThreadRange(1, 32)->UseRealTime();

}  // namespace
}  // namespace tacit::test

BENCHMARK_MAIN();
