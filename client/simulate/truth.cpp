#include "client/simulate/truth.h"

#include "schemas/survey/measure.h"

namespace tacit::simulate {

void Truth::add(const survey::Compiled& compiled, const circuits::Measurement& measurement) {
    const std::vector<std::int64_t> cells = survey::released_cells(compiled.config, measurement);
    for (std::size_t i = 0; i < totals_.size(); ++i) totals_[i] += cells[i];
    ++reports_;
}

json::Node truth_node(const survey::Compiled& compiled, const Truth& truth) {
    json::Node tables = json::Node::array();
    for (const survey::CompiledTable& table : compiled.tables) {
        json::Node cells = json::Node::array();
        for (std::size_t cell = 0; cell < table.cell_count; ++cell) {
            const survey::CellName name = survey::cell_name(table, cell);
            cells.push(json::Node::object(
                {{"row", name.row}, {"column", name.column}, {"total", truth.totals()[table.first_cell + cell]}}));
        }
        tables.push(json::Node::object({{"id", table.id}, {"cells", std::move(cells)}}));
    }
    return json::Node::object({{"reports", truth.reports()}, {"tables", std::move(tables)}});
}

}  // namespace tacit::simulate
