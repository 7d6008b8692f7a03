// What the operator does with a form: sign it, install it with both parties' signatures, look at what is installed. The
// keys are those of the tasks that this collector serves: nobody else's signature counts.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "collector/form/built.h"
#include "collector/form/shelf.h"
#include "collector/ops/config.h"
#include "collector/ops/keys.h"
#include "collector/status_text.h"
#include "collector/task_folder.h"

namespace tacit::collector {

// The tasks in which this collector is leader or helper.
Result<std::vector<StoredTask>> aggregated_tasks(const ops::Config& config, const ops::KeyFile& keys);

// Signature files as `form sign` wrote them. Installs the form if, for one task at least, leader and helper signed it;
// gives the tasks for which they did.
Result<std::vector<wire::TaskId>> install_form(const ops::Config& config, const std::vector<StoredTask>& tasks,
                                               const form::Built& built,
                                               const std::vector<task::FormSignature>& signatures);
// The installed form, if it is as it was installed and both parties of one of these tasks signed it.
Result<std::shared_ptr<const form::Installed>> load_form(const std::filesystem::path& folder,
                                                         const std::vector<const task::Task*>& tasks);

// For `status`: version, hash, who signed, and for which tasks it is missing a signature. Empty where none is
// installed.
Status form_status(const ops::Config& config, const std::vector<StoredTask>& tasks);

// The hash of form.json as both operators compare it aloud.
std::string fingerprint_text(std::string_view manifest);

}  // namespace tacit::collector
