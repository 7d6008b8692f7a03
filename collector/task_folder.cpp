#include "collector/task_folder.h"

#include <algorithm>

#include "collector/ops/files.h"
#include "schemas/task/texts.h"

namespace tacit::collector {
namespace {

constexpr const char* kNotEdited =
    "a task cannot be edited after the pairing; restore the file, or pair a new task for a changed survey";

std::filesystem::path folder_of(const std::filesystem::path& tasks, const wire::TaskId& id) {
    return tasks / wire::to_text(id);
}

std::string list_of(const std::vector<wire::TaskId>& ids) {
    std::string list;
    for (const wire::TaskId& id : ids) list += (list.empty() ? "" : ", ") + wire::to_text(id);
    return list;
}

}  // namespace

std::filesystem::path texts_file(const std::filesystem::path& tasks, const wire::TaskId& id) {
    return folder_of(tasks, id) / "texts" / "1.json";
}

Result<void> save_task(const std::filesystem::path& tasks, const StoredTask& task) {
    const std::filesystem::path folder = folder_of(tasks, task.terms.id);
    const std::filesystem::path texts = texts_file(tasks, task.terms.id);
    TACIT_CHECK(ops::make_folder(texts.parent_path()));
    if (task.texts) TACIT_CHECK(ops::write_file(texts, as_bytes(*task.texts), ops::Access::owner));
    // Last: the folder counts as a task once this file is there.
    return ops::write_file(folder / "task.json", as_bytes(task.json), ops::Access::owner);
}

Result<StoredTask> load_stored_task(const std::filesystem::path& tasks, const wire::TaskId& id) {
    const std::filesystem::path file = folder_of(tasks, id) / "task.json";
    TACIT_TRY(std::string json, ops::read_file(file));
    // What was agreed on was read once already: whatever is wrong with it now was changed since.
    const auto located = [&](Error error) {
        error.where = file.string() + (error.where.empty() ? "" : "#" + error.where);
        error.remedy = kNotEdited;
        return tl::make_unexpected(std::move(error));
    };
    auto read = task::load_task(json);
    if (!read) return located(read.error());
    auto terms = task::terms(*read);
    if (!terms) return located(terms.error());
    if (terms->id != id)
        return fail(Fault::corrupt,
                    "task.json is not the file that was agreed on: its id is " + wire::to_text(terms->id),
                    file.string(), kNotEdited);
    StoredTask stored{*std::move(read), *std::move(terms), std::move(json), std::nullopt};
    const std::filesystem::path texts = texts_file(tasks, id);
    std::error_code ignored;
    if (!std::filesystem::exists(texts, ignored)) return stored;
    TACIT_TRY(stored.texts, ops::read_file(texts));
    const auto wording = task::load_texts_document(*stored.texts, stored.task.definition);
    if (!wording)
        return fail(Fault::corrupt, "the wording was edited: " + wording.error().what,
                    texts.string() + (wording.error().where.empty() ? "" : "#" + wording.error().where),
                    std::string(kTextsNotEdited));
    if (wording->task != id || wording->n != 1)
        return fail(Fault::corrupt, "this is the wording of another task", texts.string(),
                    std::string(kTextsNotEdited));
    return stored;
}

std::vector<wire::TaskId> stored_tasks(const std::filesystem::path& tasks) {
    std::vector<wire::TaskId> ids;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(tasks, error)) {
        const auto id = wire::id_from_text<wire::TaskId>(entry.path().filename().string());
        std::error_code ignored;
        if (id && std::filesystem::exists(entry.path() / "task.json", ignored)) ids.push_back(*id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

Result<wire::TaskId> pick_task(const std::filesystem::path& tasks, std::string_view given) {
    const std::vector<wire::TaskId> ids = stored_tasks(tasks);
    if (ids.empty())
        return fail(Fault::refused, "this collector has no task yet", tasks.string(),
                    "agree on one with the other organisation: tacit-collector pair --help");
    if (const std::size_t slash = given.rfind('/'); slash != std::string_view::npos) given.remove_prefix(slash + 1);
    std::vector<wire::TaskId> fitting;
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(fitting),
                 [&](const wire::TaskId& id) { return wire::to_text(id).starts_with(given); });
    if (fitting.size() == 1) return fitting.front();
    if (fitting.empty())
        return fail(Fault::refused, "this collector has no task '" + std::string(given) + "'", tasks.string(),
                    "its tasks are: " + list_of(ids));
    return fail(Fault::refused, "several tasks fit; say which", {}, "the tasks are: " + list_of(fitting));
}

}  // namespace tacit::collector
