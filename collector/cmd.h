// The subcommands of tacit-collector. Each file cmd_NAME.cpp adds its command to the program; the chosen one is
// run after the whole command line was understood. Only these files and main.cpp print.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "cli/command_line.h"
#include "collector/ops/config.h"
#include "crypto/base/result.h"

namespace tacit::collector {

// The file is known once the whole command line was understood, that is when the command runs.
void add_init(cli::Command app);
void add_pair(cli::Command app, const std::string& config_file);
void add_serve(cli::Command app, const std::string& config_file);
void add_status(cli::Command app, const std::string& config_file);
void add_collect(cli::Command app, const std::string& config_file);
void add_publish(cli::Command app, const std::string& config_file);
void add_restore(cli::Command app, const std::string& config_file);
void add_form(cli::Command app, const std::string& config_file);

// To standard output, with a line feed.
void say(const std::string& text);
// To standard error: what is wrong and what to do. Gives the exit status 1.
int complain(const Error& error);
int complain(const std::vector<Error>& errors);

// Runs `body` with the configuration, or complains.
int with_config(const std::string& config_file, const std::function<int(const ops::Config&)>& body);
// 0, or complains.
int finish(const Result<void>& result);

}  // namespace tacit::collector
