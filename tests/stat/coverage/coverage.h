// How often the intervals of a release hold the number that they are about, over the whole chain: people of a simulated
// population, exact totals, the noise of both aggregators, analysis.
//
// The truth is the same analysis of the whole population without noise.
#pragma once
#include <map>
#include <string>

#include "schemas/release/stats/analyse.h"
#include "tests/stat/coverage/population_pool.h"

namespace tacit::test {

enum class Kind {
    share,        // of everybody, of those asked, of those who answered; at least 15 people in and out of it
    group_share,  // of a row, likewise, and the row is published in at least half of the runs
    small_share,  // fewer than 15 people in it, or all but 15; the base is published in at least half of the runs
    true_zero,    // nobody in the population
    mean,
    difference,  // of rows that are published together in at least half of the runs
    ratio,
    standardised,
    rate,
    rarely_published,  // any of the above in fewer than half of the runs
};
const char* to_text(Kind kind);

struct Covered {
    Kind kind = Kind::share;
    std::string name;
    double truth = 0;
    double people = 0;  // expected in the sample: of a share, the smaller of in and out
    std::size_t published = 0;
    std::size_t held = 0;  // the truth, among those published
    double error = 0;      // sum of (estimate − truth) over those published
    double width = 0;      // sum of the widths
};

struct Coverage {
    std::size_t n = 0, runs = 0;
    std::vector<Covered> figures;

    struct Summary {
        std::size_t figures = 0;
        std::size_t intervals = 0;
        double held = 0;             // share of the intervals
        double least = 1, most = 0;  // of a figure with at least a tenth of the runs
        std::string least_name, most_name;
    };
    std::map<Kind, Summary> summary() const;
};

// A deliberate fault, to see that the measurement would notice.
enum class Fault {
    none,
    one_server_silent,  // half of the noise that the intervals count on
    twice_the_noise,    // in each share: σ² was misread
};

Coverage measure_coverage(const survey::Survey& survey, const survey::Compiled& compiled, const PopulationPool& pool,
                          std::size_t n, std::size_t runs, std::uint64_t seed, Fault fault = Fault::none);

}  // namespace tacit::test
