#include "schemas/release/stats/noisy_table.h"

#include <string>

namespace tacit::release {

Result<std::vector<NoisyTable>> noisy_tables(const survey::Compiled& compiled, std::span<const Batch> batches) {
    if (batches.empty()) return fail(Fault::refused, "there is no batch to publish", {}, "Collect a batch first.");
    for (std::size_t i = 0; i < batches.size(); ++i)
        if (batches[i].totals.size() != compiled.output_size)
            return fail(Fault::corrupt,
                        "there are " + std::to_string(batches[i].totals.size()) + " totals for " +
                            std::to_string(compiled.output_size) + " published cells",
                        "/batches/" + std::to_string(i));
    std::vector<NoisyTable> tables;
    for (std::size_t t = 0; t < compiled.tables.size(); ++t) {
        const survey::CompiledTable& from = compiled.tables[t];
        NoisyTable table;
        table.table = t;
        table.sums.resize(from.cell_count);
        table.variance = 2.0 * from.sigma_squared * static_cast<double>(batches.size());
        for (const Batch& batch : batches)
            for (std::size_t cell = 0; cell < from.cell_count; ++cell)
                table.sums[cell] += batch.totals[from.first_cell + cell];
        tables.push_back(std::move(table));
    }
    return tables;
}

}  // namespace tacit::release
