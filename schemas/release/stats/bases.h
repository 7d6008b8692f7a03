// Who could have been counted: which cells of a factor are missing answers, and how many people a question was meant
// for where a published table tells (survey.md rule 12).
#pragma once
#include <optional>

#include "schemas/release/stats/estimates.h"
#include "schemas/survey/survey.h"

namespace tacit::release {

// Of the levels of a factor: whether all of a level's cells are missing answers, and whether one is "not asked".
struct Missing {
    std::vector<bool> level;
    std::vector<bool> not_asked;
    bool mixed = false;  // some level holds missing and given answers alike: who answered cannot be told
};
Missing missing_levels(const survey::Survey& survey, const survey::Axis& axis);

// The cells of a table as a grid of its factors: the last one makes the columns, the others together the rows. A grid
// question's rows and options are rows and columns as well.
struct Layout {
    std::size_t rows = 1, columns = 0;
    std::size_t cell(std::size_t row, std::size_t column) const { return row * columns + column; }
};
Layout layout(const survey::CompiledTable& table);
// The level of a factor that a cell is in.
std::size_t level_of(const survey::CompiledTable& table, std::size_t cell, std::size_t axis);

// The people whom a question was meant for: everybody but those whom its rule leaves out for what they are; who left
// the question before it open is still meant. Nothing where no published table of choices tells.
std::optional<Amount> asked(const survey::Survey& survey, const survey::Compiled& compiled, std::size_t question);

}  // namespace tacit::release
