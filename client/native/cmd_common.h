// The subcommands of `tacit`: each adds itself to the command line and leaves its exit code.
//
//     0  done
//     1  the person left without sending, or a program library failed
//     2  the command line is wrong
//     3  a file is wrong: answers, survey, population; nothing was sent
//     4  a server refused, or is not to be believed
//     5  not possible just now: the same command may be run again, nothing is counted twice
#pragma once
#include <CLI/CLI.hpp>

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>

#include "client/native/transport.h"
#include "crypto/base/result.h"

namespace tacit::native {

enum ExitCode : int { kDone = 0, kLeft = 1, kUsage = 2, kBadFile = 3, kRefused = 4, kLater = 5 };

// Writes "tacit: …" to standard error and gives the code for the fault; `bad_file` where it came from a file of the
// user's.
int report_failure(const Error& error, bool bad_file = false);

// Options that several subcommands share.
struct NetworkOptions {
    std::string address;
    std::string certificates;
    void add_to(CLI::App& app);
    Transport::Options transport() const;
};
struct SpoolOptions {
    std::string folder;
    void add_to(CLI::App& app);
    Result<std::filesystem::path> path() const;
};

void add_fill(CLI::App& app, int& exit_code);
void add_submit(CLI::App& app, int& exit_code);
void add_simulate(CLI::App& app, int& exit_code);
void add_encode(CLI::App& app, int& exit_code);
void add_survey(CLI::App& app, int& exit_code);
void add_survey_exchange(CLI::App& group, int& exit_code);  // survey import, survey export
void add_compare(CLI::App& app, int& exit_code);
void add_verify(CLI::App& app, int& exit_code);
void add_plan(CLI::App& app, int& exit_code);
void add_rehearse(CLI::App& app, int& exit_code);
void add_form(CLI::App& app, int& exit_code);

}  // namespace tacit::native
