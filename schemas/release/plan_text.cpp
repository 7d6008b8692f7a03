#include <algorithm>
#include <cmath>
#include <cstdio>

#include "schemas/release/plan.h"

namespace tacit::release {
namespace {

constexpr double kSure = 0.9;
constexpr double kUnlikely = 0.1;
constexpr std::size_t kWidth = 100;

std::string fixed(double value, int digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}
std::string points(double share) { return fixed(100 * share, share < 0.0995 ? 1 : 0); }
std::string less(double factor) { return std::to_string(std::lround(100 * (1 - factor))) + " %"; }
std::string more(double factor) { return std::to_string(std::lround(100 * (factor - 1))) + " %"; }
std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

// "first, second, third" over several lines, each after `indent` spaces.
std::string wrapped(const std::string& heading, const std::vector<std::string>& items, std::size_t indent) {
    if (items.empty()) return {};
    std::string text(indent, ' ');
    text += heading;
    std::size_t column = indent + heading.size();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string item = items[i] + (i + 1 < items.size() ? "," : "");
        if (column + 1 + item.size() > kWidth && i > 0) {
            text += '\n' + std::string(indent + 2, ' ');
            column = indent + 2;
        } else {
            text += ' ';
            ++column;
        }
        text += item;
        column += item.size();
    }
    return text + '\n';
}

std::string rows_of(const PlannedTable& table) {
    std::vector<std::string> sure, perhaps, no;
    for (const PlannedRow& row : table.rows) {
        if (row.respondents == 0) continue;
        const std::string from = "from " + std::to_string(row.respondents);
        if (row.chance >= kSure) {
            sure.push_back(row.half_width > 0 ? row.code + " (within " + points(row.half_width) + " points)"
                                              : row.code + " (nobody in it answers the question of the columns)");
        } else if (row.chance > kUnlikely) {
            perhaps.push_back(row.code + " (" + fixed(10 * row.chance, 0) + " in 10, sure " + from + ")");
        } else {
            no.push_back(row.code + " (" + from + ")");
        }
    }
    return wrapped("rows published:", sure, 4) + wrapped("rows perhaps:", perhaps, 4) +
           wrapped("rows not published:", no, 4);
}

std::string table_text(const PlannedTable& table) {
    std::string text = "  " + table.id + ": " + table.title + '\n';
    text += "    noise: a standard deviation of " + fixed(table.noise_sd, 1) +
            (table.kind == survey::TableKind::sum ? " points in the sum" : " people in every number") + '\n';
    if (table.kind == survey::TableKind::sum) {
        if (table.half_width > 0) text += "    the mean will be within " + fixed(table.half_width, 1) + " points\n";
    } else if (table.rows.empty()) {
        text += "    shares will be within " + points(table.half_width) + " points; " + std::to_string(table.readable) +
                " of " + std::to_string(table.shares) + " shares will not be flagged as very imprecise\n";
        text +=
            "    for 5 points at a share of one half: " + std::to_string(table.respondents_for_5_points) + " answers\n";
    }
    text += rows_of(table);
    if (!table.useful) text += "    WARNING: with so few answers this table says nothing of use\n";
    if (table.others_without < 0.995 || table.own_with_twice < 0.995)
        text += "    dropped: all other tables get " + less(table.others_without) +
                " less noise; with twice its weight (" + std::to_string(2 * table.weight) + "): itself " +
                less(table.own_with_twice) + " less, the others " + more(table.others_with_twice) + " more\n";
    return text;
}

json::Node thousandths(double value) { return std::llround(1000 * value); }
json::Node tenths(double value) { return std::llround(10 * value); }

json::Node row_node(const PlannedRow& row) {
    return json::Node::object({{"row", row.code},
                               {"people_tenths", tenths(row.people)},
                               {"people_needed_tenths", tenths(row.people_needed)},
                               {"chance_thousandths", thousandths(row.chance)},
                               {"respondents_needed", row.respondents},
                               {"half_width_thousandths", thousandths(row.half_width)}});
}

}  // namespace

