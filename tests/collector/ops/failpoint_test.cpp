#include "collector/ops/failpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>

namespace tacit::ops {
namespace {

void pass_one() { TACIT_FAILPOINT("test.one"); }
void pass_two() { TACIT_FAILPOINT("test.two"); }

TEST(Failpoint, ListsEveryNameInTheProgramWithoutPassingIt) {
    EXPECT_THAT(failpoint_names(), testing::IsSupersetOf({"test.one", "test.two"}));
}

TEST(FailpointDeathTest, KillsAtTheNamedPlaceAndNowhereElse) {
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    EXPECT_EXIT(
        {
            setenv("TACIT_FAILPOINT_KILL", "test.two:2", 1);
            pass_one();
            pass_two();
            fputs("once", stderr);
            pass_two();
            fputs("alive", stderr);
        },
        testing::KilledBySignal(SIGKILL), "^once$");
}

}  // namespace
}  // namespace tacit::ops
