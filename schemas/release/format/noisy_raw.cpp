// data/noisy_raw.csv: what came out of the two shares, and nothing done to it since.
#include "schemas/release/format/table_file.h"
#include "schemas/release/text.h"

namespace tacit::release {

TableFile noisy_raw_table(const Content& content) {
    TableFile file;
    file.path = "data/noisy_raw.csv";
    file.title = "Noisy counts, as measured";
    file.about =
        "One line per batch and published cell: both noised shares added up. Nothing was rounded, clipped or made to "
        "agree, so that others can do the statistics again.";
    file.columns = {
        {"release", Type::text, "Id of the release", true},
        {"batch", Type::integer, "Number of the batch, from 1", true},
        {"from", Type::day, "First day of the batch (UTC)", true},
        {"to", Type::day, "The day after its last", true},
        {"cell", Type::integer, "Number of the cell, from 1, in the order of the shares", true},
        {"table", Type::text, "Id of the table", true},
        {"row", Type::text, "Code of the row", true},
        {"column", Type::text, "Code of the column; empty for a table without columns"},
        {"count_noisy", Type::integer, "The noisy count, or sum of a score; may be negative", true},
    };
    file.primary_key = {"batch", "cell"};
    const Release& release = content.release;
    for (std::size_t batch = 0; batch < content.totals.size(); ++batch) {
        const wire::Interval& interval = release.batches[batch].interval;
        const std::string from = day_text(begin_of(release.task, interval.start));
        const std::string to = day_text(begin_of(release.task, interval.start + interval.duration));
        for (const survey::CompiledTable& table : content.compiled().tables) {
            for (std::size_t i = 0; i < table.cell_count; ++i) {
                const std::size_t cell = table.first_cell + i;
                const survey::CellName name = survey::cell_name(table, i);
                file.rows.push_back({content.id, std::to_string(batch + 1), from, to, std::to_string(cell + 1),
                                     table.id, name.row, name.column, number(content.totals[batch][cell])});
            }
        }
    }
    return file;
}

}  // namespace tacit::release
