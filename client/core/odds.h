// What one answer risks, for the words beside it: the guarantee of a single question instead of the whole sheet.
//
// With zCDP the budgets of tables add up, so everything that one question can move costs ρ_a = Σ Δ²/(2σ²) over the
// tables that it reaches (Bun and Steinke 2016): its own, those of derived items that look at it, and those of
// questions that are asked, or whose rows are offered, depending on it.
#pragma once
#include <optional>
#include <vector>

#include "schemas/survey/compile.h"

namespace tacit::client {

// Per question: of 1,000 guesses by one operator, who knows its own noise and everything but how this question was
// answered, how many are right at most; 500 is blind chance. Nothing where no table depends on the question.
Result<std::vector<std::optional<unsigned>>> answer_guesses(const survey::Survey& survey,
                                                            const survey::Compiled& compiled);

}  // namespace tacit::client
