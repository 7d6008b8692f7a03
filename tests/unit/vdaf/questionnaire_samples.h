// Questionnaires for tests, and a plain oracle of what a valid report is that shares no code with the circuit.
#pragma once
#include <vector>

#include "crypto/base/random.h"
#include "crypto/circuits/questionnaire.h"

namespace tacit::test {

// A number below `bound`.
std::size_t below(Random& random, std::size_t bound);
field::Field64 random_element(Random& random);

// A valid configuration with every kind of block, small enough to look at.
circuits::QuestionnaireConfig random_config(Random& random);
// An honest answer to every question of it.
circuits::Measurement random_measurement(Random& random, const circuits::QuestionnaireConfig& config);

// Whether the elements encode some honest answers, by the definition of each block.
bool is_valid_report(const circuits::QuestionnaireConfig& config, const std::vector<field::Field64>& elements);

// The output that an honest report adds, computed from the answers alone.
std::vector<std::int64_t> expected_output(const circuits::QuestionnaireConfig& config,
                                          const circuits::Measurement& measurement);

}  // namespace tacit::test
