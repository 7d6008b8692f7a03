// The subcommands of tacit-collector. Each file cmd_NAME.cpp adds its command to the program; the chosen one is
// run after the whole command line was understood. Only these files and main.cpp print.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "collector/ops/config.h"
#include "crypto/base/result.h"
#include "programs/command_line.h"

namespace tacit::collector {

// The file is known once the whole command line was understood, that is when the command runs.
void add_init(programs::Command app);
void add_pair(programs::Command app, const std::string& config_file);
void add_serve(programs::Command app, const std::string& config_file);
void add_status(programs::Command app, const std::string& config_file);
void add_collect(programs::Command app, const std::string& config_file);
void add_publish(programs::Command app, const std::string& config_file);
void add_restore(programs::Command app, const std::string& config_file);
void add_form(programs::Command app, const std::string& config_file);

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
