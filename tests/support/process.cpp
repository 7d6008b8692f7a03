#include "tests/support/process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace tacit::test {
namespace {

using std::chrono::steady_clock;

// Never returns: becomes the command, with the three descriptors as its standard streams.
[[noreturn]] void become(const Command& command, int in, int out, int err) {
    dup2(in, 0);
    dup2(out, 1);
    dup2(err, 2);
    for (const auto& [name, value] : command.environment) setenv(name.c_str(), value.c_str(), 1);
    std::vector<char*> arguments;
    for (const std::string& argument : command.arguments) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    _exit(127);
}

int exit_code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

}  // namespace

TempDir::TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "tacit-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
    path_ = name;
}

TempDir::~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Finished run(const Command& command, std::chrono::seconds limit) {
    const TempDir files;
    write_file(files / "in", command.input);
    const int in = open((files / "in").c_str(), O_RDONLY | O_CLOEXEC);
    const int out = open((files / "out").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const int err = open((files / "err").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const pid_t pid = fork();
    if (pid == 0) become(command, in, out, err);
    close(in);
    close(out);
    close(err);

    int status = 0;
    const auto end = steady_clock::now() + limit;
    while (waitpid(pid, &status, WNOHANG) == 0) {
        if (steady_clock::now() > end) {
            kill(pid, SIGKILL);
            waitpid(pid, &status, 0);
            break;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return {exit_code_of(status), read_file(files / "out"), read_file(files / "err")};
}

Process::Process(const Command& command, std::filesystem::path log) : log_(std::move(log)) {
    const int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
    const int out = open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    pid_ = fork();
    if (pid_ == 0) become(command, in, out, out);
    close(in);
    close(out);
}

Process::~Process() {
    if (running()) {
        signal(SIGKILL);
        wait();
    }
}

bool Process::running() { return !wait(std::chrono::seconds(0)).has_value(); }

void Process::signal(int number) {
    if (!exit_code_) kill(pid_, number);
}

std::optional<int> Process::wait(std::chrono::seconds limit) {
    const auto end = steady_clock::now() + limit;
    while (!exit_code_) {
        int status = 0;
        if (waitpid(pid_, &status, WNOHANG) == pid_) {
            exit_code_ = exit_code_of(status);
        } else if (steady_clock::now() >= end) {
            return std::nullopt;
        } else {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
    return exit_code_;
}

std::string Process::log() const { return read_file(log_); }

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

void write_file(const std::filesystem::path& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

int free_port() {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("no free port");
    close(fd);
    return ntohs(address.sin_port);
}

}  // namespace tacit::test
