// A release beside the truth that a simulation wrote down: how far the noise moved each published cell.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "crypto/base/result.h"
#include "schemas/survey/compile.h"

namespace tacit::simulate {

struct ComparedCell {
    survey::CellName name;
    std::int64_t truth = 0;
    std::int64_t published = 0;
    double error = 0;  // (published - truth) in standard deviations of the noise
};

struct ComparedTable {
    std::string id;
    double noise_sd = 0;  // of a cell: both organisations' noise together
    std::vector<ComparedCell> cells;
};

struct Comparison {
    std::uint64_t reports = 0;
    std::vector<ComparedTable> tables;
    double root_mean_square = 0;  // of all errors; near 1 where the noise is what was declared
    double largest = 0;           // absolute
};

// Adds up both noised shares of every batch in shares.json and names the totals by the survey in task.json; `truth` is
// what `tacit simulate --truth` wrote. Refuses a truth of another survey.
Result<Comparison> compare(std::string_view shares_json, std::string_view task_json, std::string_view truth);

// For a terminal.
std::string to_text(const Comparison& comparison);

}  // namespace tacit::simulate
