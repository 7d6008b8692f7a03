#include "tests/e2e/search.h"

#include <algorithm>
#include <cstring>

#include "crypto/base/check.h"

namespace tacit::test {
namespace {

constexpr std::size_t kAnchor = 8;
constexpr unsigned kFilterBits = 24;
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::uint64_t load(const char* from) {
    std::uint64_t value = 0;
    std::memcpy(&value, from, kAnchor);
    return value;
}

std::size_t slot(std::uint64_t anchor) {
    return static_cast<std::size_t>((anchor * 0x9E3779B97F4A7C15ull) >> (64 - kFilterBits));
}

// The letters of base64 that `bytes` determine alone when `before` other bytes stand before them.
std::string base64_inside(ByteView bytes, std::size_t before, std::string_view alphabet) {
    const std::size_t first = 8 * before, last = first + 8 * bytes.size();
    std::string text;
    for (std::size_t letter = (first + 5) / 6; 6 * (letter + 1) <= last; ++letter) {
        std::size_t value = 0;
        for (std::size_t bit = 6 * letter - first; bit < 6 * (letter + 1) - first; ++bit)
            value = 2 * value + ((bytes[bit / 8] >> (7 - bit % 8)) & 1u);
        text += alphabet[value];
    }
    return text;
}

// Where the 8 bytes with the most different values begin: zeros would be met everywhere.
std::size_t telling_place(std::string_view text) {
    std::size_t best = 0, most = 0;
    for (std::size_t i = 0; i + kAnchor <= text.size() && most < kAnchor; ++i) {
        std::string window(text.substr(i, kAnchor));
        std::sort(window.begin(), window.end());
        const auto different = static_cast<std::size_t>(std::unique(window.begin(), window.end()) - window.begin());
        if (different > most) best = i, most = different;
    }
    return best;
}

}  // namespace

void Search::add(const std::string& kind, ByteView bytes) {
    add_form(kind + ", raw", as_text(bytes));
    std::string hex = to_hex(bytes);
    add_form(kind + ", as hex", hex);
    for (char& letter : hex) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    add_form(kind + ", as HEX", hex);
    for (std::size_t before = 0; before < 3; ++before) {
        const std::string place = " after " + std::to_string(before);
        add_form(kind + ", as base64" + place, base64_inside(bytes, before, kBase64));
        add_form(kind + ", as base64url" + place, base64_inside(bytes, before, kBase64Url));
    }
}

void Search::add_windows(const std::string& kind, ByteView bytes) {
    for (std::size_t i = 0; i + 16 <= bytes.size(); i += 8) add(kind, bytes.subspan(i, 16));
}

void Search::add_form(const std::string& name, std::string_view text) {
    TACIT_ASSERT(text.size() >= kAnchor);
    const auto [known, is_new] = numbers_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
    if (is_new) names_.push_back(name);
    const std::size_t place = telling_place(text);
    patterns_.push_back({load(text.data() + place), texts_.size(), static_cast<std::uint32_t>(text.size()),
                         static_cast<std::uint32_t>(place), known->second});
    texts_ += text;
}

void Search::prepare() {
    std::sort(patterns_.begin(), patterns_.end(),
              [](const Pattern& a, const Pattern& b) { return a.anchor < b.anchor; });
    filter_.assign(std::size_t{1} << kFilterBits, false);
    for (const Pattern& pattern : patterns_) filter_[slot(pattern.anchor)] = true;
}

std::set<std::string> Search::in(std::string_view text) const {
    TACIT_ASSERT(!filter_.empty());
    std::set<std::string> found;
    for (std::size_t i = 0; i + kAnchor <= text.size(); ++i) {
        const std::uint64_t anchor = load(text.data() + i);
        if (!filter_[slot(anchor)]) continue;
        auto pattern = std::lower_bound(patterns_.begin(), patterns_.end(), anchor,
                                        [](const Pattern& a, std::uint64_t b) { return a.anchor < b; });
        for (; pattern != patterns_.end() && pattern->anchor == anchor; ++pattern) {
            if (i < pattern->anchor_at) continue;
            const std::string_view wanted(texts_.data() + pattern->start, pattern->size);
            if (text.substr(i - pattern->anchor_at).starts_with(wanted)) found.insert(names_[pattern->name]);
        }
    }
    return found;
}

std::vector<Search::Example> Search::examples() const {
    std::vector<Example> examples;
    std::vector<bool> taken(names_.size());
    for (const Pattern& pattern : patterns_) {
        if (taken[pattern.name]) continue;
        taken[pattern.name] = true;
        examples.push_back({names_[pattern.name], texts_.substr(pattern.start, pattern.size)});
    }
    return examples;
}

}  // namespace tacit::test
