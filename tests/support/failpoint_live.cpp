// Failpoints that kill: TACIT_FAILPOINT_KILL=name[:nth] ends the process at the nth passage (the first by default), as
// a power cut would; TACIT_FAILPOINT_TRACE=file appends the name of every passage. Linked into test programs only.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>

#include "collector/ops/failpoint.h"

namespace tacit::ops {
namespace {

struct Plan {
    std::string name;
    long nth = 1;
    int trace = -1;
    std::atomic<long> passed{0};

    Plan() {
        if (const char* kill = std::getenv("TACIT_FAILPOINT_KILL")) {
            name = kill;
            if (const std::size_t colon = name.find(':'); colon != std::string::npos) {
                nth = std::strtol(name.c_str() + colon + 1, nullptr, 10);
                name.resize(colon);
            }
        }
        if (const char* file = std::getenv("TACIT_FAILPOINT_TRACE"))
            trace = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
};

}  // namespace

void failpoint(std::string_view name) {
    static Plan plan;
    if (plan.trace >= 0) {
        const std::string line = std::string(name) + "\n";
        (void)!write(plan.trace, line.data(), line.size());
    }
    if (name == plan.name && ++plan.passed == plan.nth) raise(SIGKILL);
}

}  // namespace tacit::ops
