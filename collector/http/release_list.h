// The releases below a publisher's folder as readers find them: what there is, and the three pages that list it.
#pragma once
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "crypto/base/result.h"

namespace tacit::http {

struct ListedVersion {
    std::string name;        // "v1"
    std::string made;        // "2026-12-01"
    std::string correction;  // empty for the first
};
struct ListedRelease {
    std::string id;                                     // the folder's name
    std::string title, description, task_id, from, to;  // of the newest version
    std::vector<ListedVersion> versions;                // ascending
};

// Those that are there and whole, the latest made first. A folder that cannot be read is left out.
std::vector<ListedRelease> list_releases(const std::filesystem::path& folder);
// Names of releases, versions of one, and files of one version: what an address is compared with.
std::vector<std::string> release_names(const std::filesystem::path& folder);
std::vector<std::string> version_names(const std::filesystem::path& release);  // ascending
std::vector<std::string> file_names(const std::filesystem::path& version);     // "data/cells.csv"

std::string releases_json(const std::vector<ListedRelease>& releases);
std::string releases_html(const std::vector<ListedRelease>& releases);
// For servers that publish nothing themselves: names and URLs of those who do.
std::string publishers_html(const std::vector<std::pair<std::string, std::string>>& publishers);
std::string releases_atom(const std::vector<ListedRelease>& releases);

}  // namespace tacit::http