std::string to_text(const Plan& plan, std::string_view population) {
    std::string text = plan.title + " (" + plan.id + " " + plan.version + ")\n\n";
    text += "With " + std::to_string(plan.expect) + " answers";
    if (plan.detectable) {
        text += " you will be able to tell apart a difference of about " + points(plan.detectable->difference) +
                " points\nbetween " + plan.detectable->row + " and " + plan.detectable->other + " (" +
                plan.detectable->table + ", " + plan.detectable->column + "), in eight of ten such surveys.\n";
    } else {
        text += " no two rows of the main table can be told apart.\n";
    }
    text +=
        "Nobody who knows everything about a person but which of two answer sheets was sent guesses right more\n"
        "often than " +
        fixed(100 * plan.guess_operator, 1) + " times in 100 if they run one of the two servers, and " +
        fixed(100 * plan.guess_reader, 1) + " times as a reader (a coin: 50).\n";
    text +=
        "The number of respondents itself is published as \"about\", within " + fixed(1.96 * plan.n_sd, 0) + ".\n\n";
    std::size_t width = 5;
    for (const PlannedTable& table : plan.tables) width = std::max(width, table.id.size());
    text += "  " + padded("table", width) + "  noise  weight  what it will say\n";
    for (const PlannedTable& table : plan.tables) {
        std::string says;
        if (!table.rows.empty()) {
            const auto published = std::count_if(table.rows.begin(), table.rows.end(),
                                                 [](const PlannedRow& row) { return row.chance >= 0.5; });
            const auto filled = std::count_if(table.rows.begin(), table.rows.end(),
                                              [](const PlannedRow& row) { return row.respondents > 0; });
            says = std::to_string(published) + " of " + std::to_string(filled) + " rows published";
        } else if (table.kind == survey::TableKind::sum) {
            says = table.half_width > 0 ? "mean within " + fixed(table.half_width, 1) + " points" : "no mean";
        } else {
            says = "shares within " + points(table.half_width) + " points";
        }
        if (!table.useful) says += "; says nothing of use";
        text += "  " + padded(table.id, width) + "  " + padded(fixed(table.noise_sd, 1), 5) + "  " +
                padded(std::to_string(table.weight), 6) + "  " + says + '\n';
    }
    text += "\n";
    if (!plan.useful) text += "REFUSED: this plan cannot give anything useful.\n";
    for (const std::string& line : plan.advice) text += "* " + line + '\n';
    text += "* How large the rows are is an assumption: that of the population \"" + std::string(population) +
            "\". Widths are of 95 % intervals\n  with noise and sampling; no interval covers who chose to answer.\n";
    text += "\nTable by table\n";
    for (const PlannedTable& table : plan.tables) text += table_text(table);
    return text;
}

json::Node plan_node(const Plan& plan) {
    json::Node tables = json::Node::array();
    for (const PlannedTable& table : plan.tables) {
        json::Node rows = json::Node::array();
        for (const PlannedRow& row : table.rows) rows.push(row_node(row));
        json::Node node = json::Node::object({{"id", table.id},
                                              {"kind", survey::to_text(table.kind)},
                                              {"weight", table.weight},
                                              {"noise_sd_tenths", tenths(table.noise_sd)},
                                              {"useful", table.useful},
                                              {"readable_shares", table.readable},
                                              {"shares", table.shares},
                                              {"respondents_for_5_points", table.respondents_for_5_points},
                                              {"rows", std::move(rows)}});
        // Of a mean in thousandths of a point, of a share in thousandths of the whole.
        node.set("half_width_thousandths", thousandths(table.half_width));
        node.set("others_without_thousandths", thousandths(table.others_without));
        node.set("own_with_twice_thousandths", thousandths(table.own_with_twice));
        node.set("others_with_twice_thousandths", thousandths(table.others_with_twice));
        tables.push(std::move(node));
    }
    json::Node advice = json::Node::array();
    for (const std::string& line : plan.advice) advice.push(line);
    json::Node node = json::Node::object({{"format", "tacit-plan-1"},
                                          {"survey", plan.id},
                                          {"version", plan.version},
                                          {"expect", plan.expect},
                                          {"min_batch_size", plan.min_batch_size},
                                          {"useful", plan.useful},
                                          {"guess_operator_thousandths", thousandths(plan.guess_operator)},
                                          {"guess_reader_thousandths", thousandths(plan.guess_reader)}});
    if (plan.detectable)
        node.set("detectable", json::Node::object({{"table", plan.detectable->table},
                                                   {"column", plan.detectable->column},
                                                   {"row", plan.detectable->row},
                                                   {"other", plan.detectable->other},
                                                   {"points_thousandths", thousandths(plan.detectable->difference)}}));
    node.set("tables", std::move(tables));
    node.set("advice", std::move(advice));
    return node;
}

}  // namespace tacit::release
