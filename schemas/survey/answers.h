// One person's answers, and the JSON Lines form in which the command line reads and writes them (design.md section 4).
//
//     {"age_band": "a30", "wins": ["sleep"], "tx_help": {"ect": "lot"}, "phq8": [0,1,2,3,0,1,2,3],
//      "journal": {"start": [3,3,2,2,1,1,2,2], "weeks": 6}}
#pragma once
#include <array>

#include "schemas/json/reader.h"
#include "schemas/survey/survey.h"

namespace tacit::survey {

struct Chosen {
    std::uint16_t option;
    bool operator==(const Chosen&) const = default;
};
struct Marked {
    std::vector<std::uint16_t> options;  // ascending, each once; none is "nothing marked"
    bool operator==(const Marked&) const = default;
};
struct GridMark {
    std::uint16_t row, option;
    auto operator<=>(const GridMark&) const = default;
};
struct Rated {
    std::vector<GridMark> marks;  // ascending, one in a row
    bool operator==(const Rated&) const = default;
};
struct Items {
    std::vector<std::optional<std::uint8_t>> values;  // one per item of the instrument
    bool operator==(const Items&) const = default;
};
using Given = std::variant<std::monostate, Chosen, Marked, Rated, Items>;  // monostate is "no answer"

struct Journal {
    std::optional<std::array<std::uint8_t, 8>> start;  // the eight common items just before the treatment began
    std::optional<std::uint32_t> weeks;                // whole weeks since then
    bool operator==(const Journal&) const = default;
};

struct Answers {
    Answers() = default;
    explicit Answers(const Survey& survey) : given(survey.questions.size()) {}

    std::vector<Given> given;  // one per question of the survey; of those not asked any more it may hold old answers
    Journal journal;
    bool operator==(const Answers&) const = default;
};

// One line. Nothing is corrected: an unknown question or code, too many marks, or an answer to a question that the
// rules skip is an error that names the question. The texts of errors hold no answer.
Result<Answers> load_answers(const Survey& survey, std::string_view json_line);
// The same checks over answers that came another way.
Result<void> check_answers(const Survey& survey, const Answers& answers);
// {"start": [eight numbers from 0 to 3], "weeks": n}; either may be absent or null.
Result<Journal> load_journal(const json::Value& value);
json::Node answers_node(const Survey& survey, const Answers& answers);

}  // namespace tacit::survey
