// What respondents and readers read for the codes of a survey, in one language.
#pragma once
#include <string>

#include "schemas/survey/compile.h"
#include "schemas/survey/texts.h"

namespace tacit::release {

// Of a level of a factor; its code where the wording has none. "Ketamine / helped a lot" for the cell of a grid.
std::string level_label(const survey::Language& words, const survey::Survey& survey, const survey::Axis& axis,
                        std::size_t level);
// Of the factor: the question's text or the title of the derived item or group.
std::string axis_label(const survey::Language& words, const survey::Survey& survey, const survey::Axis& axis);

// The two names of a published cell as labels; a sum has one, "sum".
survey::CellName cell_label(const survey::Language& words, const survey::Survey& survey,
                            const survey::CompiledTable& table, std::size_t cell);
// Of which factors row and column are: "ad_base/not_helped" and "pgi_fold".
survey::CellName cell_variables(const survey::CompiledTable& table);

}  // namespace tacit::release
