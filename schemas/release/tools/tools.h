// The programs that come with every release, and the styles of its pages, compiled in from the files of this folder.
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
std::string_view public_style();  // CSS of the public page, beside that of the report

}  // namespace tacit::release
