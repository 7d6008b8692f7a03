#include "client/native/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

namespace tacit::native {
namespace {

class Descriptor {
public:
    explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
    ~Descriptor() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return descriptor_; }

private:
    int descriptor_;
};

tl::unexpected<Error> system_failure(const std::string& doing, const std::filesystem::path& path) {
    return fail(Fault::unavailable, doing + " failed: " + std::strerror(errno), path.string(),
                "Check the path, its permissions and the space that is left.");
}

bool write_all(int file, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

Result<void> sync_folder(const std::filesystem::path& folder) {
    const Descriptor open(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (open.get() < 0 || ::fsync(open.get()) != 0) return system_failure("syncing the folder", folder);
    return {};
}

Result<void> replace(const std::filesystem::path& path, ByteView bytes, mode_t mode) {
    const std::filesystem::path fresh = path.string() + ".new";
    {
        const Descriptor file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
        if (file.get() < 0) return system_failure("writing the file", fresh);
        if (!write_all(file.get(), bytes) || ::fsync(file.get()) != 0) return system_failure("writing the file", fresh);
    }
    if (::rename(fresh.c_str(), path.c_str()) != 0) return system_failure("writing the file", path);
    return sync_folder(path.has_parent_path() ? path.parent_path() : std::filesystem::path("."));
}

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
        return fail(Fault::unavailable, "this is a folder, not a file", path.string(), "Give the path of a file.");
    std::ifstream file(path, std::ios::binary);
    if (!file) return system_failure("opening the file", path);
    Bytes bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (file.bad()) return system_failure("reading the file", path);
    return bytes;
}

Result<std::string> read_input(const std::string& path) {
    if (path != "-") {
        TACIT_TRY(const Bytes bytes, read_file(path));
        return std::string(as_text(bytes));
    }
    return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
}

Result<void> write_file(const std::filesystem::path& path, ByteView bytes) { return replace(path, bytes, 0600); }

Result<void> write_output(const std::filesystem::path& path, std::string_view text) {
    return replace(path, as_bytes(text), 0644);
}

Result<void> overwrite(const std::filesystem::path& path) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    struct stat status {};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return system_failure("opening the file", path);
    const Bytes zeros(static_cast<std::size_t>(status.st_size));
    if (!write_all(file.get(), zeros) || ::fsync(file.get()) != 0) return system_failure("overwriting", path);
    return {};
}

Result<void> private_folder(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return system_failure("making the folder", path);
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return system_failure("opening the folder", path);
    if ((status.st_mode & 0077) != 0 && ::chmod(path.c_str(), 0700) != 0)
        return fail(Fault::refused, "other people can read this folder", path.string(),
                    "Run: chmod 700 " + path.string());
    return {};
}

}  // namespace tacit::native
