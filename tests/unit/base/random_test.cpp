#include "crypto/base/random.h"

#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <set>

#include "tests/support/seeded_random.h"

namespace tacit {
namespace {

// From here on the system gives this process no random bytes.
bool forbid_random_bytes() {
    sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getrandom, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EIO),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{std::size(rules), rules};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

// The library does not go on with what is in the buffer: without noise no share may leave the server.
TEST(RandomSource, EndsTheProcessWhereTheSystemGivesNoBytes) {
    const auto draw = [](bool forbidden) {
        SystemRandom random;
        if (forbidden && !forbid_random_bytes()) std::_Exit(2);
        random.array<16>();
        std::_Exit(3);
    };

    EXPECT_EXIT(draw(false), testing::ExitedWithCode(3), "") << "the control";
    EXPECT_EXIT(draw(true), testing::KilledBySignal(SIGABRT), "");
}

TEST(RandomSource, TheSystemsNeverRepeats) {
    SystemRandom random;
    std::set<std::array<std::uint8_t, 16>> seen;

    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(random.array<16>()).second);
}

TEST(RandomSource, TheSeededOneRepeatsForItsSeedOnly) {
    test::SeededRandom first(1);
    test::SeededRandom again(1);
    test::SeededRandom other(2);
    const auto bytes = first.array<10'000>();

    EXPECT_EQ(again.array<10'000>(), bytes);
    EXPECT_NE(other.array<10'000>(), bytes);
}

TEST(RandomSource, TheSeededOneGivesOneStreamHoweverItIsCut) {
    test::SeededRandom whole(3);
    test::SeededRandom parts(3);
    Bytes expected(9000);
    whole.fill(expected);

    Bytes got;
    for (std::size_t size = 0; got.size() < expected.size(); size = size * 2 + 1) {
        Bytes part(std::min(size, expected.size() - got.size()));
        parts.fill(part);
        append(got, part);
    }

    EXPECT_EQ(got, expected);
}

}  // namespace
}  // namespace tacit
