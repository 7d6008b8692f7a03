#include "client/native/progress.h"

#include <unistd.h>

#include <cstdio>
#include <utility>

namespace tacit::native {

ProgressBar::ProgressBar(std::string label, std::uint64_t total)
    : label_(std::move(label)), total_(total), visible_(isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
    if (visible_ && shown_permille_ != UINT64_MAX) std::fputc('\n', stderr);
}

void ProgressBar::show(std::uint64_t done) {
    constexpr std::uint64_t kLength = 30;
    const std::uint64_t permille = total_ == 0 ? 1000 : done * 1000 / total_;
    if (!visible_ || permille == shown_permille_) return;
    shown_permille_ = permille;
    const std::string full(kLength * permille / 1000, '=');
    std::fprintf(stderr, "\r%s [%-30s] %llu of %llu", label_.c_str(), full.c_str(),
                 static_cast<unsigned long long>(done), static_cast<unsigned long long>(total_));
    std::fflush(stderr);
}

}  // namespace tacit::native
