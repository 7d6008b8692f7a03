#include "tests/e2e/evidence.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>

namespace tacit::test {
namespace {

namespace fs = std::filesystem;
using Who = Deployment::Who;

constexpr std::int64_t kDay = 86'400;
constexpr std::array<std::int64_t, 4> kUnits{1, 1'000, 1'000'000, 1'000'000'000};

bool is_fine(std::int64_t value, const Span& span, std::int64_t unit) {
    const std::int64_t seconds = value / unit;
    return seconds >= span.from && seconds <= span.to && value % (kDay * unit) != 0;
}

bool is_fine(std::int64_t value, const Span& span) {
    return std::any_of(kUnits.begin(), kUnits.end(), [&](std::int64_t unit) { return is_fine(value, span, unit); });
}

// Runs of 10 to 19 digits.
void decimal_times(const std::string& content, const Span& span, std::vector<std::string>& found) {
    const auto digit = [&](std::size_t i) { return i < content.size() && content[i] >= '0' && content[i] <= '9'; };
    for (std::size_t i = 0; i < content.size(); ++i) {
        if (!digit(i)) continue;
        std::size_t end = i;
        while (digit(end)) ++end;
        if (end - i >= 10 && end - i <= 18) {
            if (is_fine(std::stoll(content.substr(i, end - i)), span))
                found.push_back("the time " + content.substr(i, end - i));
        } else if (end - i == 19 && is_fine(std::stoll(content.substr(i, 18)) / 100'000'000, span, 1)) {
            found.push_back("the time " + content.substr(i, 19));
        }
        i = end;
    }
}

// Whether the text at `i` looks like the pattern, in which 0 stands for a digit and ? for anything.
bool looks_like(const std::string& content, std::size_t i, std::string_view pattern) {
    if (content.size() - i < pattern.size()) return false;
    for (std::size_t k = 0; k < pattern.size(); ++k) {
        const char letter = content[i + k];
        if (pattern[k] == '0' ? (letter < '0' || letter > '9') : (pattern[k] != '?' && pattern[k] != letter))
            return false;
    }
    return true;
}

// A day with a time of day that is not midnight.
void written_times(const std::string& content, std::vector<std::string>& found) {
    for (std::size_t i = content.find("20"); i != std::string::npos; i = content.find("20", i + 1)) {
        if (!looks_like(content, i, "0000-00-00?00:00")) continue;
        if (content.substr(i + 11, 5) != "00:00") found.push_back("the moment " + content.substr(i, 16));
    }
}

void binary_times(const std::string& content, const Span& span, std::vector<std::string>& found) {
    // Nanoseconds are left out: 8 random bytes would be taken for some now and then.
    for (std::size_t i = 0; i + 8 <= content.size(); ++i) {
        std::uint64_t little = 0;
        std::memcpy(&little, content.data() + i, 8);
        for (const std::uint64_t value : {little, __builtin_bswap64(little)}) {
            if (value > std::uint64_t{1} << 52) continue;
            for (const std::int64_t unit : {kUnits[0], kUnits[1], kUnits[2]})
                if (is_fine(static_cast<std::int64_t>(value), span, unit))
                    found.push_back("8 bytes that are a time, at " + std::to_string(i));
        }
    }
}

// Calls `look` for every value of every table.
void each_value(const fs::path& database,
                const std::function<void(const std::string& where, const SQLite::Column&)>& look) {
    SQLite::Database db(database.string(), SQLite::OPEN_READONLY, 2000);
    std::vector<std::string> tables;
    SQLite::Statement names(db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    while (names.executeStep()) tables.push_back(names.getColumn(0).getString());
    for (const std::string& table : tables) {
        SQLite::Statement rows(db, "SELECT * FROM \"" + table + "\"");
        while (rows.executeStep())
            for (int i = 0; i < rows.getColumnCount(); ++i)
                look(table + '.' + rows.getColumnName(i), rows.getColumn(i));
    }
}

}  // namespace

Exhibits files_below(const fs::path& folder, const fs::path& root) {
    Exhibits exhibits;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file())
            exhibits.push_back({fs::relative(entry.path(), root).string(), read_file(entry.path())});
    }
    std::sort(exhibits.begin(), exhibits.end(), [](const Exhibit& a, const Exhibit& b) { return a.name < b.name; });
    return exhibits;
}

Exhibits collect_evidence(Deployment& deployment) {
    Exhibits exhibits = files_below(deployment.file(""), deployment.file(""));
    for (const auto& [who, name] : {std::pair(Who::leader, "leader"), std::pair(Who::helper, "helper")})
        if (deployment.running(who))
            exhibits.push_back({std::string("metrics of the ") + name, metrics_text(deployment, who)});
    return exhibits;
}

std::string metrics_text(const Deployment& deployment, Who who) { return http_get(deployment.metrics_url(who)).body; }

std::int64_t metric(const std::string& text, const std::string& name) {
    std::int64_t sum = 0;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string line = text.substr(begin, end - begin);
        begin = end + 1;
        if (line.starts_with(name) && (line[name.size()] == ' ' || line[name.size()] == '{'))
            sum += std::stoll(line.substr(line.rfind(' ') + 1));
    }
    return sum;
}

std::vector<std::string> fine_times(const std::string& content, const Span& span) {
    std::vector<std::string> found;
    decimal_times(content, span, found);
    written_times(content, found);
    binary_times(content, span, found);
    return found;
}

std::vector<std::string> fine_times_in_columns(const fs::path& database, const Span& span) {
    std::vector<std::string> found;
    each_value(database, [&](const std::string& where, const SQLite::Column& value) {
        if (value.isInteger() && is_fine(value.getInt64(), span)) found.push_back(where + ": " + value.getString());
        if (value.isFloat()) found.push_back(where + " holds a number with a fraction");
        if (value.isText() || value.isBlob())
            for (const std::string& time : fine_times(value.getString(), span)) found.push_back(where + ": " + time);
    });
    return found;
}

std::vector<std::string> addresses_in_columns(const fs::path& database) {
    std::vector<std::string> found;
    each_value(database, [&](const std::string& where, const SQLite::Column& value) {
        const std::string text = value.isBlob() || value.isText() ? value.getString() : std::string();
        const bool raw = text.size() == 4 && text[0] == 127;
        const bool mapped = text.size() == 16 && text.substr(0, 13) == std::string(10, '\0') + "\xff\xff\x7f";
        const auto number = value.isInteger() ? static_cast<std::uint64_t>(value.getInt64()) : 0;
        // 127.0.0.0/8 in either order of bytes; sequence numbers stay far below.
        const bool packed = number > 0xffff && number <= 0xffffffff && (number >> 24 == 127 || (number & 0xff) == 127);
        if (raw || mapped || packed) found.push_back(where + " may hold an address");
    });
    return found;
}

std::string dump(const fs::path& database) {
    std::string text;
    each_value(database, [&](const std::string& where, const SQLite::Column& value) {
        text += where + '=' + (value.isNull() ? "null" : value.getString()) + '\n';
    });
    return text;
}

}  // namespace tacit::test
