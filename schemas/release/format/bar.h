// A share with its interval as an inline SVG, and the scale that several of them have in common.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "schemas/release/stats/results.h"

namespace tacit::release {

// The end of the scale for these shares: 25, 50, 75 or 100 %, whichever holds all intervals.
double scale_end(const std::vector<const Share*>& shares);

// A bar from 0 to the value with a line for the interval; hatched and empty where there is no value. The picture is
// hidden from screen readers: the text beside it says the same.
std::string bar(const Share* share, double scale);
// "0", the middle and the end of the scale, for the head of a column of bars.
std::string axis(double scale);

// "43 % (36 to 50)"; why not, where there is no value.
std::string share_words(const Share* share);
std::string short_reason(Reason reason);

}  // namespace tacit::release
