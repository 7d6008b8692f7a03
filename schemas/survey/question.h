// A question and the cells that its answer becomes (design.md section 4, "Questions -> blocks").
//
// The cells of a question are its options (a grid's rows x options, row-major; a score's totals 0..M), then
// "no_answer", then, where it has an ask_if, "not_asked".
#pragma once
#include <optional>
#include <string>

#include "schemas/instruments/instrument.h"
#include "schemas/survey/rule.h"

namespace tacit::survey {

// Codes that the cells get beside those of the survey; no option may be called so.
inline constexpr std::string_view kNoAnswer = "no_answer";
inline constexpr std::string_view kNotAsked = "not_asked";
inline constexpr std::string_view kMissing = "missing";

struct Single {
    std::vector<std::string> options;
    std::vector<std::string> ends;          // choosing one of these ends the survey on the device: nothing is sent
    std::vector<std::uint32_t> weeks_upto;  // empty, or for every option but the last the most weeks that it covers
};

struct Multiple {
    std::vector<std::string> options;
    std::vector<std::string> exclusive;  // options that go with no other
    std::uint16_t max = 0;               // marks, at most
    bool may_be_empty = false;           // "none of these" is an answer without a mark
};

struct Grid {
    std::vector<std::string> rows;         // always filled, also where they come from another question
    std::optional<std::size_t> rows_from;  // the rows are that multiple question's options; those marked are offered
    std::vector<std::string> options;
    std::uint16_t max = 0;  // marks, at most; one in a row
    bool may_be_empty = false;
};

struct Score {
    instruments::Id instrument;
    std::string ethics;  // reference of the board that approved asking item 9; needed for phq9 alone
};

struct Question {
    std::string id;
    std::string section;  // may be empty
    std::optional<Rule> ask_if;
    std::variant<Single, Multiple, Grid, Score> kind;
};

// Cells of the answers themselves, and all cells with no_answer and not_asked.
std::size_t answer_cells(const Question& question);
std::size_t cell_count(const Question& question);
std::size_t no_answer_cell(const Question& question);
std::size_t not_asked_cell(const Question& question);  // only where there is an ask_if
// "sleep", "ect/lot" for a cell of a grid, "17" for a total, "no_answer", "not_asked".
std::string cell_code(const Question& question, std::size_t cell);
// How many cells one honest answer marks at most: t for a multiple or grid, else 1.
std::uint16_t marks_max(const Question& question);

}  // namespace tacit::survey
