#include "collector/form/built.h"

#include <set>

#include "collector/ops/files.h"

namespace tacit::form {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBuildAgain =
    "build the form again, into an empty folder, from the same sources as the other organisation";

// Everything in the folder that is no folder, as paths with '/'.
Result<std::set<std::string>> paths_in(const fs::path& folder) {
    std::set<std::string> paths;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (!entry->is_directory(error)) paths.insert(entry->path().lexically_relative(folder).generic_string());
    }
    if (error) return fail(Fault::unavailable, "the folder cannot be read: " + error.message(), folder.string());
    return paths;
}

}  // namespace

Result<Built> read_built(const fs::path& folder) {
    const fs::path list = folder / task::kFormManifest;
    std::error_code ignored;
    if (!fs::exists(list, ignored))
        return fail(Fault::refused, "this folder holds no form: it has no form.json", folder.string(),
                    "give the folder that the build made, like build/release/form");
    Built built;
    TACIT_TRY(built.manifest_text, ops::read_file(list));
    auto manifest = task::load_form_manifest(built.manifest_text);
    if (!manifest)
        return fail(Fault::refused, "form.json cannot be used: " + manifest.error().what, list.string(), kBuildAgain);
    built.manifest = *std::move(manifest);
    TACIT_TRY(std::set<std::string> paths, paths_in(folder));
    paths.erase(std::string(task::kFormManifest));
    for (const task::FormFile& file : built.manifest.files) {
        if (paths.erase(file.path) == 0)
            return fail(Fault::refused, "form.json lists " + file.path + ", which is not there", folder.string(),
                        kBuildAgain);
        TACIT_TRY(std::string content, ops::read_file(folder / file.path, task::kFormFileSizeMax));
        const auto same = task::check_form_file(built.manifest, file.path, as_bytes(content));
        if (!same) return fail(Fault::refused, same.error().what, folder.string(), kBuildAgain);
        built.files.emplace(file.path, std::move(content));
    }
    if (!paths.empty())
        return fail(Fault::refused, "form.json does not list " + *paths.begin() + ", which is in the folder",
                    folder.string(), "move it elsewhere: only what both organisations sign may be served");
    return built;
}

}  // namespace tacit::form
