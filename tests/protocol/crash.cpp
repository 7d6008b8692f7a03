#include "tests/protocol/crash.h"

#include <mutex>

#include "collector/ops/failpoint.h"

namespace tacit::test {
namespace {

std::mutex mutex;
std::string armed;

}  // namespace

void arm_crash(std::string_view failpoint) {
    const std::scoped_lock lock(mutex);
    armed = failpoint;
}

bool crash_armed() {
    const std::scoped_lock lock(mutex);
    return !armed.empty();
}

}  // namespace tacit::test

namespace tacit::ops {

void failpoint(std::string_view name) {
    const std::scoped_lock lock(test::mutex);
    if (test::armed.empty() || test::armed != name) return;
    test::armed.clear();
    throw test::Crash{std::string(name)};
}

}  // namespace tacit::ops
