#include "collector/ops/shutdown.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

namespace tacit::ops {
namespace {

TEST(Shutdown, WaitsUntilASignalComes) {
    Shutdown shutdown;
    EXPECT_FALSE(shutdown.wait_for(std::chrono::milliseconds(1)));

    kill(getpid(), SIGTERM);

    EXPECT_TRUE(shutdown.wait_for(std::chrono::seconds(10)));
    EXPECT_TRUE(shutdown.requested());
}

TEST(Shutdown, EndsWithoutHavingBeenRequested) {
    { const Shutdown shutdown; }
    SUCCEED();
}

}  // namespace
}  // namespace tacit::ops
