#include "schemas/survey/decode.h"

namespace tacit::survey {

Result<std::vector<TableResult>> decode(const Compiled& compiled, std::span<const std::int64_t> totals) {
    if (totals.size() != compiled.output_size)
        return fail(Fault::corrupt, "there are " + std::to_string(totals.size()) + " totals for " +
                                        std::to_string(compiled.output_size) + " published cells");
    std::vector<TableResult> results;
    for (const CompiledTable& table : compiled.tables) {
        TableResult result{table.id, table.kind, table.sigma_squared, table.sums_to_reports, {}};
        for (std::size_t cell = 0; cell < table.cell_count; ++cell)
            result.cells.push_back({cell_name(table, cell), totals[table.first_cell + cell]});
        results.push_back(std::move(result));
    }
    return results;
}

}  // namespace tacit::survey
