// What libFuzzer calls; TACIT_FUZZ_TARGET is the function of targets.h that this program is about.
#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    tacit::fuzz::TACIT_FUZZ_TARGET({data, size});
    return 0;
}
