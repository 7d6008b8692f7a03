#include "collector/ops/failpoint.h"

#include <algorithm>

// Made by the linker around the section; absent (null) in a program without failpoints.
extern "C" {
extern const tacit::ops::FailpointName __start_tacit_failpoints[] __attribute__((weak));
extern const tacit::ops::FailpointName __stop_tacit_failpoints[] __attribute__((weak));
}

namespace tacit::ops {

std::vector<std::string_view> failpoint_names() {
    std::vector<std::string_view> names;
    for (const FailpointName* point = __start_tacit_failpoints; point != __stop_tacit_failpoints; ++point)
        names.emplace_back(point->text);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

}  // namespace tacit::ops
