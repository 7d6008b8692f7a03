#include "collector/protocol/ledger_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "collector/ops/failpoint.h"
#include "collector/ops/files.h"

namespace tacit::protocol {
namespace {

tl::unexpected<Error> failed(const std::filesystem::path& path) {
    return fail(Fault::unavailable, "the ledger file cannot be written: " + std::generic_category().message(errno),
                path.string(), "look at the owner and the permissions of its folder, and at the space on this disk");
}

bool write_at(int fd, std::string_view text, std::size_t offset) {
    while (!text.empty()) {
        const ssize_t size = pwrite(fd, text.data(), text.size(), static_cast<off_t>(offset));
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(size));
        offset += static_cast<std::size_t>(size);
    }
    return true;
}

}  // namespace

Result<LedgerFile> LedgerFile::open(std::filesystem::path path) {
    TACIT_CHECK(ops::make_folder(path.parent_path()));
    if (!std::filesystem::exists(path)) TACIT_CHECK(ops::write_file(path, {}, ops::Access::owner));
    TACIT_TRY(const std::string text, ops::read_file(path));
    LedgerFile file(std::move(path));
    std::size_t end = 0;
    while ((end = text.find('\n', file.size_)) != std::string::npos) {
        file.lines_.push_back(text.substr(file.size_, end - file.size_));
        file.size_ = end + 1;
    }
    file.torn_ = text.substr(file.size_);
    return file;
}

std::string LedgerFile::text() const {
    std::string text;
    for (const std::string& line : lines_) text += line + '\n';
    return text;
}

Result<void> LedgerFile::append(const std::vector<std::string>& lines) {
    if (lines.empty() && torn_.empty()) return {};
    std::string text;
    for (const std::string& line : lines) text += line + '\n';
    const int fd = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0) return failed(path_);
    const bool written = ftruncate(fd, static_cast<off_t>(size_)) == 0 && write_at(fd, text, size_);
    TACIT_FAILPOINT("ledger.written_before_sync");
    const bool durable = written && fsync(fd) == 0;
    const auto failure = failed(path_);  // before close() changes errno
    close(fd);
    if (!durable) return failure;
    lines_.insert(lines_.end(), lines.begin(), lines.end());
    size_ += text.size();
    torn_.clear();
    return {};
}

Result<void> LedgerFile::set_aside() const {
    std::filesystem::path aside;
    for (int number = 1; aside.empty() || std::filesystem::exists(aside); ++number)
        aside = path_.string() + ".aside-" + std::to_string(number);
    if (rename(path_.c_str(), aside.c_str()) != 0) return failed(path_);
    return ops::sync_folder(path_.parent_path());
}

}  // namespace tacit::protocol
