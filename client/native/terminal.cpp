#include "client/native/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>

#include "client/native/text.h"

namespace tacit::native {
namespace {

constexpr std::size_t kWidthMin = 20;
constexpr std::size_t kWidthMax = 100;  // longer lines are hard to read
constexpr std::size_t kLineMax = 4096;  // a longer typed line is cut: nothing here needs one

constexpr std::string_view kEnterScreen = "\x1b[?1049h";
constexpr std::string_view kLeaveScreen = "\x1b[?1049l";
constexpr std::string_view kClear = "\x1b[2J\x1b[3J\x1b[H";
constexpr std::string_view kMore = "-- Enter --";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kPlain = "\x1b[0m";

// What the environment says, else the device, else `otherwise`.
std::size_t size_of(const char* variable, unsigned short device, std::size_t otherwise) {
    if (const char* set = std::getenv(variable)) {
        const long number = std::strtol(set, nullptr, 10);
        if (number > 0) return static_cast<std::size_t>(number);
    }
    return device > 0 ? device : otherwise;
}

// Present only to interrupt a read: ask() then returns nothing and the program leaves in good order.
extern "C" void on_interrupt(int) {}

}  // namespace

Terminal Terminal::for_this_process() {
    const char* kind = std::getenv("TERM");
    const bool dumb = kind == nullptr || std::string_view(kind) == "dumb" || std::string_view(kind).empty();
    struct sigaction action {};
    action.sa_handler = on_interrupt;  // without SA_RESTART
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) size = {};
    Style style;
    style.width = std::clamp(size_of("COLUMNS", size.ws_col, 80), kWidthMin, kWidthMax);
    style.height = size_of("LINES", size.ws_row, 24);
    style.screen = !dumb && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
    return Terminal(STDIN_FILENO, STDOUT_FILENO, style);
}

Terminal::~Terminal() { leave_screen(); }

void Terminal::leave_screen() {
    if (on_screen_) {
        write(kClear);
        write(kLeaveScreen);
    }
    on_screen_ = false;
}

void Terminal::page() {
    if (!style_.screen) return blank();
    if (!on_screen_) write(kEnterScreen);
    on_screen_ = true;
    lines_shown_ = 0;
    typed_early_.clear();
    write(kClear);
}

void Terminal::say(std::string_view text) { lines(wrap(printable(text), style_.width), false); }
void Terminal::head(std::string_view text) { lines(wrap(printable(text), style_.width), true); }
void Terminal::item(std::string_view label, std::string_view text) {
    lines(wrap_after(label, printable(text), style_.width), false);
}
void Terminal::blank() { lines({std::string()}, false); }

void Terminal::lines(const std::vector<std::string>& lines, bool bold) {
    for (const std::string& line : lines) {
        pause_where_full();
        const bool mark = bold && style_.screen;
        write((mark ? std::string(kBold) : std::string()) + line + std::string(mark ? kPlain : "") + "\n");
        ++lines_shown_;
    }
}

void Terminal::pause_where_full() {
    if (!on_screen_ || style_.height == 0 || lines_shown_ + 2 < style_.height) return;
    write(kMore);
    if (auto typed = read_line(); typed && !typed->empty()) typed_early_ = std::move(*typed);
    lines_shown_ = 0;
}

std::optional<std::string> Terminal::typed_early() {
    if (typed_early_.empty()) return std::nullopt;
    return std::exchange(typed_early_, {});
}

std::optional<std::string> Terminal::ask(std::string_view prompt) {
    write(prompt);
    return read_line();
}

std::optional<std::string> Terminal::read_line() {
    for (;;) {
        const std::size_t end = unread_.find('\n');
        if (end != std::string::npos || (at_end_ && !unread_.empty())) {
            std::string line = unread_.substr(0, std::min(end, unread_.size()));
            unread_.erase(0, end == std::string::npos ? unread_.size() : end + 1);
            const std::size_t first = line.find_first_not_of(" \t\r");
            if (first == std::string::npos) return std::string();
            return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
        }
        if (at_end_) return std::nullopt;
        std::array<char, 512> buffer;
        const ssize_t got = read(in_, buffer.data(), buffer.size());
        if (got > 0) {
            unread_.append(buffer.data(), static_cast<std::size_t>(got));
            if (unread_.size() > kLineMax && unread_.find('\n') == std::string::npos) unread_.resize(kLineMax);
        } else {
            at_end_ = true;  // an interrupted read is the end as well
        }
    }
}

void Terminal::write(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(out_, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;  // nobody is listening any more
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace tacit::native
