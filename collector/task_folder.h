// The tasks of a collector on disk: one folder each, named by the task id, with task.json and texts/1.json as they are
// served, byte for byte. What is secret about a task is in the key file.
#pragma once
#include <filesystem>
#include <optional>
#include <vector>

#include "schemas/task/task_json.h"

namespace tacit::collector {

struct StoredTask {
    task::Task task;
    task::Terms terms;
    std::string json;                  // task.json, RFC 8785
    std::optional<std::string> texts;  // texts/1.json; a publisher has none
};

inline constexpr std::string_view kTextsNotEdited =
    "the wording cannot be edited after the pairing: both organisations signed it, and respondents' programs refuse "
    "any "
    "other; restore the file, which the other organisation has as well, and start the server again";

Result<void> save_task(const std::filesystem::path& tasks, const StoredTask& task);
Result<StoredTask> load_stored_task(const std::filesystem::path& tasks, const wire::TaskId& id);
std::filesystem::path texts_file(const std::filesystem::path& tasks, const wire::TaskId& id);
std::vector<wire::TaskId> stored_tasks(const std::filesystem::path& tasks);

// The task that a person means: its id or the beginning of it, its address, or nothing where there is only one.
Result<wire::TaskId> pick_task(const std::filesystem::path& tasks, std::string_view given);

}  // namespace tacit::collector
