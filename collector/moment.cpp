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

Result<wire::Interval> parse_interval(const task::Draft& task, std::string_view text, std::chrono::sys_seconds now) {
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos)
        return fail(Fault::malformed, "'" + std::string(text) + "' is not an interval", {},
                    "write it like 2026-03-01..2026-03-08");
    TACIT_TRY(const auto from, parse_moment(text.substr(0, dots), now));
    TACIT_TRY(const auto to, parse_moment(text.substr(dots + 2), now));
    const auto precision = static_cast<std::int64_t>(task.time_precision);
    const auto begin = from.time_since_epoch().count();
    const auto end = to.time_since_epoch().count();
    if (begin % precision != 0 || end % precision != 0)
        return fail(Fault::refused, "the interval does not consist of whole units of the task", {},
                    "begin and end at multiples of " + std::to_string(precision / 3600) + " hours, UTC");
    if (end <= begin)
        return fail(Fault::refused, "the interval is empty", {},
                    "its end comes after its beginning and is not included");
    return wire::Interval{task::units(task, begin), task::units(task, end) - task::units(task, begin)};
}

}  // namespace tacit::collector
