// A bundled survey and the made-up people who answer it, for the tests of whole releases.
#pragma once
#include <string>

#include "client/simulate/pool.h"

namespace tacit::test {

struct Setting {
    survey::Survey survey;
    survey::Compiled compiled;
    simulate::People people;
};

// A survey of schemas/surveys ("core") and a file of format tacit-population-1. Ends the program where one is faulty.
Setting setting_of(const std::string& survey, std::string_view population);

// The exact totals of so many people, who are those of `tacit simulate --seed`.
std::vector<std::int64_t> totals_of(const Setting& setting, std::uint64_t seed, std::size_t people);

// Of many thousands, drawn in parts so that they need not be kept.
std::vector<std::int64_t> totals_of_everybody(const Setting& setting, std::size_t people);

}  // namespace tacit::test
