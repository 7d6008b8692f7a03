#include "collector/publisher/text.h"

#include <array>
#include <cstdio>

namespace tacit::publisher {

std::string fixed(double value, int decimals) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return std::string(text.data()) == "-0" ? "0" : text.data();
}

std::string day_text(std::chrono::sys_seconds time) {
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return text.data();
}

std::string moment_text(std::chrono::sys_seconds time) {
    const auto minutes = (time - std::chrono::floor<std::chrono::days>(time)).count() / 60;
    if (minutes == 0) return day_text(time);
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), " %02d:%02d UTC", static_cast<int>(minutes / 60),
                  static_cast<int>(minutes % 60));
    return day_text(time) + text.data();
}

std::chrono::sys_seconds begin_of(const task::Draft& task, wire::Time unit) {
    return std::chrono::sys_seconds(std::chrono::seconds(task::seconds(task, unit)));
}

std::string interval_text(const task::Draft& task, const wire::Interval& interval) {
    return moment_text(begin_of(task, interval.start)) + " to " +
           moment_text(begin_of(task, interval.start + interval.duration));
}

}  // namespace tacit::publisher
