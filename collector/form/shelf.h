// The form that a collector has installed: a folder with one numbered folder per installation, and a file `current`
// that names the one to serve. `current` is replaced last and whole, so a crash leaves the old form or the new one.
//
//   current        "7"
//   7/form.json, 7/form.leader.sig, 7/form.helper.sig
//   7/files/...    as they were built;  7/gzip/..., 7/br/...  the same, compressed, where that is smaller
#pragma once
#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "collector/form/built.h"
#include "collector/form/encoding.h"
#include "schemas/task/task_json.h"

namespace tacit::form {

// What is served, in memory.
struct Installed {
    using Content = form::Content;
    std::string manifest_text;
    task::FormManifest manifest;
    std::array<std::string, 2> signatures;                 // form.leader.sig, form.helper.sig
    std::map<std::string, Content, std::less<>> contents;  // by path, form.json and the signatures among them

    const Content* find(std::string_view path) const;  // null where the form has no such file
    // Whether leader and helper of this task both signed it.
    bool is_signed_for(const task::Task& task) const;
};

Result<void> install(const std::filesystem::path& folder, const Built& built,
                     const std::array<std::string, 2>& signatures);
// What `current` says; nothing where no form is installed. Another value means another installation.
std::optional<std::string> current(const std::filesystem::path& folder);
// Reads and compares everything with form.json, the compressed files too: Fault::corrupt where something was changed.
Result<std::shared_ptr<const Installed>> load(const std::filesystem::path& folder);

}  // namespace tacit::form
