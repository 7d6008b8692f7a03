// What a simulated person answers to a particular survey: the questions that its rules ask, in its own codes.
//
// The bundled surveys are answered from the population's parameters. A question that the population knows nothing about
// (a survey of your own) is answered evenly over its options, so that every survey can be tried out.
#pragma once
#include "client/simulate/person.h"
#include "schemas/survey/answers.h"

namespace tacit::simulate {

// Passes survey::check_answers for every person and survey.
survey::Answers respond(const survey::Survey& survey, const Population& population, const Person& person,
                        Generator& generator);

// Respondent number `index` (from 0) of the simulation with this seed.
survey::Answers simulated_answers(const survey::Survey& survey, const Population& population, std::uint64_t seed,
                                  std::uint64_t index);

}  // namespace tacit::simulate
