// A large population that is drawn from the simulator's model once, person by person, as the published cells that each
// person moves. Samples are drawn from it with replacement, so its totals are exactly what every interval aims at.
#pragma once
#include <span>
#include <string_view>

#include "client/simulate/respond.h"
#include "schemas/survey/compile.h"
#include "tests/support/seeded_random.h"

namespace tacit::test {

class PopulationPool {
public:
    PopulationPool(const survey::Survey& survey, const survey::Compiled& compiled,
                   const simulate::Population& population, std::size_t people, std::uint64_t seed);

    std::size_t people() const { return ends_.size(); }
    // The exact totals of everybody, and of `n` people drawn with replacement.
    std::vector<std::int64_t> totals() const;
    std::vector<std::int64_t> sample(std::size_t n, Random& random) const;

private:
    struct Move {
        std::uint16_t cell;
        std::int16_t by;
    };
    void add(std::size_t person, std::span<std::int64_t> totals) const;

    std::size_t cells_;
    std::vector<Move> moves_;
    std::vector<std::uint32_t> ends_;  // of each person's moves
};

}  // namespace tacit::test
