#include <algorithm>
#include <array>

#include "schemas/survey/load_parts.h"

namespace tacit::survey {
namespace {

constexpr std::size_t kCodeSizeMax = 32;
constexpr std::size_t kCodesMax = 1000;
constexpr std::array kReserved{kNoAnswer, kNotAsked, kMissing};

// Letters to insert, remove or replace to turn one word into the other.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row[b.size()];
}

}  // namespace

bool is_code(std::string_view text) {
    if (text.empty() || text.size() > kCodeSizeMax || text.front() < 'a' || text.front() > 'z') return false;
    return std::all_of(text.begin(), text.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
    });
}

Result<std::string> load_code(const json::Value& value) {
    TACIT_TRY(std::string code, value.as_text());
    if (!is_code(code))
        return value.malformed(
            "this is not a code",
            "Use small letters a to z, digits and _, beginning with a letter, at most 32 characters; "
            "words for people go into texts");
    return code;
}

Result<std::vector<std::string>> load_codes(const json::Value& value, std::size_t count_min) {
    TACIT_TRY(const std::vector<json::Value> items, value.items());
    if (items.size() < count_min)
        return value.malformed("the list is too short", "Give at least " + std::to_string(count_min));
    if (items.size() > kCodesMax)
        return value.malformed("the list is too long", "Use at most " + std::to_string(kCodesMax) + " codes");
    std::vector<std::string> codes;
    for (const json::Value& item : items) {
        TACIT_TRY(std::string code, load_code(item));
        if (std::find(kReserved.begin(), kReserved.end(), code) != kReserved.end())
            return item.malformed("\"" + code + "\" is the name of a cell that is added by itself",
                                  "Choose another code, or leave it out: nobody has to answer");
        if (find_code(codes, code)) return item.malformed("the code \"" + code + "\" is there twice", "Rename one");
        codes.push_back(std::move(code));
    }
    return codes;
}

std::optional<std::size_t> find_code(const std::vector<std::string>& codes, std::string_view code) {
    const auto found = std::find(codes.begin(), codes.end(), code);
    if (found == codes.end()) return std::nullopt;
    return static_cast<std::size_t>(found - codes.begin());
}

std::string suggest(std::string_view given, const std::vector<std::string>& known) {
    constexpr std::size_t kListed = 12;
    const auto nearest = std::min_element(known.begin(), known.end(), [&](const auto& a, const auto& b) {
        return distance(given, a) < distance(given, b);
    });
    if (nearest != known.end() && distance(given, *nearest) <= 2) return "Did you mean \"" + *nearest + "\"?";
    std::string text;
    for (std::size_t i = 0; i < known.size() && i < kListed; ++i) text += (i ? ", " : "") + known[i];
    if (known.size() > kListed) text += ", …";
    return text.empty() ? "There are none" : "There are: " + text;
}

}  // namespace tacit::survey
