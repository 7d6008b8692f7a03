#include "collector/cmd.h"
#include "collector/form_install.h"
#include "collector/publisher/collection_file.h"
#include "collector/publisher/folder.h"
#include "collector/status_text.h"
#include "collector/store/open.h"
#include "collector/terms_text.h"
#include "schemas/release/text.h"

namespace tacit::collector {
namespace {

// Whether everything that was collected is published, and where; else what to do.
std::string release_line(const ops::Config& config, const StoredTask& stored,
                         const std::vector<publisher::CollectionFile>& files) {
    release::Release release;
    release.task = stored.task;
    release.terms = stored.terms;
    for (const publisher::CollectionFile& file : files)
        if (!file.response.empty()) release.batches.push_back({file.interval, {}, {}});
    if (release.batches.empty()) return {};
    const std::string id = release::release_id(release);
    if (const auto newest = publisher::newest_version(config.releases, id))
        return "  published: " + publisher::version_folder(config.releases, id, *newest).string() + "\n";
    return "  not published yet below " + config.releases.string() + "\n  do: tacit-collector publish " +
           wire::to_text(stored.terms.id).substr(0, 8) + "\n";
}

Result<void> publisher_status(const ops::Config& config, const StoredTask& stored) {
    TACIT_TRY(const auto files, publisher::load_all(config.releases, stored.terms.id));
    const task::Task& task = stored.task;
    std::string text = wire::to_text(stored.terms.id) + " (publisher)\n  survey " + task.definition.id + " " +
                       task.definition.version + ", with " + task.leader.name + " as leader and " + task.helper.name +
                       " as helper\n" + analysis_line(task);
    text += files.empty() ? "  nothing was collected yet\n" : "  batches:\n";
    for (const publisher::CollectionFile& file : files)
        text += "    " + release::interval_text(task, file.interval) +
                (file.response.empty() ? ": asked for, no answer yet; run collect again\n" : ": collected\n");
    say(text + release_line(config, stored, files));
    return {};
}

// False where something waits for the operator.
Result<bool> status(const ops::Config& config) {
    TACIT_TRY(const ops::KeyFile keys, ops::load_keys(config.keys));
    say(config.organisation_name + ", " + config.public_url + "\n");
    if (keys.tasks.empty()) {
        say("No task yet. Agree on one with the other organisation: tacit-collector pair --help");
        return true;
    }
    std::unique_ptr<store::Store> store;
    std::error_code ignored;
    if (std::filesystem::exists(config.database, ignored)) {
        TACIT_TRY(store, store::open_read_only(config.database));
    }
    bool all_well = true;
    for (const ops::TaskKeys& task : keys.tasks) {
        const auto stored = load_stored_task(config.tasks, task.task);
        if (!stored) {
            complain(stored.error());
            all_well = false;
        } else if (task.role == wire::Role::collector) {
            TACIT_CHECK(publisher_status(config, *stored));
        } else if (!store) {
            say(wire::to_text(task.task) +
                "\n  do: start the server, which has not loaded it yet: tacit-collector serve");
            all_well = false;
        } else {
            TACIT_TRY(const Status found, status_of(*store, *stored, task.role));
            say(found.text);
            all_well = all_well && found.all_well;
        }
    }
    if (const auto tasks = aggregated_tasks(config, keys)) {
        const Status form = form_status(config, *tasks);
        if (!form.text.empty()) say(form.text);
        all_well = all_well && form.all_well;
    }
    return all_well;
}

}  // namespace

void add_status(programs::Command app, const std::string& config_file) {
    programs::Command command =
        app.add_command("status", "how the tasks stand and what to do; also while the server runs");
    command.runs([&config_file] {
        return with_config(config_file, [](const ops::Config& config) {
            const auto all_well = status(config);
            if (!all_well) return complain(all_well.error());
            return *all_well ? 0 : 1;
        });
    });
}

}  // namespace tacit::collector
