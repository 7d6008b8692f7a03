// A large population that is drawn from its model once, person by person, as the published cells that each person
// moves. Samples are drawn from it with replacement, so its totals are exactly what every interval aims at.
#pragma once
#include <span>

#include "client/simulate/people.h"
#include "schemas/survey/compile.h"

namespace tacit::simulate {

class Pool {
public:
    // At least one person. Takes some 10 microseconds and 60 bytes for each.
    Pool(const survey::Survey& survey, const survey::Compiled& compiled, const People& people, std::size_t size,
         std::uint64_t seed);

    std::size_t size() const { return ends_.size(); }
    // The exact totals of everybody, and of `n` people drawn with replacement.
    std::vector<std::int64_t> totals() const;
    std::vector<std::int64_t> sample(std::size_t n, Generator& generator) const;

private:
    struct Move {
        std::uint16_t cell;
        std::int16_t by;
    };
    void add(std::size_t person, std::span<std::int64_t> totals) const;

    std::size_t cells_;
    std::vector<Move> moves_;
    std::vector<std::size_t> ends_;  // of each person's moves
};

}  // namespace tacit::simulate
