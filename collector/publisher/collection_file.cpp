#include "collector/publisher/collection_file.h"

#include <algorithm>

#include "collector/ops/files.h"
#include "schemas/json/reader.h"
#include "schemas/task/fields.h"

namespace tacit::publisher {
namespace {

constexpr std::string_view kFormat = "tacit-collection-1";

std::filesystem::path folder_of(const std::filesystem::path& folder, const wire::TaskId& task) {
    return folder / "collections" / wire::to_text(task);
}

std::filesystem::path path_of(const std::filesystem::path& folder, const CollectionFile& file) {
    return folder_of(folder, file.task) /
           (std::to_string(file.interval.start) + "-" + std::to_string(file.interval.duration) + ".json");
}

Result<CollectionFile> parse(std::string_view text) {
    TACIT_TRY(const json::Document document, json::Document::parse(text, {.size_max = std::size_t{64} << 20}));
    const json::Value root = document.root();
    TACIT_CHECK(root.only({"format", "task", "interval", "request", "response"}));
    TACIT_TRY(const std::string format, root.text("format"));
    if (format != kFormat) return root.refused("this is not a collection of this version");
    CollectionFile file;
    TACIT_TRY(file.task, task::load_task_id(root));
    TACIT_TRY(const json::Value interval, root.at("interval"));
    TACIT_TRY(file.interval, task::load_interval(interval));
    TACIT_TRY(file.request, task::load_base64url(root, "request"));
    if (root.find("response")) {
        TACIT_TRY(file.response, task::load_base64url(root, "response"));
    }
    return file;
}

}  // namespace

Result<void> save(const std::filesystem::path& folder, const CollectionFile& file) {
    json::Node node = json::Node::object({{"format", kFormat},
                                          {"task", wire::to_text(file.task)},
                                          {"interval", task::to_node(file.interval)},
                                          {"request", to_base64url(file.request)}});
    if (!file.response.empty()) node.set("response", to_base64url(file.response));
    TACIT_CHECK(ops::make_folder(folder_of(folder, file.task)));
    return ops::write_file(path_of(folder, file), as_bytes(json::pretty(node)), ops::Access::owner);
}

Result<void> forget(const std::filesystem::path& folder, const CollectionFile& file) {
    std::error_code error;
    std::filesystem::remove(path_of(folder, file), error);
    if (error)
        return fail(Fault::unavailable, "the file cannot be removed: " + error.message(), path_of(folder, file).string(),
                    "look at the owner and the permissions of its folder");
    return {};
}

Result<std::vector<CollectionFile>> load_all(const std::filesystem::path& folder, const wire::TaskId& task) {
    std::vector<CollectionFile> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder_of(folder, task), error)) {
        if (entry.path().extension() != ".json") continue;
        TACIT_TRY(const std::string text, ops::read_file(entry.path()));
        auto file = parse(text);
        if (!file) {
            Error failure = std::move(file).error();
            failure.where = entry.path().string() + "#" + failure.where;
            return tl::make_unexpected(std::move(failure));
        }
        files.push_back(*std::move(file));
    }
    std::sort(files.begin(), files.end(),
              [](const CollectionFile& a, const CollectionFile& b) { return a.interval < b.interval; });
    return files;
}

Result<CollectionFile> new_collection(const wire::TaskId& task, const wire::Interval& interval) {
    wire::CollectionJobReq request;
    request.query = wire::Query::of(interval);
    TACIT_TRY(Bytes bytes, encode(request));
    return CollectionFile{task, interval, std::move(bytes), {}};
}

}  // namespace tacit::publisher
