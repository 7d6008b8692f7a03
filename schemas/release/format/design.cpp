// data/design_matrix.csv and data/variances.csv: with these two anybody computes any linear or ratio contrast of the
// counts with the right interval, by the generalised least squares of stats/gls.h.
#include "schemas/release/format/table_file.h"

namespace tacit::release {

TableFile design_matrix_table(const Content& content) {
    TableFile file;
    file.path = "data/design_matrix.csv";
    file.title = "What the tables must agree on";
    file.about =
        "The equations E x = 0 that true counts x satisfy, one coefficient a line. With the noisy counts y and V = "
        "diag(variance): the estimate is x = y - V E' (E V E')^-1 E y, its covariance C = V - V E' (E V E')^-1 E V, "
        "a contrast c'x has the noise variance c'C c, and a ratio a'x / b'x has Fieller's interval from a'C a, b'C b "
        "and a'C b. tools/tacit.R and tools/tacit.py do this.";
    file.columns = {
        {"release", Type::text, "Id of the release", true},
        {"equation", Type::integer, "Number of the equation, from 1", true},
        {"cell", Type::integer, "Number of the cell, as in data/cells.csv", true},
        {"coefficient", Type::integer, "What the count of the cell is multiplied with; the sum is 0", true},
    };
    file.primary_key = {"equation", "cell"};
    for (std::size_t i = 0; i < content.results.equations.size(); ++i) {
        for (const Equation::Term& term : content.results.equations[i].terms)
            file.rows.push_back(
                {content.id, std::to_string(i + 1), std::to_string(term.cell + 1), std::to_string(term.coefficient)});
    }
    return file;
}

TableFile variances_table(const Content& content) {
    TableFile file;
    file.path = "data/variances.csv";
    file.title = "Variance of the noise in every cell";
    file.about = "The diagonal of V in data/design_matrix.csv: both organisations' noise, over all batches.";
    file.columns = {
        {"release", Type::text, "Id of the release", true},
        {"cell", Type::integer, "Number of the cell, as in data/cells.csv", true},
        {"table", Type::text, "Id of the table", true},
        {"variance", Type::integer, "Of the noise in the sum over all batches", true},
        {"batches", Type::integer, "Number of batches added up", true},
    };
    file.primary_key = {"cell"};
    const auto batches = static_cast<std::int64_t>(content.totals.size());
    for (const survey::CompiledTable& table : content.compiled().tables) {
        for (std::size_t i = 0; i < table.cell_count; ++i)
            file.rows.push_back({content.id, std::to_string(table.first_cell + i + 1), table.id,
                                 number(2 * std::int64_t{table.sigma_squared} * batches), number(batches)});
    }
    return file;
}

}  // namespace tacit::release
