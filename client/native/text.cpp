#include "client/native/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tacit::native {
namespace {

struct Character {
    std::size_t size;  // bytes
    char32_t code;
};

struct CodeRange {
    char32_t first, last;
};

constexpr std::array<CodeRange, 6> kZeroWidth{
    {{0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}}};
constexpr std::array<CodeRange, 9> kDoubleWidth{{{0x1100, 0x115F},
                                                 {0x2E80, 0xA4CF},
                                                 {0xAC00, 0xD7A3},
                                                 {0xF900, 0xFAFF},
                                                 {0xFE30, 0xFE6F},
                                                 {0xFF00, 0xFF60},
                                                 {0xFFE0, 0xFFE6},
                                                 {0x1F300, 0x1FAFF},
                                                 {0x20000, 0x3FFFD}}};

template <std::size_t N>
bool contains(const std::array<CodeRange, N>& ranges, char32_t code) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const CodeRange& range) { return code >= range.first && code <= range.last; });
}

// The character at the front of `text`, which is not empty. An ill-formed byte is a character of its own.
Character front(std::string_view text) {
    const auto lead = static_cast<std::uint8_t>(text[0]);
    std::size_t size = 1;
    char32_t code = lead;
    if (lead >= 0xF0 && lead < 0xF8) {
        size = 4;
        code = lead & 0x07u;
    } else if (lead >= 0xE0) {
        size = lead < 0xF0 ? 3 : 1;
        code = lead & 0x0Fu;
    } else if (lead >= 0xC0) {
        size = 2;
        code = lead & 0x1Fu;
    }
    if (size > text.size()) return {1, lead};
    for (std::size_t i = 1; i < size; ++i) {
        const auto next = static_cast<std::uint8_t>(text[i]);
        if ((next & 0xC0u) != 0x80u) return {1, lead};
        code = (code << 6) | (next & 0x3Fu);
    }
    return {size, code};
}

std::size_t columns(char32_t code) {
    if (contains(kZeroWidth, code)) return 0;
    return contains(kDoubleWidth, code) ? 2 : 1;
}

// Bytes at the front of `word` that fit `width` columns; at least one character, so that a caller always moves on.
std::size_t bytes_that_fit(std::string_view word, std::size_t width) {
    std::size_t used = 0;
    std::size_t taken = 0;
    while (used < word.size()) {
        const Character next = front(word.substr(used));
        if (taken + columns(next.code) > width && used > 0) break;
        taken += columns(next.code);
        used += next.size;
    }
    return used;
}

void wrap_paragraph(std::string_view paragraph, std::size_t width, std::vector<std::string>& lines) {
    std::string line;
    std::size_t line_columns = 0;
    while (!paragraph.empty()) {
        const std::size_t start = paragraph.find_first_not_of(' ');
        if (start == std::string_view::npos) break;
        paragraph.remove_prefix(start);
        std::string_view word = paragraph.substr(0, paragraph.find(' '));
        paragraph.remove_prefix(word.size());
        if (!line.empty() && line_columns + 1 + native::columns(word) > width) {
            lines.push_back(std::move(line));
            line.clear();
            line_columns = 0;
        }
        // An address stays in one piece, so that it can be copied; the terminal breaks it where it must.
        const bool is_address = word.find("://") != std::string_view::npos;
        while (!is_address && line.empty() && native::columns(word) > width) {
            const std::size_t cut = bytes_that_fit(word, width);
            lines.emplace_back(word.substr(0, cut));
            word.remove_prefix(cut);
        }
        if (word.empty()) continue;
        if (!line.empty()) {
            line += ' ';
            ++line_columns;
        }
        line += word;
        line_columns += native::columns(word);
    }
    lines.push_back(std::move(line));
}

}  // namespace

std::size_t columns(std::string_view text) {
    std::size_t total = 0;
    while (!text.empty()) {
        const Character next = front(text);
        total += columns(next.code);
        text.remove_prefix(next.size);
    }
    return total;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    width = std::max<std::size_t>(width, 1);
    for (;;) {
        const std::size_t end = text.find('\n');
        wrap_paragraph(text.substr(0, end), width, lines);
        if (end == std::string_view::npos) return lines;
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string> wrap_after(std::string_view first, std::string_view text, std::size_t width) {
    const std::size_t indent = columns(first);
    std::vector<std::string> lines = wrap(text, width > indent + 8 ? width - indent : 8);
    for (std::size_t i = 0; i < lines.size(); ++i)
        lines[i].insert(0, i == 0 ? std::string(first) : std::string(indent, ' '));
    return lines;
}

std::string fill_in(std::string_view pattern, const std::vector<std::string>& arguments) {
    std::string text;
    while (!pattern.empty()) {
        if (pattern.size() >= 3 && pattern[0] == '{' && pattern[2] == '}' && pattern[1] >= '0' && pattern[1] <= '9') {
            const auto index = static_cast<std::size_t>(pattern[1] - '0');
            if (index < arguments.size()) text += arguments[index];
            pattern.remove_prefix(3);
        } else {
            text += pattern[0];
            pattern.remove_prefix(1);
        }
    }
    return text;
}

std::string printable(std::string_view text) {
    std::string kept;
    while (!text.empty()) {
        const Character next = front(text);
        const bool control = (next.code < 0x20 && next.code != '\n') || (next.code >= 0x7F && next.code < 0xA0);
        if (!control) kept += text.substr(0, next.size);
        text.remove_prefix(next.size);
    }
    return kept;
}

}  // namespace tacit::native
