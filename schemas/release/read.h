// Back from the files of a release to the release as a value, for whoever checks or compares one. Reads only; whether
// anything in it is true is for verify.h.
#pragma once
#include "schemas/release/release.h"

namespace tacit::release {

// Fails, naming the file, where one is missing or cannot be read.
Result<Release> read_release(const Files& files);

// The content of a file, or a failure that names it.
Result<std::string_view> text_of(const Files& files, std::string_view name);

}  // namespace tacit::release
