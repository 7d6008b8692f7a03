// The subcommands of `tacit`: each adds itself to the command line and gives its exit code.
//
//     0  done
//     1  the person left without sending, or a program library failed
//     2  the command line is wrong
//     3  a file is wrong: answers, survey, population; nothing was sent
//     4  a server refused, or is not to be believed
//     5  not possible just now: the same command may be run again, nothing is counted twice
#pragma once
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>

#include "client/native/transport.h"
#include "crypto/base/result.h"
#include "programs/command_line.h"

namespace tacit::native {

enum ExitCode : int { kDone = 0, kLeft = 1, kUsage = 2, kBadFile = 3, kRefused = 4, kLater = 5 };

// Writes "tacit: …" to standard error and gives the code for the fault; `bad_file` where it came from a file of the
// user's.
int report_failure(const Error& error, bool bad_file = false);

// Options that several subcommands share.
struct NetworkOptions {
    std::string address;
    std::string certificates;
    void add_to(programs::Command command);
    void add_certificates_to(programs::Command command);  // where the address has a name or a help of its own
    Transport::Options transport() const;
};
struct SpoolOptions {
    std::string folder;
    void add_to(programs::Command app);
    Result<std::filesystem::path> path() const;
};

void add_fill(programs::Command app);
void add_submit(programs::Command app);
void add_simulate(programs::Command app);
void add_encode(programs::Command app);
void add_survey(programs::Command app);
void add_survey_exchange(programs::Command group);  // survey import, survey export
void add_compare(programs::Command app);
void add_verify(programs::Command app);
void add_plan(programs::Command app);
void add_rehearse(programs::Command app);
void add_form(programs::Command app);

}  // namespace tacit::native
