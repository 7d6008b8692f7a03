#include "collector/http/release_list.h"

#include <algorithm>

#include "collector/ops/files.h"
#include "schemas/json/reader.h"
#include "schemas/release/text.h"
#include "schemas/release/tools/tools.h"

namespace tacit::http {
namespace {

namespace fs = std::filesystem;
using release::html;

constexpr std::string_view kFormat = "tacit-releases-1";

// The number of "v12", or 0.
unsigned long number_of(const std::string& version) {
    if (version.size() < 2 || version.size() > 7 || version.front() != 'v' ||
        version.find_first_not_of("0123456789", 1) != std::string::npos)
        return 0;
    return std::stoul(version.substr(1));
}

// The members of the data package that a list shows.
Result<void> describe(const fs::path& folder, ListedRelease& release) {
    TACIT_TRY(const std::string text, ops::read_file(folder / "datapackage.json"));
    TACIT_TRY(const json::Document document, json::Document::parse(text));
    const json::Value root = document.root();
    TACIT_TRY(release.title, root.text("title"));
    TACIT_TRY(release.description, root.text("description"));
    TACIT_TRY(const json::Value tacit, root.at("tacit"));
    TACIT_TRY(release.task_id, tacit.text("task_id"));
    TACIT_TRY(const auto batches, tacit.array("batches"));
    if (batches.empty()) return tacit.malformed("no batch");
    TACIT_TRY(release.from, batches.front().text("from"));
    TACIT_TRY(release.to, batches.back().text("to"));
    ListedVersion version{folder.filename().string(), {}, {}};
    TACIT_TRY(version.made, tacit.text("made"));
    if (tacit.find("correction")) {
        TACIT_TRY(version.correction, tacit.text("correction"));
    }
    release.versions.push_back(std::move(version));
    return {};
}

std::string head(const std::string& title, const std::string& more) {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
           "content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light "
           "dark\"><title>" +
           title + "</title>" + more + "<style>\n" + std::string(release::report_style()) +
           "</style></head>\n<body><header><h1>" + title + "</h1></header><main>\n";
}

std::string address(const ListedRelease& release, const ListedVersion& version) {
    return release.id + "/" + version.name + "/";
}

}  // namespace

std::vector<std::string> version_names(const fs::path& release) {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(release, error)) {
        if (number_of(entry.path().filename().string()) > 0 && fs::exists(entry.path() / "SHA256SUMS", error))
            names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end(),
              [](const std::string& a, const std::string& b) { return number_of(a) < number_of(b); });
    return names;
}

std::vector<std::string> release_names(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (!version_names(entry.path()).empty()) names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> file_names(const fs::path& version) {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(version, error)) {
        if (entry.is_regular_file(error) && !entry.is_symlink(error))
            names.push_back(entry.path().lexically_relative(version).generic_string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<ListedRelease> list_releases(const fs::path& folder) {
    std::vector<ListedRelease> releases;
    for (const std::string& id : release_names(folder)) {
        ListedRelease release;
        release.id = id;
        for (const std::string& version : version_names(folder / id)) {
            if (!describe(folder / id / version, release)) continue;
        }
        if (!release.versions.empty()) releases.push_back(std::move(release));
    }
    std::stable_sort(releases.begin(), releases.end(), [](const ListedRelease& a, const ListedRelease& b) {
        return a.versions.back().made > b.versions.back().made;
    });
    return releases;
}

std::string releases_json(const std::vector<ListedRelease>& releases) {
    using json::Node;
    Node list = Node::array();
    for (const ListedRelease& release : releases) {
        Node versions = Node::array();
        for (const ListedVersion& version : release.versions) {
            Node node =
                Node::object({{"version", version.name}, {"made", version.made}, {"path", address(release, version)}});
            if (!version.correction.empty()) node.set("correction", version.correction);
            versions.push(std::move(node));
        }
        list.push(Node::object({{"id", release.id},
                                {"title", release.title},
                                {"description", release.description},
                                {"task_id", release.task_id},
                                {"from", release.from},
                                {"to", release.to},
                                {"newest", address(release, release.versions.back())},
                                {"versions", std::move(versions)}}));
    }
    return json::pretty(Node::object({{"format", kFormat}, {"releases", std::move(list)}}));
}

std::string releases_html(const std::vector<ListedRelease>& releases) {
    std::string page = head("Results", "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"feed.atom\">");
    if (releases.empty()) page += "<p>Nothing is published yet.</p>";
    for (const ListedRelease& release : releases) {
        const std::string newest = address(release, release.versions.back());
        page += "<section class=\"table\"><h2><a href=\"" + html(newest) + "results.html\">" + html(release.title) +
                "</a></h2><p class=\"base\">" + html(release.description) + "</p><ul><li><a href=\"" + html(newest) +
                "results.html\">Look at the results</a></li><li><a href=\"" + html(newest) +
                "\">Full report and all files</a></li>";
        for (const ListedVersion& version : release.versions)
            page += "<li><a href=\"" + html(address(release, version)) + "\">" + html(version.name) + "</a>, " +
                    html(version.made) + (version.correction.empty() ? "" : ", corrects: " + html(version.correction)) +
                    "</li>";
        page += "</ul></section>\n";
    }
    return page +
           "<p>Each release is a folder that holds these pages, tables, and the proof that both organisations did what "
           "they said. For programs: <a href=\"index.json\">index.json</a>; to be told of new ones: <a "
           "href=\"feed.atom\">feed</a>.</p></main></body></html>\n";
}

std::string publishers_html(const std::vector<std::pair<std::string, std::string>>& publishers) {
    std::string page = head("Results", "");
    page += publishers.empty() ? "<p>This server has no survey yet.</p>"
                               : "<p>What people said in the surveys of this server is published by:</p><ul>";
    for (const auto& [name, url] : publishers)
        page += "<li><a href=\"" + html(url) + "releases/\">" + html(name) + "</a></li>";
    return page + (publishers.empty() ? "" : "</ul>") + "</main></body></html>\n";
}

std::string releases_atom(const std::vector<ListedRelease>& releases) {
    std::string updated = "1970-01-01";
    std::string entries;
    for (const ListedRelease& release : releases) {
        for (const ListedVersion& version : release.versions) {
            updated = std::max(updated, version.made);
            entries += "  <entry>\n    <id>urn:tacit:" + html(release.id) + ":" + html(version.name) +
                       "</id>\n    <title>" + html(release.title) + " (" + html(version.name) +
                       ")</title>\n    <updated>" + html(version.made) +
                       "T00:00:00Z</updated>\n    <link rel=\"alternate\" href=\"" + html(address(release, version)) +
                       "\"/>\n    <summary>" +
                       html(version.correction.empty() ? release.description : "Corrects: " + version.correction) +
                       "</summary>\n  </entry>\n";
        }
    }
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  "
           "<id>urn:tacit:releases</id>\n  <title>Releases</title>\n  <updated>" +
           updated +
           "T00:00:00Z</updated>\n  <author><name>The publisher</name></author>\n  <link rel=\"self\" "
           "href=\"feed.atom\"/>\n" +
           entries + "</feed>\n";
}

}  // namespace tacit::http
