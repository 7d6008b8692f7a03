#include "collector/publisher/folder.h"

#include <sys/stat.h>

#include "collector/ops/failpoint.h"
#include "collector/ops/files.h"
#include "collector/publisher/text.h"

namespace tacit::publisher {

std::filesystem::path release_folder(const std::filesystem::path& releases, const Release& release) {
    const wire::Interval& asked = release.opened.asked;
    const auto last = begin_of(release.task, asked.start + asked.duration - 1);
    return releases / (release.task.definition.id + "-" + wire::to_text(release.terms.id).substr(0, 8) + "-" +
                       day_text(begin_of(release.task, asked.start)) + "-" + day_text(last));
}

Result<void> write_release(const std::filesystem::path& folder, const Files& files) {
    std::error_code ignored;
    if (std::filesystem::exists(folder, ignored)) {
        for (const auto& [name, content] : files) {
            const auto known = ops::read_file(folder / name);
            if (!known || *known != content)
                return fail(Fault::refused, "there is another release of this batch already", folder.string(),
                            "move it away if you want to write it anew; what was published should stay as it was");
        }
        return {};
    }
    const std::filesystem::path beside = folder.string() + ".new";
    std::filesystem::remove_all(beside, ignored);  // left over from a crash
    TACIT_CHECK(ops::make_folder(beside));
    for (const auto& [name, content] : files)
        TACIT_CHECK(ops::write_file(beside / name, as_bytes(content), ops::Access::everyone));
    TACIT_FAILPOINT("publisher.files_written");
    chmod(beside.c_str(), 0755);  // a release is for everybody
    std::error_code error;
    std::filesystem::rename(beside, folder, error);
    if (error) return fail(Fault::unavailable, "the release cannot be put in place: " + error.message(), folder.string());
    return ops::sync_folder(folder.parent_path());
}

}  // namespace tacit::publisher
