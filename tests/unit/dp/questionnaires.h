// Every honest questionnaire of a small survey, as the definition of the blocks says and not as the circuit computes
// it.
#pragma once
#include <cstdint>
#include <vector>

#include "crypto/circuits/questionnaire_config.h"

namespace tacit::test {

using Cells = std::vector<std::int64_t>;

circuits::QuestionnaireConfig config_of(std::vector<circuits::Block> blocks);

// Each as the cells of all its blocks.
std::vector<std::vector<Cells>> all_questionnaires(const circuits::QuestionnaireConfig& config);

}  // namespace tacit::test
