// tacit-collector: one organisation's server for private surveys, and the commands of its operator.
#include <CLI/CLI.hpp>
#include <iostream>

#include "collector/cmd.h"
#include "collector/ops/failpoint.h"

namespace {

// In test programs only there is something to list that can be armed; the names are in every build.
void add_failpoints(CLI::App& app, tacit::collector::Cli& cli) {
    CLI::App* command = app.add_subcommand("failpoints", "list the named places at which test programs can be ended");
    command->group("");  // not in --help
    command->callback([&cli] {
        cli.run = [] {
            for (const std::string_view name : tacit::ops::failpoint_names()) std::cout << name << "\n";
            return 0;
        };
    });
}

}  // namespace

int main(int argc, char** argv) {
    namespace collector = tacit::collector;
    collector::Cli cli;
    CLI::App app("Tacit collector: surveys that publish statistics while no server ever sees an answer.",
                 "tacit-collector");
    app.add_option("-c,--config", cli.config_file, "the configuration that init made")->capture_default_str();
    app.require_subcommand(1);
    app.set_version_flag("--version", "tacit-collector 0.1.0");
    app.footer("A first time: init, then pair, then serve. Each command says what comes next.");
    collector::add_init(app, cli);
    collector::add_pair(app, cli);
    collector::add_serve(app, cli);
    collector::add_status(app, cli);
    collector::add_collect(app, cli);
    collector::add_publish(app, cli);
    collector::add_restore(app, cli);
    collector::add_form(app, cli);
    add_failpoints(app, cli);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
    return cli.run();
}
