// The program `tacit`: for people who answer, and for those who send answers that others gave them.
#include <csignal>

#include "client/native/cmd_common.h"

int main(int argc, char** argv) {
    using namespace tacit::native;
    std::signal(SIGPIPE, SIG_IGN);  // a server or reader that went away is an error like others
    CLI::App app(
        "Answer surveys that nobody can read: every report leaves this device as two locked halves for two "
        "organisations.",
        "tacit");
    app.set_version_flag("--version", "tacit " TACIT_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 done; 1 left without sending; 2 wrong command line; 3 wrong file, nothing sent;\n"
        "4 a server refused or is not to be believed; 5 not now: run the same command again.");
    int exit_code = kDone;
    add_fill(app, exit_code);
    add_submit(app, exit_code);
    add_simulate(app, exit_code);
    add_encode(app, exit_code);
    add_survey(app, exit_code);
    add_compare(app, exit_code);
    add_verify(app, exit_code);
    add_plan(app, exit_code);
    add_rehearse(app, exit_code);
    add_form(app, exit_code);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kDone : kUsage;
    }
    return exit_code;
}
