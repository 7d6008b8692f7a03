// What is computed from answers before anything is counted: totals and derived items.
#pragma once
#include "schemas/survey/answers.h"

namespace tacit::survey {

// The total of a score question, only when every item is answered.
std::optional<std::uint16_t> score_total(const Survey& survey, const Answers& answers, std::size_t question);

// The level of a derived item; nothing is "missing".
std::optional<std::uint16_t> derived_level(const Survey& survey, const Answers& answers, std::size_t derived);

}  // namespace tacit::survey
