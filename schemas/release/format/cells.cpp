// data/cells.csv and data/shares.csv.
#include "schemas/release/format/table_file.h"
#include "schemas/release/labels.h"
#include "schemas/release/text.h"

namespace tacit::release {
namespace {

constexpr int kCountDecimals = 1;
constexpr int kShareDecimals = 4;

bool is_primary(const Content& content, std::string_view table) {
    for (const Comparison& comparison : content.results.comparisons) {
        if (comparison.primary && comparison.table == table) return true;
    }
    return false;
}

void add_share(std::vector<std::string>& row, const Share& share) {
    row.emplace_back(code(share.base));
    row.push_back(share.status == Status::withheld ? "" : number(share.base_size, kCountDecimals));
    if (share.estimate) {
        row.push_back(number(share.estimate->value, kShareDecimals));
        row.push_back(number(share.estimate->interval.low, kShareDecimals));
        row.push_back(number(share.estimate->interval.high, kShareDecimals));
    } else {
        row.insert(row.end(), 3, "");
    }
    row.push_back(status_text(share.status));
    row.emplace_back(code(share.reason));
}

}  // namespace

TableFile cells_table(const Content& content) {
    TableFile file;
    file.path = "data/cells.csv";
    file.title = "Published cells";
    file.about =
        "One line per published cell, over all batches: the noisy count, the count after the tables were made to "
        "agree, "
        "and the share that is most often wanted; shares of other bases are in data/shares.csv.";
    file.columns = {
        {"release", Type::text, "Id of the release", true},
        {"table", Type::text, "Id of the table", true},
        {"row_variable", Type::text, "What the rows are: a question, derived item or group; several joined by /", true},
        {"row", Type::text, "Code of the row", true},
        {"row_label", Type::text, "The row as people read it"},
        {"column_variable", Type::text, "What the columns are; empty for a table without columns"},
        {"column", Type::text, "Code of the column"},
        {"column_label", Type::text, "The column as people read it"},
        {"cell", Type::integer, "Number of the cell in the release, from 1; as in the other files", true},
        {"count_noisy", Type::integer, "Both noised shares added up: unbiased, may be negative"},
        {"noise_sd", Type::number, "Standard deviation of the noise in count_noisy", true},
        {"count_est", Type::number,
         "Count after all tables of choices were made to agree (least squares); may be negative"},
        {"count_sd", Type::number, "Standard deviation of the noise in count_est"},
        {"count_lo", Type::number, "95 % interval of the number among those who answered, for the noise alone"},
        {"count_hi", Type::number, "Its upper end"},
        {"obs_status", Type::text, "Of the counts, as SDMX: A normal, E estimated, U low reliability, Q withheld", true,
         status_codes()},
        {"reason", Type::text, "Why obs_status is not A", false, reason_codes()},
        {"base", Type::text, "Of whom the share is a share", false, base_codes()},
        {"base_n", Type::number, "About how many people the base holds"},
        {"share", Type::number, "Share of the base, from 0 to 1; not clipped"},
        {"share_lo", Type::number, "Lower end of its interval, for sampling and noise together"},
        {"share_hi", Type::number, "Upper end of its interval"},
        {"share_status", Type::text, "Of the share, as obs_status", false, status_codes()},
        {"share_reason", Type::text, "Why share_status is not A", false, reason_codes()},
        {"conf_level", Type::number, "Of every interval in this line", true},
        {"primary", Type::flag, "Whether the table holds a comparison that the analysis declares", true},
    };
    file.primary_key = {"table", "row", "column"};
    for (const Table& table : content.results.tables) {
        const survey::CompiledTable& compiled = content.compiled().tables[table.table];
        const survey::CellName variables = cell_variables(compiled);
        for (std::size_t i = 0; i < table.cells.size(); ++i) {
            const Cell& cell = table.cells[i];
            const survey::CellName label = cell_label(content.words(), content.survey(), compiled, i);
            const bool shown = cell.status != Status::withheld;
            const auto if_shown = [&](std::string field) { return shown ? field : std::string(); };
            std::vector<std::string> row{content.id,
                                         table.id,
                                         variables.row,
                                         cell.name.row,
                                         label.row,
                                         variables.column,
                                         cell.name.column,
                                         label.column,
                                         std::to_string(compiled.first_cell + i + 1),
                                         if_shown(number(cell.noisy)),
                                         number(table.noise_sd, 2),
                                         if_shown(number(cell.count, kCountDecimals)),
                                         if_shown(number(cell.count_sd, 2)),
                                         if_shown(number(cell.count_interval.low, kCountDecimals)),
                                         if_shown(number(cell.count_interval.high, kCountDecimals)),
                                         status_text(cell.status),
                                         std::string(code(cell.reason))};
            if (const Share* share = main_share(cell)) {
                add_share(row, *share);
            } else {
                row.insert(row.end(), 7, "");
            }
            row.push_back(number(content.results.level, 2));
            row.push_back(flag(is_primary(content, table.id)));
            file.rows.push_back(std::move(row));
        }
    }
    return file;
}

TableFile shares_table(const Content& content) {
    TableFile file;
    file.path = "data/shares.csv";
    file.title = "Shares of every base";
    file.about =
        "One line per share: cells, rows and columns of every table, each of everybody, of those asked, of those who "
        "answered, of the row. Where a share cannot be said, the line is there and says why.";
    file.columns = {
        {"release", Type::text, "Id of the release", true},
        {"table", Type::text, "Id of the table", true},
        {"part",
         Type::text,
         "What this is a share of: a cell, or a whole row or column",
         true,
         {"cell", "row", "column"}},
        {"row", Type::text, "Code of the row; empty for a whole column"},
        {"column", Type::text, "Code of the column; empty for a whole row"},
        {"base", Type::text, "Of whom this is a share", true, base_codes()},
        {"base_n", Type::number, "About how many people the base holds"},
        {"share", Type::number, "Share of the base, from 0 to 1; not clipped"},
        {"share_lo", Type::number, "Lower end of its interval, for sampling and noise together"},
        {"share_hi", Type::number, "Upper end of its interval"},
        {"obs_status", Type::text, "As SDMX: A normal, E estimated, U low reliability, Q withheld", true,
         status_codes()},
        {"reason", Type::text, "Why obs_status is not A", false, reason_codes()},
    };
    file.primary_key = {"table", "part", "row", "column", "base"};
    for (const Table& table : content.results.tables) {
        const auto add = [&](std::string_view part, const survey::CellName& name, const std::vector<Share>& shares) {
            for (const Share& share : shares) {
                std::vector<std::string> row{content.id, table.id, std::string(part), name.row, name.column};
                add_share(row, share);
                file.rows.push_back(std::move(row));
            }
        };
        for (const Cell& cell : table.cells) add("cell", cell.name, cell.shares);
        for (const Line& line : table.rows) add("row", {line.code, ""}, line.shares);
        for (const Line& line : table.columns) add("column", {"", line.code}, line.shares);
    }
    return file;
}

}  // namespace tacit::release
