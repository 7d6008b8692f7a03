// The publisher's releases, as files. A name in the address is compared with the names that are there and never becomes
// part of a path by itself; what lies beside the releases (collections/, folders still being written) is not served.
#include <algorithm>
#include <filesystem>

#include "collector/http/problem.h"
#include "collector/http/resources.h"
#include "collector/ops/files.h"

namespace tacit::http {
namespace {

namespace fs = std::filesystem;

bool is_release(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_directory(folder, ignored) && folder.extension() != ".new" &&
           fs::exists(folder / "SHA256SUMS", ignored);
}

std::vector<std::string> names_in(const fs::path& folder, bool (*wanted)(const fs::path&)) {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (wanted(entry.path())) names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Response listing(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += name + "\n";
    return answer("text/plain; charset=utf-8", as_bytes(text));
}

std::string media_type_of(const fs::path& file) {
    if (file.extension() == ".csv") return "text/csv; charset=utf-8";
    if (file.extension() == ".json") return "application/json";
    if (file.extension() == ".jsonl") return "application/jsonl";
    return "text/plain; charset=utf-8";
}

std::vector<std::string> files_of(const fs::path& folder, const std::string& release) {
    if (!contains(names_in(folder, is_release), release)) return {};
    return names_in(folder / release, [](const fs::path& path) { return fs::is_regular_file(path); });
}

}  // namespace

void add_releases(Router& router, const std::string& prefix, const fs::path& folder) {
    const auto get = [&](const std::string& pattern, Handler handle) {
        router.add({Resource::releases, Method::get, prefix + pattern, {}, 0, true, std::move(handle)});
    };
    get("/releases", [folder](const Request&) { return listing(names_in(folder, is_release)); });
    get("/releases/{release}", [folder](const Request& request) {
        const auto files = files_of(folder, request.path[0]);
        return files.empty() ? refusal(404, "there is no such release") : listing(files);
    });
    get("/releases/{release}/{file}", [folder](const Request& request) {
        if (!contains(files_of(folder, request.path[0]), request.path[1])) return refusal(404, "there is no such file");
        const fs::path path = folder / request.path[0] / request.path[1];
        const auto content = ops::read_file(path);
        return content ? answer(media_type_of(path), as_bytes(*content)) : answer(content.error());
    });
}

}  // namespace tacit::http
