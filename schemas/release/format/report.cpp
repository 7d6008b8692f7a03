#include "schemas/release/format/report.h"

#include <algorithm>

#include "crypto/dp/epsilon.h"
#include "schemas/json/node.h"
#include "schemas/release/analysis.h"
#include "schemas/release/format/bar.h"
#include "schemas/release/format/methods.h"
#include "schemas/release/labels.h"
#include "schemas/release/text.h"
#include "schemas/release/tools/tools.h"

namespace tacit::release {
namespace {

std::string list_items(const std::vector<std::string>& sentences) {
    std::string text = "<ul>";
    for (const std::string& sentence : sentences) text += "<li>" + html(sentence) + "</li>";
    return text + "</ul>";
}

std::string link(std::string_view url) {
    return "<a href=\"" + html(url) + "\" rel=\"noreferrer\">" + html(url) + "</a>";
}

std::string fact(std::string_view number, std::string_view words) {
    return "<div><dt>" + html(words) + "</dt><dd>" + std::string(number) + "</dd></div>";
}

std::string masthead(const Content& content) {
    const Release& release = content.release;
    const task::Task& task = release.task;
    std::string text = "<header><p class=\"kind\">Published totals of a survey that nobody could read</p><h1>" +
                       html(content.words().title) + "</h1>";
    if (release.synthetic) text += "<p class=\"alarm\">" + html(kSynthetic) + "</p>";
    if (one_machine(task)) text += "<p class=\"alarm\">" + html(content.says.protects.front()) + "</p>";
    if (!release.edition.correction.empty())
        text += "<p class=\"alarm\">Version " + std::to_string(release.edition.version) +
                " corrects: " + html(release.edition.correction) + "</p>";
    text += "<dl class=\"facts\">" + fact("≈ " + with_commas(content.results.n), "people took part") +
            fact("<span class=\"day\">" + answered_days(release) + "</span>",
                 release.batches.size() > 1 ? "in " + std::to_string(release.batches.size()) + " batches"
                                            : std::string("collected")) +
            fact(html(task.leader.name) + " <span class=\"and\">and</span> " + html(task.helper.name),
                 "each held one half of every answer") +
            fact("≤ " + in_100(dp::guess_upper(content.cost.rho_this_server)),
                 "right guesses about one person, by somebody who knows everybody else's answers and one side's noise; "
                 "50 is a coin") +
            "</dl></header>\n";
    return text;
}

// A bar of the legend, with words beside it.
std::string legend(const Share* share, std::string_view text) {
    return "<span><span class=\"demo\">" + bar(share, 1) + "</span> " + std::string(text) + "</span>";
}

std::string how_to_read() {
    Share clear;
    clear.estimate = Estimate{0.42, 0, {0.33, 0.52}};
    Share doubtful;
    doubtful.estimate = Estimate{0.1, 0, {0.02, 0.24}};
    doubtful.status = Status::unreliable;
    return "<section id=\"read\"><h2>How to read this</h2><p>These are people who found the survey and chose to answer "
           "it. They are not a sample of anybody. Every number carries noise that was added on purpose, so that no "
           "single person can be found in it. <b>Look at the lines, not at the ends of the bars</b>: the thin line is "
           "where the share of people like those who answered lies, 95 times in 100, noise and chance together. Shares "
           "are estimated one by one and need not add up to exactly 100 %.</p><p class=\"legend\">" +
           legend(&clear, "42 %, interval from 33 % to 52 %") +
           legend(&doubtful, "paler, with ≈: too imprecise to lean on") +
           legend(nullptr, "not published: too few people") +
           "</p><p class=\"never\"><b>Why there is no ranking.</b> " + html(no_ranking()) + "</p></section>\n";
}

std::string contents(const Content& content, std::size_t key) {
    std::string text = "<nav aria-label=\"Contents\"><ul><li><a href=\"#read\">How to read this</a></li>";
    const auto entry = [&](std::size_t i) {
        return "<li><a href=\"#t-" + html(content.results.tables[i].id) + "\">" +
               html(content.words().tables[content.results.tables[i].table].title) + "</a></li>";
    };
    text += entry(key);
    for (std::size_t i = 0; i < content.results.tables.size(); ++i) {
        if (i != key) text += entry(i);
    }
    return text +
           "<li><a href=\"#methods\">Methods</a></li><li><a href=\"#privacy\">What was protected, and what "
           "not</a></li><li><a href=\"#files\">Files and checking</a></li></ul></nav>\n";
}

std::string rates(const Content& content) {
    if (content.results.rates.empty()) return {};
    std::string text =
        "<section class=\"table\" id=\"rates\"><h3>Measured change</h3><p class=\"base\">Only of people whose score "
        "was measured at the start and now. The base moves such rates more than anything else.</p><table "
        "class=\"margin\"><thead><tr><th scope=\"col\">Rate</th><th scope=\"col\" class=\"chart\">" +
        axis(1) + "</th><th scope=\"col\">Share, 95 % interval</th><th scope=\"col\">Base</th></tr></thead><tbody>";
    for (const Rate& rate : content.results.rates) {
        for (const Rate::OfBase& of : rate.bases)
            text += "<tr><th scope=\"row\">" + html(rate.definition) + "</th><td class=\"chart\">" + bar(&of.share, 1) +
                    "</td><td class=\"share\">" + share_words(&of.share) + "</td><td>" +
                    html(words_of_rate_base(of.base)) + "</td></tr>";
    }
    return text + "</tbody></table></section>\n";
}

std::string change_words(const Trend& trend, bool is_share) {
    if (!trend.change) return "<span class=\"why\">not measurable</span>";
    const auto shown = [&](double value) { return is_share ? fixed(value * 100, 0) : fixed(value, 1); };
    return "<b>" + shown(trend.change->value) + "</b> <span class=\"ci\">" + shown(trend.change->interval.low) +
           " to " + shown(trend.change->interval.high) + "</span>" + (is_share ? " points" : "");
}

std::string point_words(const Share& point, bool is_share) {
    if (is_share || !point.estimate) return share_words(&point);
    return "<b>" + fixed(point.estimate->value, 1) + "</b> <span class=\"ci\">" +
           fixed(point.estimate->interval.low, 1) + "–" + fixed(point.estimate->interval.high, 1) + "</span>";
}

// The table that the survey is about, and the means, from batch to batch.
std::string trends(const Content& content, std::size_t key) {
    const Table& table = content.results.tables[key];
    const survey::CompiledTable& compiled = content.compiled().tables[table.table];
    std::string rows;
    for (const Trend& trend : content.results.trends) {
        const bool is_share = !trend.row.empty();
        std::string name = trend.table;
        if (is_share) {
            const auto cell = std::find_if(table.cells.begin(), table.cells.end(), [&](const Cell& one) {
                return one.name == survey::CellName{trend.row, trend.column};
            });
            if (trend.table != table.id || cell == table.cells.end() || cell->missing) continue;
            const survey::CellName label = cell_label(content.words(), content.survey(), compiled,
                                                      static_cast<std::size_t>(cell - table.cells.begin()));
            name = label.row + (label.column.empty() ? "" : ": " + label.column);
        } else {
            for (const Table& one : content.results.tables) {
                if (one.id == trend.table) name = content.words().tables[one.table].title;
            }
        }
        rows += "<tr><th scope=\"row\">" + html(name) + "</th>";
        for (const Share& point : trend.points) rows += "<td class=\"share\">" + point_words(point, is_share) + "</td>";
        rows += "<td>" + change_words(trend, is_share) + "</td></tr>";
    }
    if (rows.empty()) return {};
    std::string text =
        "<section class=\"table\" id=\"trends\"><h3>From batch to batch</h3><p class=\"base\">The people of two "
        "batches are "
        "different people; all other tables are in <code>data/trends.csv</code>.</p><div class=\"wide\"><table "
        "class=\"plain\"><thead><tr><th scope=\"col\">Share or mean</th>";
    for (const BatchShares& batch : content.release.batches)
        text += "<th scope=\"col\">from " + html(moment_text(begin_of(content.release.task, batch.interval.start))) +
                "</th>";
    return text + "<th scope=\"col\">Change, first to last</th></tr></thead><tbody>" + rows +
           "</tbody></table></div></section>\n";
}

std::string declared(const Content& content) {
    std::string rows;
    for (const Comparison& comparison : content.results.comparisons) {
        if (!comparison.primary) continue;
        std::string difference = "<span class=\"why\">" + short_reason(comparison.reason) + "</span>";
        if (comparison.difference) {
            const Estimate& estimate = *comparison.difference;
            difference = "<b>" + fixed(estimate.value * 100, 0) + "</b> <span class=\"ci\">" +
                         fixed(estimate.interval.low * 100, 0) + " to " + fixed(estimate.interval.high * 100, 0) +
                         "</span> points";
        }
        rows +=
            "<tr><th scope=\"row\">" +
            html(comparison.table + ": " + comparison.column + ", " + comparison.row + " minus " + comparison.other) +
            "</th><td>" + difference + "</td><td>" +
            (comparison.p_holm ? fixed(*comparison.p_holm, 3) : std::string()) + "</td></tr>";
    }
    if (rows.empty()) return {};
    return "<section class=\"table\" id=\"declared\"><h3>Declared comparisons, " +
           std::string(registered_words(content.release)) +
           "</h3><p class=\"base\">A difference between people who chose, not an effect.</p><table><thead><tr><th "
           "scope=\"col\">Comparison</th><th scope=\"col\">Difference, 95 % interval</th><th scope=\"col\">p, "
           "corrected (Holm)</th></tr></thead><tbody>" +
           rows + "</tbody></table></section>\n";
}

std::string privacy(const Content& content) {
    std::string text =
        "<section id=\"privacy\"><h2>What was protected, and what not</h2>" + list_items(content.says.protects) +
        "<h3>Not protected</h3>" + list_items(content.says.not_protected) +
        "<h3>Noise of every table</h3><table class=\"plain\"><thead><tr><th scope=\"col\">Table</th><th "
        "scope=\"col\">Cells</th><th scope=\"col\">Sensitivity Δ²</th><th scope=\"col\">Variance of each "
        "side's noise σ²</th><th scope=\"col\">ρ</th></tr></thead><tbody>";
    for (const task::LedgerBlock& block : content.cost.blocks)
        text += "<tr><th scope=\"row\"><code>" + html(block.table) + "</code></th><td>" + std::to_string(block.cells) +
                "</td><td>" + with_commas(static_cast<std::int64_t>(block.delta_squared)) + "</td><td>" +
                with_commas(block.sigma_squared) + "</td><td>" + html(dp::to_text(block.rho)) + "</td></tr>";
    const dp::Rational& one = content.cost.rho_this_server;
    const dp::Rational& both = content.cost.rho_both_honest;
    text +=
        "</tbody></table><p>Discrete Gaussian noise, zero-concentrated differential privacy; neighbouring: one "
        "questionnaire replaced by any other. Against somebody who knows one side's noise ρ = " +
        html(dp::to_text(one)) + ", ε = " + fixed(dp::epsilon_upper(one, 1e-6), 2) + " at δ = 10⁻⁶ and " +
        fixed(dp::epsilon_upper(one, 1e-9), 2) + " at 10⁻⁹; against everybody else ρ = " + html(dp::to_text(both)) +
        ", ε = " + fixed(dp::epsilon_upper(both, 1e-6), 2) + " and " + fixed(dp::epsilon_upper(both, 1e-9), 2) +
        ".</p>";
    const auto happened = incidents(content.release);
    text +=
        "<h3>Incidents</h3>" + (happened.empty() ? std::string("<p>None in either ledger.</p>") : list_items(happened));
    return text + "</section>\n";
}

std::string files_section(const Content& content, const std::vector<TableFile>& tables) {
    const task::Task& task = content.release.task;
    std::string text =
        "<section id=\"files\"><h2>Files and checking</h2><table class=\"plain\"><thead><tr><th "
        "scope=\"col\">File</th><th scope=\"col\">What it is</th></tr></thead><tbody>";
    const auto row = [&](std::string_view path, std::string_view about_it) {
        text += "<tr><th scope=\"row\"><a href=\"" + html(path) + "\">" + html(path) + "</a></th><td>" +
                html(about_it) + "</td></tr>";
    };
    for (const TableFile& table : tables) row(table.path, table.title);
    row("results.html", "The results as a page to look at and to pass on");
    row("results.json", "The same numbers for pages that draw them");
    row("datapackage.json", "What every column means, and the block of privacy and quality for programs");
    row("survey.json", "The survey as it was asked, in all languages");
    row("shares.json", "Both organisations' noised shares; they add up to data/noisy_raw.csv");
    row("ledger/leader.jsonl", "The signed, chained ledger of " + task.leader.name);
    row("ledger/helper.jsonl", "The signed, chained ledger of " + task.helper.name);
    if (content.release.analysis)
        row(std::string(kAnalysisFolder) + content.release.analysis->name,
            "The analysis, " + std::string(registered_words(content.release)));
    row("CHERRIES.md", "Checklist for web surveys, filled in");
    row("STROBE.md", "Checklist for observational studies, filled in");
    row("README.md", "How to load and check all this");
    text +=
        "</tbody></table><p>Check it: <code>tacit verify .</code>; its counts and noise with <code>python3 "
        "tools/verify.py .</code>; its files alone with the ordinary tools <code>sha256sum -c SHA256SUMS &amp;&amp; "
        "minisign -Vm SHA256SUMS -p publisher.pub</code>.</p>";
    text += "<p>Cite as: " + html(task.publisher.name) + " and " + html(task.helper.name) + ": <i>" +
            html(title(content)) + "</i>, release " + html(content.id) + ", version " +
            std::to_string(content.release.edition.version) + ", " + day_text(content.release.edition.made) +
            ". Licence: <a href=\"https://creativecommons.org/licenses/by/4.0/\" rel=\"license noreferrer\">CC BY "
            "4.0</a>.</p><p>Questions and mistakes: " +
            html(task.publisher.contact) + ", " + link(task.publisher.url) + ".</p>";
    for (const std::string& notice : content.words().notices) text += "<p class=\"notice\">" + html(notice) + "</p>";
    return text + "</section>\n";
}

}  // namespace

std::string page_head(std::string_view tag, std::string_view title, std::string_view description,
                      std::string_view style) {
    return "<!doctype html>\n<html lang=\"" + html(tag) +
           "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
           "<meta name=\"color-scheme\" content=\"light dark\"><title>" +
           html(title) + "</title><meta name=\"description\" content=\"" + html(description) + "\"><style>\n" +
           std::string(style) + "</style>";
}

std::string report_html(const Content& content, const std::vector<TableFile>& tables) {
    const std::size_t key = key_table(content);
    std::string page = page_head(content.words().tag, title(content), description(content), report_style()) +
                       "<script type=\"application/ld+json\">" + json_ld(content, tables) +
                       "</script></head>\n<body>\n" + masthead(content) + "<main>\n" + how_to_read() +
                       contents(content, key) + "<section id=\"results\"><h2>What people answered</h2>\n" +
                       report_table(content, content.results.tables[key]) + declared(content) + rates(content) +
                       trends(content, key);
    for (std::size_t i = 0; i < content.results.tables.size(); ++i) {
        if (i != key) page += report_table(content, content.results.tables[i]);
    }
    page += "</section>\n<section id=\"methods\"><h2>Methods</h2>" + list_items(methods(content)) +
            "<h3>Cautions</h3>" + list_items(cautions()) + "</section>\n" + privacy(content) +
            files_section(content, tables) + "</main>\n<footer>" + html(content.id) + ", version " +
            std::to_string(content.release.edition.version) + "</footer>\n</body></html>\n";
    return page;
}

std::string json_ld(const Content& content, const std::vector<TableFile>& tables) {
    using json::Node;
    const Release& release = content.release;
    const task::Task& task = release.task;
    const std::string base =
        task.publisher.url + "releases/" + content.id + "/v" + std::to_string(release.edition.version) + "/";
    Node distribution = Node::array();
    for (const TableFile& table : tables)
        distribution.push(Node::object({{"@type", "DataDownload"},
                                        {"name", table.title},
                                        {"encodingFormat", "text/csv"},
                                        {"contentUrl", base + table.path}}));
    Node measured = Node::array();
    for (std::size_t i = 0; i < content.survey().questions.size(); ++i) {
        const survey::Question& question = content.survey().questions[i];
        const auto* score = std::get_if<survey::Score>(&question.kind);
        Node node = Node::object({{"@type", "PropertyValue"}, {"name", question.id}});
        if (score != nullptr)
            node.set("measurementTechnique", instruments::instrument(score->instrument).title);
        else
            node.set("description", content.words().questions[i].text);
        measured.push(std::move(node));
    }
    const auto organisation = [](const task::Party& party) {
        return Node::object({{"@type", "Organization"}, {"name", party.name}, {"url", party.url}});
    };
    const wire::Interval whole = answered_in(release);
    const std::string text = json::canonical(
        Node::object({{"@context", "https://schema.org/"},
                      {"@type", "Dataset"},
                      {"name", title(content)},
                      {"description", description(content)},
                      {"url", base},
                      {"identifier", content.id},
                      {"version", std::to_string(release.edition.version)},
                      {"license", "https://creativecommons.org/licenses/by/4.0/"},
                      {"isAccessibleForFree", true},
                      {"datePublished", day_text(release.edition.made)},
                      {"temporalCoverage", day_text(begin_of(task, whole.start)) + "/" + last_day(release)},
                      {"creator", organisation(task.publisher)},
                      {"contributor", organisation(task.helper)},
                      {"variableMeasured", std::move(measured)},
                      {"distribution", std::move(distribution)}}));
    // "<" would end the script element of the page.
    std::string safe;
    for (const char letter : text) safe += letter == '<' ? std::string("\\u003c") : std::string(1, letter);
    return safe;
}

}  // namespace tacit::release
