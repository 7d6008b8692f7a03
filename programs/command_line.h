// The command line of a program: commands, and options that are bound to variables. What is given wrongly is said by
// CLI11, which only command_line.cpp includes: it takes longer to compile than most commands.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tacit::programs {

// One option, flag or positional argument.
class Option {
public:
    Option required() const;
    Option type_name(const std::string& name) const;  // in --help, instead of TEXT
    Option show_default() const;
    Option excludes(const Option& other) const;
    Option needs(const Option& other) const;
    Option one_of(std::vector<std::string> words) const;
    Option between(std::uint64_t least, std::uint64_t most) const;
    Option separated_by(char letter) const;  // several in one word

private:
    friend class Command;
    explicit Option(CLI::Option& option) : option_(&option) {}
    CLI::Option* option_;
};

// A command, or the program itself. The variables live until it has run.
class Command {
public:
    // "--name" or "-n,--name" is an option, "NAME" a positional argument.
    Option add_option(const std::string& name, std::string& value, const std::string& help);
    Option add_option(const std::string& name, std::filesystem::path& value, const std::string& help);
    Option add_option(const std::string& name, std::vector<std::string>& values, const std::string& help);
    Option add_option(const std::string& name, unsigned& value, const std::string& help);
    Option add_option(const std::string& name, std::uint64_t& value, const std::string& help);
    Option add_flag(const std::string& name, bool& value, const std::string& help);

    Command add_command(const std::string& name, const std::string& help);
    void require_command();  // a group does nothing by itself
    void footer(const std::string& text);
    void hide();  // not in --help
    // What the command does, once the whole command line was understood; gives the exit status.
    void runs(std::function<int()> body);

protected:
    Command(CLI::App& app, std::function<int()>& chosen) : app_(&app), chosen_(&chosen) {}

private:
    CLI::App* app_;
    std::function<int()>* chosen_;
};

class Program : public Command {
public:
    Program(const std::string& name, const std::string& about, const std::string& version);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    // Runs what the command line chose and gives its exit status; `usage`, or where that is 0 CLI11's own, if it is
    // wrong.
    int run(int argc, char** argv, int usage = 0);

private:
    struct State;
    explicit Program(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace tacit::programs
