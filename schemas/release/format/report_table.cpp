// One published table in the report: each row a line of the table and a line of the chart.
#include <algorithm>
#include <cmath>

#include "schemas/release/format/bar.h"
#include "schemas/release/format/report.h"
#include "schemas/release/labels.h"
#include "schemas/release/text.h"

namespace tacit::release {
namespace {

std::string count_words(const Cell& cell) {
    if (cell.status == Status::withheld) return "<span class=\"why\">" + short_reason(cell.reason) + "</span>";
    return with_commas(std::llround(std::max(0.0, cell.count)));
}

std::string heading(const Content& content, const Table& table) {
    const survey::TableText& text = content.words().tables[table.table];
    std::string head = "<section class=\"table\" id=\"t-" + html(table.id) + "\"><h3>" + html(text.title) + "</h3>";
    if (!text.base.empty()) head += "<p class=\"base\">" + html(text.base) + ".</p>";
    return head;
}

std::string foot(const Table& table) {
    std::string text = "<p class=\"foot\">Table <code>" + html(table.id) + "</code>, noise sd of " +
                       (table.kind == survey::TableKind::sum ? "the sum of scores " : "a count ") +
                       fixed(table.noise_sd, 1);
    if (table.independence) {
        const double least = 1 / (table.independence->replicates + 1.0);
        const double p = table.independence->p;
        text +=
            "; if rows and columns had nothing to do with each other, a table as uneven as this would come up with "
            "probability " +
            (p <= least ? fixed(least, 3) + " or less" : fixed(p, 3)) + " (bootstrap that adds the noise again)";
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

// Of a question that ends in a full stop, what can stand before a semicolon.
std::string without_stop(std::string text) {
    if (text.ends_with('.')) text.pop_back();
    return text;
}

// A table with rows and columns: a cross, or a grid with its options as columns.
struct Shape {
    std::string rows_of, columns_of;         // what they are, in words
    std::vector<std::string> rows, columns;  // labels
    std::vector<std::size_t> shown;          // columns that are not about missing answers
};

Shape shape_of(const Content& content, const Table& table) {
    const survey::CompiledTable& compiled = content.compiled().tables[table.table];
    const survey::Axis& last = compiled.axes.back();
    Shape shape;
    std::size_t columns = last.codes.size();
    std::size_t rows = table.cells.size() / columns;
    if (table.kind == survey::TableKind::margin) {
        const auto& grid = std::get<survey::Grid>(content.survey().questions[last.source.index].kind);
        columns = grid.options.size();
        rows = grid.rows.size();
        shape.columns_of = axis_label(content.words(), content.survey(), last);
    } else {
        shape.columns_of = axis_label(content.words(), content.survey(), last);
        for (std::size_t i = 0; i + 1 < compiled.axes.size(); ++i)
            shape.rows_of += (i > 0 ? " · " : "") + axis_label(content.words(), content.survey(), compiled.axes[i]);
    }
    const auto label = [&](std::size_t cell) { return cell_label(content.words(), content.survey(), compiled, cell); };
    for (std::size_t row = 0; row < rows; ++row) shape.rows.push_back(label(row * columns).row);
    for (std::size_t column = 0; column < columns; ++column) {
        shape.columns.push_back(label(column).column);
        if (!table.cells[column].missing) shape.shown.push_back(column);
    }
    return shape;
}

std::string cross_head(const Shape& shape, double scale) {
    std::string text = "<thead><tr><th scope=\"col\">" + html(shape.rows_of) + "</th>";
    for (const std::size_t column : shape.shown)
        text += "<th scope=\"col\" class=\"chart\">" + html(shape.columns[column]) + axis(scale) + "</th>";
    return text + "<th scope=\"col\" class=\"n\">People in the row, about</th></tr></thead>";
}

std::string first_of(std::string_view code) { return std::string(code.substr(0, code.find('/'))); }

// From this row on, how many neighbours of the same first factor are too small to say anything about.
std::size_t small_rows(const Table& table, std::size_t row) {
    std::size_t count = 0;
    while (row + count < table.rows.size() && !has_shares(table, row + count) && !table.rows[row + count].missing &&
           first_of(table.rows[row + count].code) == first_of(table.rows[row].code))
        ++count;
    return count;
}

std::string cross_row(const Table& table, const Shape& shape, std::size_t row, double scale) {
    std::string text = "<tr><th scope=\"row\">" + html(shape.rows[row]) + "</th>";
    for (const std::size_t column : shape.shown) {
        const Share* share = main_share(table.cells[row * shape.columns.size() + column]);
        text += "<td class=\"chart\" data-label=\"" + html(shape.columns[column]) + "\">" + bar(share, scale) +
                "<span class=\"share\">" + share_words(share) + "</span></td>";
    }
    const std::string people =
        row < table.rows.size() ? with_commas(std::llround(std::max(0.0, table.rows[row].count))) : "";
    return text + "<td class=\"n\">" + people + "</td></tr>";
}

// One bar for each column, side by side on one scale. Rows of three factors that are too small are one line together.
std::string cross(const Content& content, const Table& table) {
    const Shape shape = shape_of(content, table);
    const std::size_t factors = content.compiled().tables[table.table].axes.size();
    std::vector<const Share*> shares;
    std::string base;
    for (std::size_t cell = 0; cell < shape.rows.size() * shape.columns.size(); ++cell) {
        if (table.cells[cell].missing) continue;
        shares.push_back(main_share(table.cells[cell]));
        if (base.empty()) base = base_words(shares.back());
    }
    const double scale = scale_end(shares);
    std::string text = "<p class=\"of\">Columns: " + html(without_stop(shape.columns_of)) +
                       (base.empty() ? "" : "; shares " + html(base)) + ", with 95 % intervals. A full bar is " +
                       fixed(scale * 100, 0) + " %.</p><table class=\"cross c" +
                       std::to_string(std::min<std::size_t>(shape.shown.size(), 9)) + "\">" + cross_head(shape, scale) +
                       "<tbody>";
    std::size_t left_out = 0;
    for (std::size_t row = 0; row < shape.rows.size(); ++row) {
        if (row < table.rows.size() && table.rows[row].missing) {
            ++left_out;
            continue;
        }
        const std::size_t small = factors > 2 ? small_rows(table, row) : 0;
        if (small == 0) {
            text += cross_row(table, shape, row, scale);
            continue;
        }
        text += "<tr class=\"missing\"><th scope=\"row\">" + html(shape.rows[row]) +
                (small > 1 ? " … " + html(shape.rows[row + small - 1]) : "") + "</th><td colspan=\"" +
                std::to_string(shape.shown.size() + 1) + "\"><span class=\"why\">too few people" +
                (small > 1 ? " in each of these rows" : "") + "</span></td></tr>";
        row += small - 1;
    }
    text += "</tbody></table>";
    if (left_out > 0)
        text += "<p class=\"foot\">Left out here: " +
                (left_out == 1 ? std::string("the row") : std::to_string(left_out) + " rows") +
                " of people who gave no answer or were not asked; see <code>data/cells.csv</code>.</p>";
    return text;
}

bool is_grid(const Content& content, const Table& table) {
    const survey::Source& source = content.compiled().tables[table.table].axes.front().source;
    return table.kind == survey::TableKind::margin && source.kind == survey::Source::Kind::question &&
           std::holds_alternative<survey::Grid>(content.survey().questions[source.index].kind);
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
    share.status = mean.status;
    const auto shown = [&](double value) { return fixed(std::clamp(value, 0.0, most), 1); };
    return "<table class=\"margin\"><thead><tr><th scope=\"col\">Score</th><th scope=\"col\" class=\"chart\">"
           "<span class=\"axis\" aria-hidden=\"true\"><span>0</span><span>" +
           fixed(most / 2, 0) + "</span><span>" + fixed(most, 0) +
           "</span></span></th><th scope=\"col\">Mean, 95 % interval</th><th scope=\"col\" class=\"n\">People with a "
           "score, "
           "about</th></tr></thead><tbody><tr><th scope=\"row\">" +
           html(name) + "</th><td class=\"chart\">" + bar(&share, 1) + "</td><td class=\"share\"><b>" +
           shown(mean.mean->value) + "</b> <span class=\"ci\">" + shown(mean.mean->interval.low) + "–" +
           shown(mean.mean->interval.high) + "</span>" + (mean.status == Status::unreliable ? " ≈" : "") +
           (mean.sd_is_bound ? "" : " <span class=\"ci\">sd " + fixed(mean.sd, 1) + "</span>") +
           "</td><td class=\"n\">" + with_commas(std::llround(mean.answered)) + "</td></tr></tbody></table>";
}

}  // namespace

std::string report_table(const Content& content, const Table& table) {
    std::string text = heading(content, table);
    switch (table.kind) {
        case survey::TableKind::margin:
            text += is_grid(content, table) ? cross(content, table) : margin(content, table);
            break;
        case survey::TableKind::cross: text += cross(content, table); break;
        case survey::TableKind::sum:
            text += table.mean ? mean(content, table) : "<p class=\"why\">not published</p>";
            break;
    }
    return text + foot(table);
}

}  // namespace tacit::release
