// One published table in the report: each row a line of the table and a line of the chart.
#include "schemas/release/format/bar.h"
#include "schemas/release/format/report.h"
#include "schemas/release/labels.h"
#include "schemas/release/text.h"

namespace tacit::release {
namespace {

std::string count_words(const Cell& cell) {
    if (cell.status == Status::withheld) return "<span class=\"why\">" + short_reason(cell.reason) + "</span>";
    return fixed(std::max(0.0, cell.count), 0);
}

std::string heading(const Content& content, const Table& table) {
    const survey::TableText& text = content.words().tables[table.table];
    std::string head = "<section class=\"table\" id=\"t-" + html(table.id) + "\"><h3>" + html(text.title) + "</h3>";
    if (!text.base.empty()) head += "<p class=\"base\">" + html(text.base) + ".</p>";
    return head;
}

std::string foot(const Table& table) {
    std::string text =
        "<p class=\"foot\">Table <code>" + html(table.id) + "</code>, noise sd of a count " + fixed(table.noise_sd, 1);
    if (table.independence) {
        const double p = table.independence->p;
        text += "; rows and columns unrelated: p " +
                (p <= 1.0 / (table.independence->replicates + 1.0)
                     ? "≤ " + fixed(1.0 / (table.independence->replicates + 1.0), 3)
                     : "= " + fixed(p, 3)) +
                " (bootstrap with the noise)";
    }
    return text + ".</p></section>\n";
}

std::string base_words(const Share* share) { return share == nullptr ? "" : std::string(words(share->base)); }

// Single factor: label, bar, share, count.
std::string margin(const Content& content, const Table& table) {
    const survey::CompiledTable& compiled = content.compiled().tables[table.table];
    std::vector<const Share*> shares;
    std::string base;
    for (const Cell& cell : table.cells) {
        shares.push_back(main_share(cell));
        if (!cell.missing && base.empty()) base = base_words(shares.back());
    }
    const double scale = scale_end(shares);
    std::string text = "<table class=\"margin\"><thead><tr><th scope=\"col\">" +
                       html(axis_label(content.words(), content.survey(), compiled.axes.front())) +
                       "</th><th scope=\"col\" class=\"chart\">" + axis(scale) + "</th><th scope=\"col\">Share" +
                       (base.empty() ? "" : " " + html(base)) +
                       ", 95 % interval</th><th scope=\"col\" class=\"n\">People, about</th></tr></thead><tbody>";
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        const Cell& cell = table.cells[i];
        const survey::CellName name = cell_label(content.words(), content.survey(), compiled, i);
        text += std::string("<tr") + (cell.missing ? " class=\"missing\"" : "") + "><th scope=\"row\">" +
                html(name.row + (name.column.empty() ? "" : ": " + name.column)) + "</th><td class=\"chart\">" +
                bar(shares[i], scale) + "</td><td class=\"share\">" + share_words(shares[i]) + "</td><td class=\"n\">" +
                count_words(cell) + "</td></tr>";
    }
    return text + "</tbody></table>";
}

// The label of row `row` of a cross; rows of three factors are "first · second".
std::string row_label(const Content& content, const survey::CompiledTable& compiled, std::size_t row,
                      std::size_t columns) {
    return cell_label(content.words(), content.survey(), compiled, row * columns).row;
}

std::string first_of(std::string_view code) { return std::string(code.substr(0, code.find('/'))); }

// Two or three factors: one bar for each level of the last, side by side on one scale.
std::string cross(const Content& content, const Table& table) {
    const survey::CompiledTable& compiled = content.compiled().tables[table.table];
    const std::size_t columns = compiled.axes.back().codes.size();
    const std::size_t rows = table.cells.size() / columns;
    std::vector<std::size_t> shown;  // columns
    for (std::size_t column = 0; column < columns; ++column) {
        if (!table.cells[column].missing) shown.push_back(column);
    }
    std::vector<const Share*> shares;
    std::string base;
    for (const Cell& cell : table.cells) {
        const Share* share = main_share(cell);
        if (cell.missing) continue;
        shares.push_back(share);
        if (base.empty()) base = base_words(share);
    }
    const double scale = scale_end(shares);
    std::string rows_of;
    for (std::size_t i = 0; i + 1 < compiled.axes.size(); ++i)
        rows_of += (i > 0 ? " · " : "") + axis_label(content.words(), content.survey(), compiled.axes[i]);
    std::string text =
        "<p class=\"of\">Columns: " + html(axis_label(content.words(), content.survey(), compiled.axes.back())) +
        "; shares " + html(base) + ", with 95 % intervals.</p><table class=\"cross c" +
        std::to_string(std::min<std::size_t>(shown.size(), 9)) + "\"><thead><tr><th scope=\"col\">" + html(rows_of) +
        "</th>";
    for (const std::size_t column : shown)
        text += "<th scope=\"col\" class=\"chart\">" +
                html(level_label(content.words(), content.survey(), compiled.axes.back(), column)) + axis(scale) +
                "</th>";
    text += "<th scope=\"col\" class=\"n\">People in the row, about</th></tr></thead><tbody>";
    std::size_t left_out = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        const Line* line = row < table.rows.size() ? &table.rows[row] : nullptr;
        // A row that cannot be said anything about is one line of text together with its neighbours of the same kind.
        if (line != nullptr && line->missing) {
            ++left_out;
            continue;
        }
        if (line != nullptr && !line->publishable && compiled.axes.size() > 2) {
            std::size_t same = row;
            while (same + 1 < rows && !table.rows[same + 1].publishable && !table.rows[same + 1].missing &&
                   first_of(table.rows[same + 1].code) == first_of(line->code))
                ++same;
            text += "<tr class=\"missing\"><th scope=\"row\">" + html(row_label(content, compiled, row, columns)) +
                    (same > row ? " … " + html(row_label(content, compiled, same, columns)) : "") +
                    "</th><td colspan=\"" + std::to_string(shown.size() + 1) + "\"><span class=\"why\">too few people" +
                    (same > row ? " in each of these rows" : "") + "</span></td></tr>";
            row = same;
            continue;
        }
        text += "<tr><th scope=\"row\">" + html(row_label(content, compiled, row, columns)) + "</th>";
        for (const std::size_t column : shown) {
            const Share* share = main_share(table.cells[row * columns + column]);
            text += "<td class=\"chart\">" + bar(share, scale) + "<span class=\"share\">" + share_words(share) +
                    "</span></td>";
        }
        text += "<td class=\"n\">" + (line == nullptr ? "" : fixed(std::max(0.0, line->count), 0)) + "</td></tr>";
    }
    text += "</tbody></table>";
    if (left_out > 0)
        text += "<p class=\"foot\">Rows of people who gave no answer or were not asked (" + std::to_string(left_out) +
                ") are in <code>data/cells.csv</code>.</p>";
    return text;
}

