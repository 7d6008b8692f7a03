// Files that must be whole after a power cut: written beside, synced, renamed over, folder synced.
#pragma once
#include <filesystem>
#include <string>

#include "crypto/base/bytes.h"
#include "crypto/base/result.h"

namespace tacit::ops {

// 0600: the owner alone; 0644: everybody reads.
enum class Access { owner, everyone };

// Replaces the file or leaves the old one, never a mixture. Fails with Fault::unavailable, naming the path.
Result<void> write_file(const std::filesystem::path& path, ByteView content, Access access);
// The whole file, at most `size_max` bytes.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t size_max = std::size_t{64} << 20);
// Makes the folder and its parents, readable by the owner alone; nothing to do where it exists.
Result<void> make_folder(const std::filesystem::path& path);
// Whether this much more fits on the disk of that file or folder, as far as its file system says. False where it does
// not say.
bool has_room(const std::filesystem::path& path, std::uint64_t size_bytes);
// Makes a rename or a new name in the folder durable.
Result<void> sync_folder(const std::filesystem::path& folder);

}  // namespace tacit::ops
