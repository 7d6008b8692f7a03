// Failpoints of these tests: the one that is armed throws out of the code that passes it, as if the process ended there.
// Whoever catches it drops the objects and starts anew from the store.
#pragma once
#include <string>
#include <string_view>

namespace tacit::test {

struct Crash {
    std::string at;
};

// The next passage of this failpoint throws Crash and disarms it. Empty: none does. One thread at a time.
void arm_crash(std::string_view failpoint);
// Whether the armed one is still waiting.
bool crash_armed();

}  // namespace tacit::test
