// Direct standardisation: what the rows of a three-factor table would say, had all the same mix of the second factor.
#pragma once
#include "schemas/release/stats/compare.h"

namespace tacit::release {

struct Standard {
    std::vector<Weighting> weightings;
    std::vector<Standardised> rows;
};
// Of every three-factor table of choices. The mix is that of the options, or else the table's own, of everybody whose
// levels are not missing; it counts as fixed. A row of which a stratum with weight is too small is withheld.
Standard standardise(const survey::Survey& survey, const survey::Compiled& compiled, const Estimates& estimates,
                     const Options& options);

}  // namespace tacit::release
