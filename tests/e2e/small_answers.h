// Answers to tests/e2e/small.json and their exact totals, counted here and not by the product.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <tuple>

namespace tacit::test {

using Cell = std::tuple<std::string, std::string, std::string>;  // table, row, column
using Totals = std::map<Cell, std::int64_t>;

struct SmallAnswers {
    std::string lines;  // JSON Lines, one a respondent
    Totals totals;
};

// `count` respondents, all different in order; the same seed gives the same.
SmallAnswers small_answers(int count, unsigned seed);

// The counts of a release's data/noisy_raw.csv, over all batches.
Totals read_cells(const std::string& csv);

}  // namespace tacit::test
