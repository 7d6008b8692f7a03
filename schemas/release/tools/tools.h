// The programs that come with every release, and the style of its report, compiled in from the files of this folder.
#pragma once
#include <span>
#include <string_view>

namespace tacit::release {

struct Tool {
    std::string_view name;
    std::string_view text;
};
std::span<const Tool> tools();    // verify.py, tacit.R, tacit.py
std::string_view report_style();  // CSS

}  // namespace tacit::release
