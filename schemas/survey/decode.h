// From the decoded totals of a batch to named tables.
#pragma once
#include <span>

#include "schemas/survey/compile.h"

namespace tacit::survey {

struct CellTotal {
    CellName name;
    std::int64_t total;  // signed: noise, and the centred sum of a score, can be below zero
};

struct TableResult {
    std::string id;
    TableKind kind = TableKind::margin;
    std::uint32_t sigma_squared = 0;
    bool sums_to_reports = false;
    std::vector<CellTotal> cells;
};

// Refuses totals of another length than the survey publishes.
Result<std::vector<TableResult>> decode(const Compiled& compiled, std::span<const std::int64_t> totals);

}  // namespace tacit::survey
