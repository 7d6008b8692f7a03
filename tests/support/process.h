// Runs the real programs: starts them, gives them input, waits for their end, kills them, and reads what they printed.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tacit::test {

// A folder that disappears with the object, below the test's working directory's temporary folder.
class TempDir {
public:
    TempDir();
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

struct Command {
    std::vector<std::string> arguments;                // the program first, with its path
    std::string input;                                 // given on standard input, which is then closed
    std::map<std::string, std::string> environment{};  // added to the test's own
};

struct Finished {
    int exit_code = -1;           // 128 + signal where a signal ended it
    std::string output;           // standard output
    std::string errors;           // standard error
    std::string both() const { return output + errors; }
};

// Runs a command to its end. Kills it after `limit` and reports 128 + SIGKILL then.
Finished run(const Command& command, std::chrono::seconds limit = std::chrono::seconds(120));

// A program that runs in the background, its output collected in one file. Killed with the object.
class Process {
public:
    Process(const Command& command, std::filesystem::path log);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    bool running();
    void signal(int number);
    // The exit code once it ended, or nothing after `limit`.
    std::optional<int> wait(std::chrono::seconds limit = std::chrono::seconds(30));
    std::string log() const;

private:
    pid_t pid_ = -1;
    std::optional<int> exit_code_;
    std::filesystem::path log_;
};

std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, const std::string& text);

// A port of the loopback interface that was free a moment ago.
int free_port();

}  // namespace tacit::test
