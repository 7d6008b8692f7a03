#include "collector/cmd.h"
#include "collector/ops/log.h"
#include "collector/ops/shutdown.h"
#include "collector/seams.h"
#include "collector/service.h"

namespace tacit::collector {
namespace {

constexpr std::chrono::seconds kLookEvery{2};

int serve(const ops::Config& config) {
    ops::Shutdown shutdown;  // before any thread
    ops::set_log_level(config.log_level);
    ops::log(ops::Event::started);
    const auto random = make_random();
    const auto clock = make_clock();
    const auto noise = make_noise(*random);
    auto service = Service::open(config, *clock, *random, *noise);
    if (!service) return complain(service.error());
    if (const auto error = (*service)->look_at_keys()) complain(*error);
    for (const Error& error : (*service)->look_for_tasks()) complain(error);
    if (const auto error = (*service)->look_at_form()) complain(*error);
    if (const auto listening = (*service)->listen(); !listening) return complain(listening.error());
    const bool aggregates = config.roles.leader || config.roles.helper;
    const std::size_t tasks = (*service)->task_count();
    say(config.organisation_name + " serves " +
        (!aggregates  ? "its releases"
         : tasks == 1 ? "1 task"
                      : std::to_string(tasks) + " tasks") +
        " at " + config.public_url + (aggregates ? "" : "releases") + " (listening on port " +
        std::to_string((*service)->port()) + "). Ctrl-C stops it.");
    ops::log(ops::Event::listening, {{"port", (*service)->port()}});
    while (!shutdown.wait_for(kLookEvery)) {
        for (const Error& error : (*service)->look_for_tasks()) complain(error);
        if (const auto error = (*service)->look_at_form()) complain(*error);
        if (const auto error = (*service)->look_at_keys()) complain(*error);
        (*service)->look_at_store();
    }
    ops::log(ops::Event::stopping);
    service->reset();
    ops::log(ops::Event::stopped);
    ops::flush_log();
    return 0;
}

}  // namespace

void add_serve(programs::Command app, const std::string& config_file) {
    programs::Command command =
        app.add_command("serve", "run the server; tasks that are paired meanwhile are picked up");
    command.runs([&config_file] { return with_config(config_file, serve); });
}

}  // namespace tacit::collector
