// What the simulator's acceptance values are about: shares and means over many simulated people, by name.
#pragma once
#include <cmath>
#include <map>
#include <string>

#include "client/simulate/person.h"

namespace tacit::test {

// The mean of something over the people that it is about.
struct Average {
    double sum = 0, squares = 0, count = 0;

    void add(double value) {
        sum += value;
        squares += value * value;
        count += 1;
    }
    double mean() const { return sum / count; }
    double standard_error() const { return std::sqrt(std::max(squares / count - mean() * mean(), 0.0) / count); }
};

using Averages = std::map<std::string, Average>;

// People of this population who have been treated or wait for it.
Averages averages_of(const simulate::Population& population, std::uint64_t seed, std::uint64_t people);

}  // namespace tacit::test
