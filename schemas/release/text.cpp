#include "schemas/release/text.h"

#include <array>
#include <cstdio>

namespace tacit::release {

std::string fixed(double value, int decimals) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    const std::string_view written = text.data();
    const bool is_zero = written.find_first_not_of("-0.") == std::string_view::npos;
    return std::string(is_zero && written.starts_with('-') ? written.substr(1) : written);
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

std::string csv_line(const std::vector<std::string>& fields) {
    std::string line;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) line += ',';
        if (fields[i].find_first_of(",\"\n\r") == std::string::npos) {
            line += fields[i];
            continue;
        }
        line += '"';
        for (const char letter : fields[i]) line.append(letter == '"' ? 2 : 1, letter);
        line += '"';
    }
    return line + "\n";
}

Result<std::vector<std::vector<std::string>>> csv_records(std::string_view text) {
    std::vector<std::vector<std::string>> records;
    std::vector<std::string> record;
    std::string field;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char letter = text[i];
        if (quoted) {
            if (letter != '"') {
                field += letter;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                field += text[++i];
            } else {
                quoted = false;
            }
        } else if (letter == '"' && field.empty()) {
            quoted = true;
        } else if (letter == ',' || letter == '\n') {
            record.push_back(std::move(field));
            field.clear();
            if (letter == ',') continue;
            records.push_back(std::move(record));
            record.clear();
        } else if (letter != '\r') {
            field += letter;
        }
    }
    if (quoted) return fail(Fault::malformed, "a quoted field of the table does not end");
    if (!field.empty() || !record.empty()) {
        record.push_back(std::move(field));
        records.push_back(std::move(record));
    }
    return records;
}

std::string html(std::string_view text) {
    std::string escaped;
    for (const char letter : text) {
        switch (letter) {
            case '&': escaped += "&amp;"; break;
            case '<': escaped += "&lt;"; break;
            case '>': escaped += "&gt;"; break;
            case '"': escaped += "&quot;"; break;
            case '\'': escaped += "&#39;"; break;
            default: escaped += letter;
        }
    }
    return escaped;
}

std::string listed(const std::vector<std::string>& items) {
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
        text += items[i];
    }
    return text;
}

std::string shortened(std::string_view text, std::size_t characters) {
    const auto begins_character = [](char letter) { return (static_cast<unsigned char>(letter) & 0xC0) != 0x80; };
    std::size_t seen = 0;
    std::size_t cut = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!begins_character(text[i])) continue;
        if (seen + 1 == characters) cut = i;
        if (++seen > characters) return std::string(text.substr(0, cut)) + "…";
    }
    return std::string(text);
}

}  // namespace tacit::release
