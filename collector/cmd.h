// The subcommands of tacit-collector. Each file cmd_NAME.cpp adds its command to the parser; the chosen one is run by
// main() after the whole command line was understood. Only these files and main.cpp print.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "collector/ops/config.h"
#include "crypto/base/result.h"

namespace CLI {
class App;
}

namespace tacit::collector {

// What every command has at hand, and where it says what is to be run.
struct Cli {
    std::string config_file = "tacit-collector.toml";
    std::function<int()> run;  // gives the exit status: 0, or 1 after complain()
};

void add_init(CLI::App& app, Cli& cli);
void add_pair(CLI::App& app, Cli& cli);
void add_serve(CLI::App& app, Cli& cli);
void add_status(CLI::App& app, Cli& cli);
void add_collect(CLI::App& app, Cli& cli);
void add_publish(CLI::App& app, Cli& cli);
void add_restore(CLI::App& app, Cli& cli);
void add_form(CLI::App& app, Cli& cli);

// To standard output, with a line feed.
void say(const std::string& text);
// To standard error: what is wrong and what to do. Gives the exit status 1.
int complain(const Error& error);
int complain(const std::vector<Error>& errors);

// Runs `body` with the configuration, or complains.
int with_config(const Cli& cli, const std::function<int(const ops::Config&)>& body);
// 0, or complains.
int finish(const Result<void>& result);

}  // namespace tacit::collector
