// Response, remission, reliable change and recovery: only where both scores were measured (survey.md rule 3), each with
// its bases (rule 12). Cut-offs: schemas/instruments/change.h.
#pragma once
#include "schemas/release/stats/estimates.h"
#include "schemas/release/stats/results.h"

namespace tacit::release {

// From the most precise table of choices of each change item.
std::vector<Rate> rates(const survey::Survey& survey, const survey::Compiled& compiled, const Estimates& estimates);

}  // namespace tacit::release
