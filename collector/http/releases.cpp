// The publisher's releases, as pages and files. A name in the address is compared with the names that are there and
// never becomes part of a path by itself; what lies beside the releases (collections/, folders still being written) is
// not served. A version never changes once it is there, so its files may be kept for ever.
#include <algorithm>

#include "collector/http/problem.h"
#include "collector/http/release_list.h"
#include "collector/http/resources.h"
#include "collector/ops/files.h"

namespace tacit::http {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kForEver = "public, max-age=31536000, immutable";
constexpr std::string_view kForAWhile = "public, max-age=300";

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string media_type_of(const fs::path& file) {
    const std::string kind = file.extension().string();
    if (kind == ".html") return "text/html; charset=utf-8";
    if (kind == ".csv") return "text/csv; charset=utf-8";
    if (kind == ".json") return "application/json";
    if (kind == ".jsonl") return "application/jsonl";
    if (kind == ".atom") return "application/atom+xml; charset=utf-8";
    return "text/plain; charset=utf-8";
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
    return if_none_match == "*" || if_none_match.find(tag) != std::string_view::npos;
}

Response page(const Request& request, const fs::path& name, std::string_view content, std::string_view keep) {
    const std::string tag = "\"" + to_hex(sha256(as_bytes(content))).substr(0, 32) + "\"";
    Response response = names_tag(request.if_none_match, tag) ? Response{304, {}, {}, {}}
                                                              : answer(media_type_of(name), as_bytes(content));
    response.with("ETag", tag).with("Cache-Control", std::string(keep));
    // Reports bring their own policy; this one also holds for pages that somebody put into the folder.
    return response.with("Content-Security-Policy",
                         "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'");
}

Response moved(const std::string& to) { return Response{302, {}, {}, {}}.with("Location", to); }

// The folder of a version that is there.
std::optional<fs::path> version_folder(const fs::path& folder, const Request& request) {
    if (!contains(release_names(folder), request.path[0])) return std::nullopt;
    if (!contains(version_names(folder / request.path[0]), request.path[1])) return std::nullopt;
    return folder / request.path[0] / request.path[1];
}

Response file(const fs::path& folder, const Request& request, const std::string& name) {
    const auto version = version_folder(folder, request);
    if (!version || !contains(file_names(*version), name)) return refusal(404, "there is no such file");
    const auto content = ops::read_file(*version / name);
    return content ? page(request, name, *content, kForEver) : answer(content.error());
}

// "core-…/v2/" of a release's name, or of a task's id, which stands for its latest release.
std::optional<std::string> newest_version(const fs::path& folder, const std::string& name) {
    // Asked for once: a folder may be taken away meanwhile.
    const std::vector<std::string> versions =
        contains(release_names(folder), name) ? version_names(folder / name) : std::vector<std::string>();
    if (!versions.empty()) return name + "/" + versions.back() + "/";
    for (const ListedRelease& release : list_releases(folder)) {
        if (release.task_id == name) return release.id + "/" + release.versions.back().name + "/";
    }
    return std::nullopt;
}

Response newest(const fs::path& folder, const std::string& address, const Request& request) {
    const auto version = newest_version(folder, request.path[0]);
    return version ? moved(address + *version) : refusal(404, "there is no such release");
}

// A version's address without its "/", or a file of the newest version: an address that stays, to be passed on.
Response version_or_newest_file(const fs::path& folder, const std::string& address, const Request& request) {
    if (version_folder(folder, request)) return moved(address + request.path[0] + "/" + request.path[1] + "/");
    const auto version = newest_version(folder, request.path[0]);
    if (!version || !contains(file_names(folder / *version), request.path[1]))
        return refusal(404, "there is no such version or file");
    return moved(address + *version + request.path[1]);
}

}  // namespace

void add_releases_elsewhere(Router& router, const std::string& prefix,
                            std::function<std::vector<std::pair<std::string, std::string>>()> publishers) {
    router.add({Resource::releases,
                Method::get,
                prefix + "/releases/",
                {},
                0,
                true,
                [publishers = std::move(publishers)](const Request& request) {
                    return page(request, "index.html", publishers_html(publishers()), kForAWhile);
                }});
}

void add_releases(Router& router, const std::string& prefix, const fs::path& folder) {
    const std::string base = prefix + "/releases";
    const auto get = [&](const std::string& pattern, Handler handle) {
        router.add({Resource::releases, Method::get, base + pattern, {}, 0, true, std::move(handle)});
    };
    const std::string address = base + "/";
    get("", [address](const Request&) { return moved(address); });
    get("/", [folder](const Request& request) {
        return page(request, "index.html", releases_html(list_releases(folder)), kForAWhile);
    });
    get("/index.json", [folder](const Request& request) {
        return page(request, "index.json", releases_json(list_releases(folder)), kForAWhile);
    });
    get("/feed.atom", [folder](const Request& request) {
        return page(request, "feed.atom", releases_atom(list_releases(folder)), kForAWhile);
    });
    const auto to_newest = [folder, address](const Request& request) { return newest(folder, address, request); };
    get("/{release}", to_newest);
    get("/{release}/", to_newest);
    get("/{release}/{version}",
        [folder, address](const Request& request) { return version_or_newest_file(folder, address, request); });
    get("/{release}/{version}/", [folder](const Request& request) { return file(folder, request, "index.html"); });
    get("/{release}/{version}/{file}",
        [folder](const Request& request) { return file(folder, request, request.path[2]); });
    get("/{release}/{version}/{folder}/{file}",
        [folder](const Request& request) { return file(folder, request, request.path[2] + "/" + request.path[3]); });
}

}  // namespace tacit::http
