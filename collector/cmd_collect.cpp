#include "collector/cmd.h"
#include "collector/moment.h"
#include "collector/publisher/open_shares.h"
#include "collector/publishing.h"
#include "collector/terms_text.h"
#include "schemas/release/release.h"
#include "schemas/release/text.h"

namespace tacit::collector {
namespace {

struct CollectOptions {
    std::string task;
    std::string interval;
    bool close = false;
    bool even_if_too_few = false;
};

Result<void> collect(const ops::Config& config, const CollectOptions& options) {
    TACIT_TRY(const auto publishing, Publishing::open(config, options.task));
    const task::Task& task = publishing->task().task;
    const publisher::Contact contact = publishing->contact();
    if (options.close) {
        say("Closing the task: the leader takes no more answers, and then the helper.");
        TACIT_CHECK(publisher::close_task(contact, options.even_if_too_few));
        say("Closed.");
    }
    wire::Interval interval;
    if (options.interval.empty()) {
        TACIT_TRY(const auto known, publisher::load_all(config.releases, contact.id));
        const wire::Interval whole = task::interval(task);
        if (options.close && !known.empty() && !known.back().response.empty() &&
            wire::end(known.back().interval) == wire::end(whole)) {
            say("Everything of this task is collected already.");
            return {};
        }
        TACIT_TRY(const std::vector<wire::Interval> given_up, publisher::given_up(contact));
        TACIT_TRY(interval, publisher::next_interval(task, known, given_up, options.close, publishing->now()));
    } else {
        TACIT_TRY(interval, parse_interval(task, options.interval, publishing->now()));
    }
    say("Collecting " + release::interval_text(task, interval) + " (UTC, the end not included).");
    TACIT_TRY(const publisher::CollectionFile file, publisher::collect(contact, config.releases, interval));
    TACIT_TRY(const publisher::Opened opened,
              publisher::open_shares(task, publishing->task().terms, publishing->keys().publisher->pair, file));
    say("Collected about " + std::to_string(release::reports_about(publishing->task().terms.compiled, opened.totals)) +
        " answer sheets; both shares carry their noise.");
    say("Next: tacit-collector --config " + config.file.string() + " publish " + argument_text(contact.id));
    return {};
}

}  // namespace

void add_collect(programs::Command app, const std::string& config_file) {
    const auto options = std::make_shared<CollectOptions>();
    programs::Command command =
        app.add_command("collect", "publisher: fetch the noisy totals of the finished days; can be repeated");
    command.add_option("task", options->task, "task id or its beginning (default: the only task)");
    const programs::Option interval =
        command.add_option("--interval", options->interval, "FROM..TO, days in UTC, TO not included");
    const programs::Option close =
        command.add_flag("--close", options->close, "end the survey now, for ever, and collect everything")
            .excludes(interval);
    command
        .add_flag("--even-if-too-few", options->even_if_too_few,
                  "with --close: also where the answers that are left are too few ever to be published")
        .needs(close);
    command.runs([options, &config_file] {
        return with_config(config_file, [&](const ops::Config& config) { return finish(collect(config, *options)); });
    });
}

}  // namespace tacit::collector
