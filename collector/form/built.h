// A form as the build left it: a folder with form.json and every file that it lists, no more and no fewer.
#pragma once
#include <filesystem>
#include <map>
#include <string>

#include "schemas/task/form_manifest.h"

namespace tacit::form {

struct Built {
    std::string manifest_text;  // form.json, byte for byte
    task::FormManifest manifest;
    std::map<std::string, std::string> files;  // by path
};

// Compares every file with form.json; fails, naming the first, where one is missing, additional or different.
Result<Built> read_built(const std::filesystem::path& folder);

}  // namespace tacit::form
