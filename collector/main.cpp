// tacit-collector: one organisation's server for private surveys, and the commands of its operator.
#include <iostream>

#include "collector/cmd.h"
#include "collector/ops/failpoint.h"

namespace {

// In test programs only there is something to list that can be armed; the names are in every build.
void add_failpoints(tacit::programs::Command app) {
    tacit::programs::Command command =
        app.add_command("failpoints", "list the named places at which test programs can be ended");
    command.hide();  // not in --help
    command.runs([] {
        for (const std::string_view name : tacit::ops::failpoint_names()) std::cout << name << "\n";
        return 0;
    });
}

}  // namespace

int main(int argc, char** argv) {
    namespace collector = tacit::collector;
    tacit::programs::Program program(
        "tacit-collector", "Tacit collector: surveys that publish statistics while no server ever sees an answer.",
        "0.1.0");
    std::string config_file = "tacit-collector.toml";
    program.add_option("-c,--config", config_file, "the configuration that init made").show_default();
    program.footer("A first time: init, then pair, then serve. Each command says what comes next.");
    collector::add_init(program);
    collector::add_pair(program, config_file);
    collector::add_serve(program, config_file);
    collector::add_status(program, config_file);
    collector::add_collect(program, config_file);
    collector::add_publish(program, config_file);
    collector::add_restore(program, config_file);
    collector::add_form(program, config_file);
    add_failpoints(program);
    return program.run(argc, argv);
}
