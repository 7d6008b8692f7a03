// The program `tacit`: for people who answer, and for those who send answers that others gave them.
#include <csignal>

#include "client/native/cmd_common.h"

int main(int argc, char** argv) {
    using namespace tacit::native;
    std::signal(SIGPIPE, SIG_IGN);  // a server or reader that went away is an error like others
    tacit::programs::Program program(
        "tacit",
        "Answer surveys that nobody can read: every report leaves this device as two locked halves for two "
        "organisations.",
        TACIT_VERSION);
    program.footer(
        "Exit codes: 0 done; 1 left without sending; 2 wrong command line; 3 wrong file, nothing sent;\n"
        "4 a server refused or is not to be believed; 5 not now: run the same command again.");
    add_fill(program);
    add_submit(program);
    add_simulate(program);
    add_encode(program);
    add_survey(program);
    add_compare(program);
    add_verify(program);
    add_plan(program);
    add_rehearse(program);
    add_form(program);
    return program.run(argc, argv, kUsage);
}
