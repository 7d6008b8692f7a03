#include "tests/e2e/small_answers.h"

#include <array>
#include <sstream>

namespace tacit::test {
namespace {

// A few bits of a counter, mixed: enough for varied answers.
unsigned mix(unsigned x) {
    x ^= x >> 16;
    x *= 0x7feb352dU;
    x ^= x >> 15;
    x *= 0x846ca68bU;
    return x ^ (x >> 16);
}

}  // namespace

SmallAnswers small_answers(int count, unsigned seed) {
    const std::array<std::string, 4> moods{"low", "same", "high", "no_answer"};
    const std::array<std::string, 4> helps{"walk", "talk", "rest", "work"};
    const std::array<std::string, 3> agains{"yes", "no", "no_answer"};
    SmallAnswers answers;
    for (int i = 0; i < count; ++i) {
        const unsigned bits = mix(seed * 1'000'003U + static_cast<unsigned>(i));
        const std::string& mood = moods[bits % 4];
        const bool asked = mood == "low" || mood == "high";
        const std::string again = asked ? agains[(bits >> 4) % 3] : "not_asked";
        const unsigned first = (bits >> 8) % 4;
        const unsigned marks = (bits >> 12) % 3;  // none: no answer
        std::string line = "{";
        const auto member = [&](const std::string& name, const std::string& value) {
            line += (line.size() > 1 ? ", \"" : "\"") + name + "\": " + value;
        };
        if (mood != "no_answer") member("mood", "\"" + mood + "\"");
        if (asked && again != "no_answer") member("again", "\"" + again + "\"");
        if (marks > 0) {
            std::string list = "[\"" + helps[first] + "\"";
            if (marks == 2) list += ", \"" + helps[(first + 1) % 4] + "\"";
            member("helped", list + "]");
        }
        answers.lines += line + "}\n";

        ++answers.totals[{"mood", mood, ""}];
        ++answers.totals[{"mood_again", mood, again}];
        if (marks == 0) ++answers.totals[{"helped", "no_answer", ""}];
        if (marks > 0) ++answers.totals[{"helped", helps[first], ""}];
        if (marks == 2) ++answers.totals[{"helped", helps[(first + 1) % 4], ""}];
    }
    return answers;
}

Totals read_cells(const std::string& csv) {
    std::istringstream lines(csv);
    Totals totals;
    std::string line;
    std::getline(lines, line);  // release,batch,from,to,cell,table,row,column,count_noisy
    while (std::getline(lines, line)) {
        std::istringstream fields(line);
        std::array<std::string, 9> field;
        for (std::string& text : field) std::getline(fields, text, ',');
        if (const std::int64_t total = std::stoll(field[8]); total != 0) totals[{field[5], field[6], field[7]}] += total;
    }
    return totals;
}

}  // namespace tacit::test
