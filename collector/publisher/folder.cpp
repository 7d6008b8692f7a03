#include "collector/publisher/folder.h"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>

#include "collector/ops/failpoint.h"
#include "collector/ops/files.h"
#include "schemas/release/manifest.h"

namespace tacit::publisher {
namespace {

namespace fs = std::filesystem;

// A release is for everybody.
void open_to_all(const fs::path& folder) { chmod(folder.c_str(), 0755); }

Result<void> write_into(const fs::path& folder, const release::Files& files) {
    for (const auto& [name, content] : files) {
        const fs::path path = folder / name;
        TACIT_CHECK(ops::make_folder(path.parent_path()));
        open_to_all(path.parent_path());
        TACIT_CHECK(ops::write_file(path, as_bytes(content), ops::Access::everyone));
    }
    return {};
}

}  // namespace

fs::path version_folder(const fs::path& releases, const std::string& release_id, std::uint32_t version) {
    return releases / release_id / ("v" + std::to_string(version));
}

std::optional<std::uint32_t> newest_version(const fs::path& releases, const std::string& release_id) {
    std::optional<std::uint32_t> newest;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(releases / release_id, error)) {
        const std::string name = entry.path().filename().string();
        std::uint32_t version = 0;
        const auto [end, status] = std::from_chars(name.data() + 1, name.data() + name.size(), version);
        if (name.front() != 'v' || status != std::errc() || end != name.data() + name.size()) continue;
        newest = std::max(newest.value_or(0), version);
    }
    return newest;
}

bool holds_release(const fs::path& folder, const std::string& release_id) {
    const auto signature = ops::read_file(folder / release::kSignature);
    return signature && signature->find(release::signed_name(release_id)) != std::string::npos;
}

Result<void> write_release(const fs::path& folder, const release::Files& files) {
    std::error_code ignored;
    if (fs::exists(folder, ignored))
        return fail(Fault::refused, "there is a release in this folder already", folder.string(),
                    "what was published should stay as it was; choose another folder");
    const fs::path beside = folder.string() + ".new";
    fs::remove_all(beside, ignored);  // left over from a crash
    const bool has_parent = folder.parent_path().empty() || fs::exists(folder.parent_path(), ignored);
    TACIT_CHECK(ops::make_folder(beside));
    if (!has_parent) open_to_all(folder.parent_path());
    TACIT_CHECK(write_into(beside, files));
    TACIT_FAILPOINT("publisher.files_written");
    std::error_code error;
    fs::rename(beside, folder, error);
    if (error)
        return fail(Fault::unavailable, "the release cannot be put in place: " + error.message(), folder.string());
    return ops::sync_folder(folder.parent_path());
}

}  // namespace tacit::publisher
