// The figures of one published table: its cells, rows and columns with their shares, and the mean of a score.
#pragma once
#include "schemas/release/stats/estimates.h"
#include "schemas/release/stats/results.h"

namespace tacit::release {

Table describe(const survey::Survey& survey, const survey::Compiled& compiled, const Estimates& estimates,
               std::size_t table, std::size_t batches);

// The number of people in a row of a cross: all of its columns, or those whose level is not a missing answer. Nothing
// where the columns do not put everybody into one.
std::optional<Amount> row_amount(const survey::Survey& survey, const survey::CompiledTable& table, std::size_t row,
                                 bool answered);
// "first/second" of a row's levels.
std::string row_code(const survey::CompiledTable& table, std::size_t row);

}  // namespace tacit::release
