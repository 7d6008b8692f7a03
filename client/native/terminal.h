// A terminal as a conversation: text goes out wrapped to its width, one typed line comes back.
//
// On a real terminal the conversation runs on the alternate screen, so that answers do not stay in the window after it
// ends. On a dumb terminal, through a pipe or with TERM unset nothing but text is written. Single-threaded.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tacit::native {

class Terminal {
public:
    // How to write: decided by the environment in for_this_process(), given by a test.
    struct Style {
        std::size_t width = 80;
        bool screen = false;     // cursor addressing, bold and the alternate screen may be used
        std::size_t height = 0;  // lines of the screen; 0 is no limit
    };

    Terminal(int in, int out, Style style) : in_(in), out_(out), style_(style) {}
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    // Standard input and output, the width of the window (COLUMNS, else the device, else 80).
    static Terminal for_this_process();

    std::size_t width() const { return style_.width; }
    bool has_screen() const { return style_.screen; }

    // A fresh page: clears the screen, or leaves a line where it cannot.
    void page();
    // One wrapped paragraph (line feeds in it end lines).
    void say(std::string_view text);
    // As say(), emphasised where the terminal can.
    void head(std::string_view text);
    // A wrapped entry of a list: "  1  Not at all".
    void item(std::string_view label, std::string_view text);
    void blank();
    // Writes `prompt`, reads one line without its line feed, white space around it removed. Nothing at the end of the
    // input or after an interrupt (Ctrl-C): both mean that the person has left.
    std::optional<std::string> ask(std::string_view prompt);
    // What was typed where this page waited for Enter, if anything was; once.
    std::optional<std::string> typed_early();
    // Back to the ordinary screen; what is said from now on stays in the window.
    void leave_screen();

private:
    void write(std::string_view text);
    void lines(const std::vector<std::string>& lines, bool bold);
    // Waits for Enter where one more line would push the page's first one off the screen: the alternate screen cannot
    // be scrolled back.
    void pause_where_full();
    std::optional<std::string> read_line();

    int in_;
    int out_;
    Style style_;
    bool on_screen_ = false;
    bool at_end_ = false;
    std::size_t lines_shown_ = 0;
    std::string typed_early_;
    std::string unread_;
};

}  // namespace tacit::native