std::string mean(const Content& content, const Table& table) {
    const survey::CompiledTable& compiled = content.compiled().tables[table.table];
    const Mean& mean = *table.mean;
    const std::string name = axis_label(content.words(), content.survey(), compiled.axes.front());
    if (!mean.mean) return "<p class=\"why\">" + html(words(mean.reason)) + "</p>";
    const auto most = static_cast<double>(compiled.cell_max - compiled.cell_min);
    Share share;
    share.estimate =
        Estimate{mean.mean->value / most, 0, {mean.mean->interval.low / most, mean.mean->interval.high / most}};
    return "<table class=\"margin\"><thead><tr><th scope=\"col\">Score</th><th scope=\"col\" class=\"chart\">"
           "<span class=\"axis\" aria-hidden=\"true\"><span>0</span><span>" +
           fixed(most / 2, 0) + "</span><span>" + fixed(most, 0) +
           "</span></span></th><th scope=\"col\">Mean, 95 % interval</th><th scope=\"col\" class=\"n\">People with a "
           "score, "
           "about</th></tr></thead><tbody><tr><th scope=\"row\">" +
           html(name) + "</th><td class=\"chart\">" + bar(&share, 1) + "</td><td class=\"share\"><b>" +
           fixed(mean.mean->value, 1) + "</b> <span class=\"ci\">" + fixed(mean.mean->interval.low, 1) + "–" +
           fixed(mean.mean->interval.high, 1) + "</span>" +
           (mean.sd_is_bound ? "" : " <span class=\"ci\">sd " + fixed(mean.sd, 1) + "</span>") +
           "</td><td class=\"n\">" + fixed(mean.answered, 0) + "</td></tr></tbody></table>";
}

}  // namespace

std::string report_table(const Content& content, const Table& table) {
    std::string text = heading(content, table);
    switch (table.kind) {
        case survey::TableKind::margin: text += margin(content, table); break;
        case survey::TableKind::cross: text += cross(content, table); break;
        case survey::TableKind::sum:
            text += table.mean ? mean(content, table) : "<p class=\"why\">not published</p>";
            break;
    }
    return text + foot(table);
}

}  // namespace tacit::release
