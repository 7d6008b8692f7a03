#include "schemas/release/format/table_file.h"

#include <cmath>

#include "schemas/release/text.h"

namespace tacit::release {

std::string to_csv(const TableFile& table) {
    std::vector<std::string> names;
    for (const Column& column : table.columns) names.emplace_back(column.name);
    std::string csv = csv_line(names);
    for (const std::vector<std::string>& row : table.rows) csv += csv_line(row);
    return csv;
}

std::string number(std::int64_t value) { return std::to_string(value); }
std::string number(double value, int decimals) { return std::isfinite(value) ? fixed(value, decimals) : std::string(); }
std::string flag(bool value) { return value ? "true" : "false"; }
std::string status_text(Status status) { return std::string(1, code(status)); }

const std::vector<std::string>& status_codes() {
    static const std::vector<std::string> codes{"A", "E", "U", "Q"};
    return codes;
}
const std::vector<std::string>& reason_codes() {
    static const std::vector<std::string> codes = [] {
        std::vector<std::string> all;
        for (const Reason reason : {Reason::edge_of_range, Reason::imprecise, Reason::base_too_small, Reason::masked,
                                    Reason::not_measurable, Reason::combined})
            all.emplace_back(code(reason));
        return all;
    }();
    return codes;
}
const std::vector<std::string>& base_codes() {
    static const std::vector<std::string> codes = [] {
        std::vector<std::string> all;
        for (const Base base : {Base::all, Base::asked, Base::answered, Base::row, Base::row_answered})
            all.emplace_back(code(base));
        return all;
    }();
    return codes;
}

std::vector<TableFile> all_tables(const Content& content) {
    std::vector<TableFile> tables{cells_table(content),    shares_table(content),        noisy_raw_table(content),
                                  codebook_table(content), design_matrix_table(content), variances_table(content)};
    for (auto& table : {scores_table(content), comparisons_table(content), rates_table(content),
                        standardised_table(content), trends_table(content), independence_table(content)}) {
        if (table) tables.push_back(*table);
    }
    return tables;
}

}  // namespace tacit::release
