#include "collector/moment.h"

#include <charconv>
#include <optional>

namespace tacit::collector {
namespace {

// Exactly `size` digits off the front.
std::optional<int> digits(std::string_view& text, std::size_t size) {
    int value = 0;
    if (text.size() < size) return std::nullopt;
    const auto [end, code] = std::from_chars(text.data(), text.data() + size, value);
    if (code != std::errc() || end != text.data() + size || text.front() == '-') return std::nullopt;
    text.remove_prefix(size);
    return value;
}

bool skip(std::string_view& text, char letter) {
    if (text.empty() || text.front() != letter) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::sys_seconds> read(std::string_view text) {
    const auto year = digits(text, 4);
    if (!year || !skip(text, '-')) return std::nullopt;
    const auto month = digits(text, 2);
    if (!month || !skip(text, '-')) return std::nullopt;
    const auto day = digits(text, 2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok()) return std::nullopt;
    std::chrono::sys_seconds moment = std::chrono::sys_days(date);
    if (text.empty()) return moment;
    if (!skip(text, 'T') && !skip(text, ' ')) return std::nullopt;
    const auto hour = digits(text, 2);
    if (!hour || *hour > 23 || !skip(text, ':')) return std::nullopt;
    const auto minute = digits(text, 2);
    if (!minute || *minute > 59 || !(text.empty() || text == "Z")) return std::nullopt;
    return moment + std::chrono::hours(*hour) + std::chrono::minutes(*minute);
}

}  // namespace

Result<std::chrono::sys_seconds> parse_moment(std::string_view text, std::chrono::sys_seconds now) {
    if (text == "today") return std::chrono::floor<std::chrono::days>(now);
    if (const auto moment = read(text)) return *moment;
    return fail(Fault::malformed, "'" + std::string(text) + "' is not a day", {},
                "write it like 2026-03-01 or 2026-03-01T05:00 (UTC), or today");
}

}  // namespace tacit::collector
