#include "collector/publisher/folder.h"

#include <sys/stat.h>

#include "collector/ops/failpoint.h"
#include "collector/ops/files.h"
#include "collector/publisher/text.h"

namespace tacit::publisher {

std::filesystem::path release_folder(const std::filesystem::path& releases, const task::Task& task,
                                     const wire::TaskId& id, const wire::Interval& batch) {
    const auto file_name = [](std::string text) {
        for (char& letter : text) letter = letter == ' ' || letter == ':' ? '-' : letter;
        return text;
    };
    return releases / (task.definition.id + "-" + wire::to_text(id).substr(0, 8) + "-" +
                       file_name(moment_text(begin_of(task, batch.start))) + "-to-" +
                       file_name(moment_text(begin_of(task, batch.start + batch.duration))));
}

Result<void> write_release(const std::filesystem::path& folder, const Files& files) {
    std::error_code ignored;
    if (std::filesystem::exists(folder, ignored))
        return fail(Fault::refused, "there is a release in this folder already", folder.string(),
                    "what was published should stay as it was; choose another folder");
    const std::filesystem::path beside = folder.string() + ".new";
    std::filesystem::remove_all(beside, ignored);  // left over from a crash
    TACIT_CHECK(ops::make_folder(beside));
    for (const auto& [name, content] : files)
        TACIT_CHECK(ops::write_file(beside / name, as_bytes(content), ops::Access::everyone));
    TACIT_FAILPOINT("publisher.files_written");
    chmod(beside.c_str(), 0755);  // a release is for everybody
    std::error_code error;
    std::filesystem::rename(beside, folder, error);
    if (error)
        return fail(Fault::unavailable, "the release cannot be put in place: " + error.message(), folder.string());
    return ops::sync_folder(folder.parent_path());
}

}  // namespace tacit::publisher
