// The mean of a score from its noisy sum and the table that has its bands (design.md section 5).
#pragma once
#include "schemas/release/stats/estimates.h"
#include "schemas/release/stats/results.h"

namespace tacit::release {

// Of those who answered every item, as far as the table `sum` tells.
Mean mean_of_score(const survey::Survey& survey, const survey::Compiled& compiled, const Estimates& estimates,
                   const survey::CompiledTable& sum);
// The most precise table of choices with a factor over the score whose missing answers are levels of their own, and
// which of its factors that is.
struct Bands {
    const survey::CompiledTable* table = nullptr;
    std::size_t axis = 0;
};
Bands bands_of(const survey::Survey& survey, const survey::Compiled& compiled, std::size_t question);

}  // namespace tacit::release
