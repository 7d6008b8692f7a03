#include "collector/ops/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace tacit::ops {
namespace {

tl::unexpected<Error> failed(std::string_view what, const std::filesystem::path& path) {
    const int code = errno;
    std::string remedy;
    if (code == ENOSPC) remedy = "free some space on this disk";
    if (code == EACCES || code == EPERM) remedy = "run this as the user who owns the files";
    if (code == ENOENT) remedy = "check the name; a relative one begins where the command runs";
    return fail(Fault::unavailable, std::string(what) + ": " + std::generic_category().message(code), path.string(),
                std::move(remedy));
}

// A file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

private:
    int fd_;
};

bool write_all(int fd, ByteView content) {
    while (!content.empty()) {
        const ssize_t size = write(fd, content.data(), content.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return false;
        content = content.subspan(static_cast<std::size_t>(size));
    }
    return true;
}

}  // namespace

Result<void> write_file(const std::filesystem::path& path, ByteView content, Access access) {
    const std::filesystem::path beside = path.string() + ".new";
    {
        const mode_t mode = access == Access::owner ? 0600 : 0644;
        unlink(beside.c_str());  // left over from a crash, perhaps with other rights
        const Descriptor file(open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
        if (!file) return failed("the file cannot be created", beside);
        if (!write_all(file.get(), content)) return failed("the file cannot be written", beside);
        if (fsync(file.get()) != 0) return failed("the file cannot be synced", beside);
    }
    if (rename(beside.c_str(), path.c_str()) != 0) return failed("the file cannot be put in place", path);
    return sync_folder(path.parent_path());
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t size_max) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return failed("the file cannot be opened", path);
    struct stat info {};
    if (fstat(file.get(), &info) != 0) return failed("the file cannot be read", path);
    if (!S_ISREG(info.st_mode)) return fail(Fault::refused, "this is not a file", path.string());
    if (static_cast<std::size_t>(info.st_size) > size_max)
        return fail(Fault::refused, "the file is larger than " + std::to_string(size_max) + " bytes", path.string());
    std::string content(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t have = 0;
    while (have < content.size()) {
        const ssize_t size = read(file.get(), content.data() + have, content.size() - have);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return failed("the file cannot be read", path);
        if (size == 0) break;
        have += static_cast<std::size_t>(size);
    }
    content.resize(have);
    return content;
}

Result<void> make_folder(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return {};
    if (!path.parent_path().empty() && path.parent_path() != path) TACIT_CHECK(make_folder(path.parent_path()));
    if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return failed("the folder cannot be made", path);
    return sync_folder(path.parent_path());
}

bool has_room(const std::filesystem::path& path, std::uint64_t size_bytes) {
    std::error_code error;
    const std::filesystem::space_info space = std::filesystem::space(path, error);
    return !error && space.available >= size_bytes;
}

Result<void> sync_folder(const std::filesystem::path& folder) {
    const std::filesystem::path& named = folder.empty() ? std::filesystem::path(".") : folder;
    const Descriptor handle(open(named.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!handle) return failed("the folder cannot be opened", named);
    if (fsync(handle.get()) != 0) return failed("the folder cannot be synced", named);
    return {};
}

}  // namespace tacit::ops
