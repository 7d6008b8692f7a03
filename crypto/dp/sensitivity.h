// How far one questionnaire can move a block: the squared L2 distance between the cells of a block before and after the
// answers of one report are replaced by any other honest answers.
#pragma once
#include <cstddef>
#include <cstdint>

#include "crypto/base/result.h"
#include "crypto/circuits/questionnaire_config.h"

namespace tacit::dp {

// choice and group: 2; multi(k, t): min(k, 2t); cross: 2·m_i·m_j, where m is 1 for choice and group, t for multi and
// the product for a cross; sum: (max − min)². Exact but for crosses with a multi, where it is an upper bound.
//
// Refused, because the formulas would be wrong: a group or a sum over anything but a choice, groups that overlap, a
// cross with a sum, and references that circuits::check() refuses too. A fault in a block before this one is a refusal
// as well.
Result<std::uint64_t> delta_squared(const circuits::QuestionnaireConfig& config, std::size_t block);

}  // namespace tacit::dp
