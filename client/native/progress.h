// A progress bar on standard error, where that is a terminal; nothing elsewhere.
#pragma once
#include <cstdint>
#include <string>

namespace tacit::native {

class ProgressBar {
public:
    ProgressBar(std::string label, std::uint64_t total);
    ~ProgressBar();  // ends its line
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(std::uint64_t done);

private:
    std::string label_;
    std::uint64_t total_;
    bool visible_;
    std::uint64_t shown_permille_ = UINT64_MAX;
};

}  // namespace tacit::native
