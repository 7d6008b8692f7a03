// Named places where a test may end the process as a power cut would: between a commit and the answer, between a file
// and its directory. In the product failpoint() is empty (failpoint_off.cpp); a test binary links another one.
//
// Every use leaves its name in a section of the program, so the list of all names is generated from the code itself and
// no place can be forgotten by the tests. Use the macro in functions of .cpp files only, not in templates or inline
// functions.
#pragma once
#include <string_view>
#include <vector>

namespace tacit::ops {

void failpoint(std::string_view name);

// A fixed size, so that the section is an array; longer names do not compile.
struct FailpointName {
    char text[64];
};

// The names of all failpoints linked into this program, sorted, each once.
std::vector<std::string_view> failpoint_names();

}  // namespace tacit::ops

#define TACIT_FAILPOINT(name)                                                                                      \
    do {                                                                                                           \
        [[gnu::section("tacit_failpoints"), gnu::used]] static constexpr ::tacit::ops::FailpointName kPoint{name}; \
        ::tacit::ops::failpoint(kPoint.text);                                                                      \
    } while (false)
