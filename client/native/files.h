// Files as the command line needs them: whole, private, and durable when a call returns.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "crypto/base/bytes.h"

namespace tacit::native {

// The whole file, or standard input for "-".
Result<std::string> read_input(const std::string& path);
Result<Bytes> read_file(const std::filesystem::path& path);

// Writes a file of mode 0600 that is either the old one or the new one whole, and on disk when this returns.
Result<void> write_file(const std::filesystem::path& path, ByteView bytes);
// As write_file() with the mode that other files get: for results that the person asked for.
Result<void> write_output(const std::filesystem::path& path, std::string_view text);
// Overwrites a file's bytes in place, for what must not be found in it later.
Result<void> overwrite(const std::filesystem::path& path);

// A folder that only its owner can enter; made where it is missing.
Result<void> private_folder(const std::filesystem::path& path);

}  // namespace tacit::native
