// Puts releases on disk, each whole or not at all, below the folder that the publisher serves: one folder per release,
// in it one per version ("v1"), which never changes once it is there.
#pragma once
#include <filesystem>
#include <optional>

#include "schemas/release/release.h"

namespace tacit::publisher {

// releases/ID/vN
std::filesystem::path version_folder(const std::filesystem::path& releases, const std::string& release_id,
                                     std::uint32_t version);
// The highest version of a release that is there.
std::optional<std::uint32_t> newest_version(const std::filesystem::path& releases, const std::string& release_id);

// Whether a version of this release is in the folder.
bool holds_release(const std::filesystem::path& folder, const std::string& release_id);

// Refuses to replace a folder that is there.
Result<void> write_release(const std::filesystem::path& folder, const release::Files& files);

}  // namespace tacit::publisher
