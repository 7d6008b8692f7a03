// Writes a release to disk, whole or not at all.
#pragma once
#include <filesystem>

#include "collector/publisher/release.h"

namespace tacit::publisher {

// Where a release of this batch goes, below `releases`.
std::filesystem::path release_folder(const std::filesystem::path& releases, const task::Task& task,
                                     const wire::TaskId& id, const wire::Interval& batch);
// Refuses to replace a folder that is there.
Result<void> write_release(const std::filesystem::path& folder, const Files& files);

}  // namespace tacit::publisher
