// The production sampler does the same work whatever it draws: as many random bytes, and the same instructions in the
// same order. The rejection sampler, which does not, is the control.
#include <gtest/gtest.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <optional>
#include <set>

#include "crypto/dp/gaussian_exact.h"
#include "crypto/dp/gaussian_table.h"
#include "tests/support/seeded_random.h"

// Not under sanitizers (CMakeLists.txt): their own bookkeeping would be part of the trace.
#if defined(TACIT_TRACE) && defined(__x86_64__) && defined(__linux__)
#include <sys/user.h>
#define TACIT_CAN_TRACE 1
#endif

namespace tacit::dp {
namespace {

using test::SeededRandom;

class CountingRandom final : public Random {
public:
    explicit CountingRandom(std::uint64_t seed) : random_(seed) {}
    void fill(MutableByteView out) override {
        taken_ += out.size();
        random_.fill(out);
    }
    std::size_t taken() const { return taken_; }

private:
    SeededRandom random_;
    std::size_t taken_ = 0;
};

TEST(ConstantWork, EverySampleTakesTheSameNumberOfRandomBytes) {
    for (const std::uint32_t variance : {4u, 22u, 400u, 25'344u}) {
        const GaussianTable table(variance);
        CountingRandom random(variance);
        for (std::size_t i = 1; i <= 500; ++i) {
            table.sample(random);
            ASSERT_EQ(random.taken(), i * GaussianTable::kBytesPerSample);
        }
    }
}

TEST(ConstantWork, TheRejectionSamplerTakesDifferentNumbersOfRandomBytes) {
    CountingRandom random(1);
    std::set<std::size_t> amounts;
    for (int i = 0; i < 500; ++i) {
        const std::size_t before = random.taken();
        sample_exact(random, 22);
        amounts.insert(random.taken() - before);
    }

    EXPECT_GT(amounts.size(), 10u);
}

#ifdef TACIT_CAN_TRACE

// Gives bytes that were drawn before, so that only the sampler itself is in the trace.
class PreparedRandom final : public Random {
public:
    explicit PreparedRandom(Bytes bytes) : bytes_(std::move(bytes)) {}
    void fill(MutableByteView out) override {
        for (std::uint8_t& byte : out) byte = bytes_[used_++];
    }

private:
    Bytes bytes_;
    std::size_t used_ = 0;
};

struct Trace {
    std::uint64_t steps = 0;
    std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a over the addresses of the instructions
    auto operator<=>(const Trace&) const = default;
};

// Runs `work` in a child process one instruction at a time. Nothing where the system does not allow that.
template <class Work>
std::optional<Trace> trace(Work work) {
    const pid_t child = fork();
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(1);
        raise(SIGSTOP);
        work();
        raise(SIGSTOP);
        _exit(0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return std::nullopt;
    Trace result;
    while (ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr) == 0 && waitpid(child, &status, 0) == child &&
           WIFSTOPPED(status) && WSTOPSIG(status) == SIGTRAP) {
        user_regs_struct registers;
        if (ptrace(PTRACE_GETREGS, child, nullptr, &registers) != 0) break;
        result.hash = (result.hash ^ registers.rip) * 0x100000001b3;
        ++result.steps;
    }
    const bool ended_well = WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP;
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    if (!ended_well) return std::nullopt;
    return result;
}

// The traces of `sample`, every one with its own random bytes. Each takes up to a second where tracing is slow.
template <class Sample>
std::set<Trace> traces(Sample sample, std::size_t size, int draws) {
    SeededRandom random(1);
    std::set<Trace> all;
    for (int i = 0; i < draws; ++i) {
        Bytes bytes(size);
        random.fill(bytes);
        PreparedRandom prepared(bytes);
        PreparedRandom for_warming(bytes);
        sample(for_warming);  // resolves what the linker resolves at the first call
        if (const auto one = trace([&] { sample(prepared); })) all.insert(*one);
    }
    return all;
}

TEST(ConstantWork, EverySampleRunsTheSameInstructions) {
    const GaussianTable table(1);
    const auto all = traces([&](Random& random) { table.sample(random); }, GaussianTable::kBytesPerSample, 12);
    if (all.empty()) GTEST_SKIP() << "this system does not let a process trace its child";

    EXPECT_EQ(all.size(), 1u);
    EXPECT_GT(all.begin()->steps, table.thresholds().size());
}

TEST(ConstantWork, TheRejectionSamplerRunsDifferentInstructions) {
    const auto all = traces([](Random& random) { sample_exact(random, 1); }, 10'000, 4);
    if (all.empty()) GTEST_SKIP() << "this system does not let a process trace its child";

    EXPECT_GT(all.size(), 1u);
}

#endif

}  // namespace
}  // namespace tacit::dp
