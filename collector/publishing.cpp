#include "collector/publishing.h"

#include "collector/cmd.h"
#include "collector/seams.h"

namespace tacit::collector {

Publishing::Publishing(const ops::Config& config, StoredTask task, ops::KeyFile keys)
    : task_(std::move(task)),
      keys_(std::move(keys)),
      random_(make_random()),
      clock_(make_clock()),
      transport_(peer::http_transport(config.tls_ca)),
      hang_up_(shutdown_.token(), [this] { transport_->hang_up(); }) {}

Result<std::unique_ptr<Publishing>> Publishing::open(const ops::Config& config, std::string_view given) {
    if (!config.roles.publisher)
        return fail(Fault::refused, "this collector is not a publisher", config.file.string(),
                    "run this with the publisher's configuration");
    TACIT_TRY(const wire::TaskId id, pick_task(config.tasks, given));
    TACIT_TRY(StoredTask task, load_stored_task(config.tasks, id));
    TACIT_TRY(ops::KeyFile keys, ops::load_keys(config.keys));
    if (!keys.publisher || keys.publisher->config() != task.task.publisher.hpke_config)
        return fail(Fault::refused, "the key file does not hold the publisher key of this task", config.keys.string(),
                    "use the key file that the task was paired with");
    if (keys.find(id, wire::Role::collector) == nullptr)
        return fail(Fault::refused, "the token of this task is not in the key file", config.keys.string(),
                    "take in the leader's access file: tacit-collector pair receive access.json");
    return std::unique_ptr<Publishing>(new Publishing(config, std::move(task), std::move(keys)));
}

publisher::Contact Publishing::contact() {
    return {task_.task,
            task_.terms.id,
            keys_.find(task_.terms.id, wire::Role::collector)->publisher_token,
            *transport_,
            *random_,
            [this](std::chrono::milliseconds time) { return !shutdown_.wait_for(time); },
            [](const std::string& text) { say("  … " + text); }};
}

}  // namespace tacit::collector
