#include "programs/command_line.h"

#include <CLI/CLI.hpp>

namespace tacit::programs {

Option Option::required() const {
    option_->required();
    return *this;
}

Option Option::type_name(const std::string& name) const {
    option_->type_name(name);
    return *this;
}

Option Option::show_default() const {
    option_->capture_default_str();
    return *this;
}

Option Option::excludes(const Option& other) const {
    option_->excludes(other.option_);
    return *this;
}

Option Option::needs(const Option& other) const {
    option_->needs(other.option_);
    return *this;
}

Option Option::one_of(std::vector<std::string> words) const {
    option_->check(CLI::IsMember(std::move(words)));
    return *this;
}

Option Option::between(std::uint64_t least, std::uint64_t most) const {
    option_->check(CLI::Range(least, most));
    return *this;
}

Option Option::separated_by(char letter) const {
    option_->delimiter(letter);
    return *this;
}

Option Command::add_option(const std::string& name, std::string& value, const std::string& help) {
    return Option(*app_->add_option(name, value, help));
}

Option Command::add_option(const std::string& name, std::filesystem::path& value, const std::string& help) {
    return Option(*app_->add_option(name, value, help));
}

Option Command::add_option(const std::string& name, std::vector<std::string>& values, const std::string& help) {
    return Option(*app_->add_option(name, values, help));
}

Option Command::add_option(const std::string& name, unsigned& value, const std::string& help) {
    return Option(*app_->add_option(name, value, help));
}

Option Command::add_option(const std::string& name, std::uint64_t& value, const std::string& help) {
    return Option(*app_->add_option(name, value, help));
}

Option Command::add_flag(const std::string& name, bool& value, const std::string& help) {
    return Option(*app_->add_flag(name, value, help));
}

Command Command::add_command(const std::string& name, const std::string& help) {
    return {*app_->add_subcommand(name, help), *chosen_};
}

void Command::require_command() { app_->require_subcommand(1); }
void Command::footer(const std::string& text) { app_->footer(text); }
void Command::hide() { app_->group(""); }

void Command::runs(std::function<int()> body) {
    app_->callback([chosen = chosen_, body = std::move(body)] { *chosen = body; });
}

struct Program::State {
    CLI::App app;
    std::string version;
    std::function<int()> chosen;
};

Program::Program(std::unique_ptr<State> state) : Command(state->app, state->chosen), state_(std::move(state)) {}

Program::Program(const std::string& name, const std::string& about, const std::string& version)
    : Program(std::make_unique<State>()) {
    state_->app.name(name);
    state_->app.description(about);
    state_->version = name + " " + version;
    state_->app.require_subcommand(1);
}

Program::~Program() = default;

int Program::run(int argc, char** argv, int usage) {
    state_->app.set_version_flag("--version", state_->version);  // last in --help
    try {
        state_->app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int status = state_->app.exit(error);
        return status == 0 || usage == 0 ? status : usage;
    }
    return state_->chosen();
}

}  // namespace tacit::programs
