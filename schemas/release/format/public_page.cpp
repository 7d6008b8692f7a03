#include "schemas/release/format/public_page.h"

#include <algorithm>
#include <cmath>

#include "crypto/dp/epsilon.h"
#include "schemas/release/format/bar.h"
#include "schemas/release/format/methods.h"
#include "schemas/release/format/public_words.h"
#include "schemas/release/format/report.h"
#include "schemas/release/labels.h"
#include "schemas/release/text.h"
#include "schemas/release/tools/tools.h"

namespace tacit::release {
namespace {

std::string tagged(std::string_view tag, std::string_view text) {
    const std::string name(tag.substr(0, tag.find(' ')));
    return "<" + std::string(tag) + ">" + html(text) + "</" + name + ">";
}

// The page in one language.
class Page {
public:
    Page(const Content& content, const PublicWords& words)
        : content_(content), words_(words), survey_words_(content.texts.best(words.tag)) {}

    std::string text() const {
        const std::string style = std::string(report_style()) + std::string(public_style());
        const std::string heading = (content_.release.synthetic ? "SYNTHETIC: " : "") + survey_words_.title;
        const std::size_t key = key_table(content_);
        return page_head(words_.tag, heading, took_part(), style) + "</head>\n<body>\n" + masthead() + "<main>\n" +
               "<section id=\"key\">" + table_section(content_.results.tables[key], "h2", true) + "</section>\n" +
               noise(content_.results.tables[key]) + others(key) + limits() + downloads() + "</main>\n<footer>" +
               tagged("p", words_.hard) + tagged("p", content_.id) + "</footer>\n</body></html>\n";
    }

private:
    // --- numbers and dates ---

    std::string count(double people) const {
        std::string digits = with_commas(std::llround(std::max(0.0, people)));
        for (std::size_t at = digits.find(','); at != std::string::npos; at = digits.find(',', at + 1))
            digits.replace(at, 1, words_.thousands);
        return digits;
    }
    std::string people(double number) const {
        return number < 1 ? std::string(words_.hardly) : filled(words_.people, {{"people", count(number)}});
    }
    // Of "2026-03-01".
    std::string date(const std::string& iso) const {
        const auto month = static_cast<std::size_t>(std::stoi(iso.substr(5, 2)) - 1);
        return filled(words_.date, {{"day", std::to_string(std::stoi(iso.substr(8, 2)))},
                                    {"month", std::string(words_.months[month])},
                                    {"year", iso.substr(0, 4)}});
    }
    std::string_view why(Reason reason) const {
        switch (reason) {
            case Reason::base_too_small: return words_.too_few;
            case Reason::masked: return words_.masked;
            case Reason::not_measurable: return words_.not_measurable;
            default: return words_.not_published;
        }
    }
    std::string_view of(Base base) const {
        switch (base) {
            case Base::all:
            case Base::row: return words_.of_all;
            case Base::asked: return words_.of_asked;
            case Base::answered:
            case Base::row_answered: return words_.of_answered;
        }
        return words_.of_all;
    }
    static std::string percent(double share) { return fixed(std::clamp(share, 0.0, 1.0) * 100, 0); }

    // --- the page, from the top ---

    std::string took_part() const {
        const std::string from = day_text(begin_of(content_.release.task, answered_in(content_.release).start));
        const std::string to = last_day(content_.release);
        return filled(
            from == to ? words_.on_one_day : words_.took_part,
            {{"people", count(static_cast<double>(content_.results.n))}, {"from", date(from)}, {"to", date(to)}});
    }

    std::string masthead() const {
        const task::Task& task = content_.release.task;
        const Edition& edition = content_.release.edition;
        std::string text = "<header>" + languages() + tagged("p class=\"kind\"", words_.kind) + "<h1" + in_survey() +
                           ">" + html(survey_words_.title) + "</h1>";
        if (content_.release.synthetic) text += tagged("p class=\"alarm\"", words_.synthetic);
        if (one_machine(task)) text += tagged("p class=\"alarm\"", words_.trial);
        if (!edition.correction.empty())
            text += tagged("p class=\"alarm\"", filled(words_.corrected, {{"version", std::to_string(edition.version)},
                                                                          {"correction", edition.correction}}));
        return text + tagged("p class=\"lead\"", took_part()) +
               tagged("p", filled(words_.nobody, {{"leader", task.leader.name}, {"helper", task.helper.name}})) +
               "</header>\n";
    }

    // The other pages of this release.
    std::string languages() const;

    // Where the survey's words are of another language than the page's.
    std::string in_survey() const {
        const std::string& tag = survey_words_.tag;
        return tag.substr(0, tag.find('-')) == words_.tag ? std::string() : " lang=\"" + html(tag) + "\" dir=\"auto\"";
    }

    std::string legend() const {
        Share clear, rough;
        clear.estimate = Estimate{0.6, 0, {0.45, 0.74}};
        rough.estimate = Estimate{0.3, 0, {0.06, 0.7}};
        rough.status = Status::unreliable;
        const auto entry = [](const Share* share, std::string_view words) {
            return "<li><span class=\"demo\">" + bar(share, 1) + "</span> " + html(words) + "</li>";
        };
        return "<ul class=\"legend\">" + entry(&rough, std::string("≈ ") + std::string(words_.pale)) +
               entry(nullptr, words_.none) + "</ul>";
    }

    // --- tables ---

    std::string value(const Share* share) const {
        if (share == nullptr) return tagged("span class=\"why\"", words_.not_published);
        if (!share->estimate) return tagged("span class=\"why\"", why(share->reason));
        const Estimate& estimate = *share->estimate;
        const bool rough = share->status == Status::unreliable;
        return std::string("<span class=\"value") + (rough ? " doubtful" : "") + "\"><b>" + (rough ? "≈ " : "") +
               percent(estimate.value) + " %</b> " +
               tagged("span class=\"ci\"", filled(words_.to, {{"low", percent(estimate.interval.low)},
                                                              {"high", percent(estimate.interval.high)}})) +
               "</span>";
    }
    std::string bar_line(std::string_view label, const Share* share, double scale) const {
        return "<li><span class=\"label\"" + in_survey() + ">" + html(label) + "</span> " + value(share) +
               bar(share, scale) + "</li>";
    }

    // A table as cards of bars, and all of its numbers as a table.
    std::string table_section(const Table& table, std::string_view level, bool is_key) const {
        const survey::TableText& text = survey_words_.tables[table.table];
        std::string page =
            "<" + std::string(level) + in_survey() + ">" + html(text.title) + "</" + std::string(level) + ">";
        if (!text.base.empty()) page += "<p class=\"base\"" + in_survey() + ">" + html(text.base) + ".</p>";
        if (table.kind == survey::TableKind::sum) return page + mean(table);
        std::vector<const Share*> shares;
        for (const Cell& cell : table.cells) {
            if (!cell.missing) shares.push_back(main_share(cell));
        }
        const double scale = scale_end(shares);
        if (is_key)
            page += tagged("p", std::string(words_.bars) + " " +
                                    filled(words_.full_bar, {{"most", fixed(scale * 100, 0)}})) +
                    tagged("p", words_.line) + legend();
        else
            page +=
                tagged("p class=\"of\"", of_words(shares) + filled(words_.full_bar, {{"most", fixed(scale * 100, 0)}}));
        page += table.kind == survey::TableKind::cross ? cross(table, scale) : margin(table, scale);
        if (is_key)
            page += "<p class=\"never\"><b>" + html(words_.ranking_head) + "</b> " + html(words_.ranking) + "</p>";
        return page + twin(table);
    }

    // "Of those who answered. "
    std::string of_words(const std::vector<const Share*>& shares) const {
        if (shares.empty() || shares.front() == nullptr) return {};
        std::string text(of(shares.front()->base));
        if (text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
        return text + ". ";
    }

    const survey::CompiledTable& compiled(const Table& table) const { return content_.compiled().tables[table.table]; }
    survey::CellName label(const Table& table, std::size_t cell) const {
        return cell_label(survey_words_, content_.survey(), compiled(table), cell);
    }

    std::string margin(const Table& table, double scale) const {
        std::string page = "<ul class=\"bars\">";
        bool left_out = false;
        for (std::size_t cell = 0; cell < table.cells.size(); ++cell) {
            left_out = left_out || table.cells[cell].missing;
            if (!table.cells[cell].missing)
                page += bar_line(label(table, cell).row, main_share(table.cells[cell]), scale);
        }
        return page + "</ul>" + (left_out ? tagged("p class=\"foot\"", words_.left_out) : std::string());
    }

    // A card for each row that can be said anything about.
    std::string cross(const Table& table, double scale) const {
        const std::size_t columns = table.columns.size();
        std::string cards, small;
        bool left_out = false;
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            const Line& line = table.rows[row];
            const std::string name = label(table, row * columns).row;
            if (line.missing || !has_shares(table, row)) {
                left_out = left_out || line.missing;
                if (!line.missing) small += (small.empty() ? "" : "; ") + name;
                continue;
            }
            cards += "<section class=\"group\"><h3" + in_survey() + ">" + html(name) + "</h3>" +
                     tagged("p class=\"people\"", people(line.count)) + "<ul class=\"bars\">";
            for (std::size_t column = 0; column < columns; ++column) {
                const std::size_t cell = row * columns + column;
                if (table.cells[cell].missing) continue;
                cards += bar_line(label(table, cell).column, main_share(table.cells[cell]), scale);
            }
            cards += "</ul></section>";
        }
        std::string page = "<div class=\"groups\">" + cards + "</div>";
        if (!small.empty()) page += tagged("p class=\"foot\"", filled(words_.small_rows, {{"rows", small}}));
        return page + (left_out ? tagged("p class=\"foot\"", words_.left_out) : std::string());
    }

    std::string mean(const Table& table) const {
        if (!table.mean || !table.mean->mean) return tagged("p class=\"why\"", words_.not_published);
        const Estimate& estimate = *table.mean->mean;
        const auto most = static_cast<double>(compiled(table).cell_max - compiled(table).cell_min);
        Share share;
        share.estimate =
            Estimate{estimate.value / most, 0, {estimate.interval.low / most, estimate.interval.high / most}};
        share.status = table.mean->status;
        const auto shown = [&](double value) { return fixed(std::clamp(value, 0.0, most), 1); };
        const std::string said = (share.status == Status::unreliable ? "≈ " : "") +
                                 filled(words_.mean, {{"mean", shown(estimate.value)}, {"most", fixed(most, 0)}});
        return "<ul class=\"bars\"><li>" + tagged("span class=\"label\"", said) + " <span class=\"value\">" +
               tagged("span class=\"ci\"", filled(words_.to, {{"low", shown(estimate.interval.low)},
                                                              {"high", shown(estimate.interval.high)}})) +
               "</span>" + bar(&share, 1) + "</li></ul>" +
               tagged("p class=\"foot\"", filled(words_.mean_people, {{"people", count(table.mean->answered)}}));
    }

    std::string twin(const Table& table) const {
        const bool is_cross = table.kind == survey::TableKind::cross;
        std::string rows;
        for (std::size_t cell = 0; cell < table.cells.size(); ++cell) {
            const survey::CellName name = label(table, cell);
            const Share* share = main_share(table.cells[cell]);
            const bool has = share != nullptr && share->estimate;
            rows += "<tr><th scope=\"row\"" + in_survey() + ">" + html(name.row) + "</th>";
            if (is_cross) rows += "<td" + in_survey() + ">" + html(name.column) + "</td>";
            if (has)
                rows += "<td>" + std::string(share->status == Status::unreliable ? "≈ " : "") +
                        percent(share->estimate->value) + " %</td><td>" + percent(share->estimate->interval.low) +
                        " %</td><td>" + percent(share->estimate->interval.high) + " %</td>";
            else
                rows +=
                    "<td colspan=\"3\">" + html(share == nullptr ? words_.not_published : why(share->reason)) + "</td>";
            const bool hidden = table.cells[cell].status == Status::withheld;
            rows +=
                "<td>" + (hidden ? html(why(table.cells[cell].reason)) : count(table.cells[cell].count)) + "</td></tr>";
        }
        std::string heads;
        for (const std::string_view head : {is_cross ? words_.head_group : words_.head_answer, words_.head_answer,
                                            words_.head_share, words_.head_low, words_.head_high, words_.head_people}) {
            if (heads.empty() || is_cross || head != words_.head_answer) heads += tagged("th scope=\"col\"", head);
        }
        const std::string& title = survey_words_.tables[table.table].title;
        return "<details><summary>" + html(words_.as_table) +
               "</summary><div class=\"wide\" tabindex=\"0\" role=\"region\" "
               "aria-label=\"" +
               html(title) + "\"><table class=\"plain\"><thead><tr>" + heads + "</tr></thead><tbody>" + rows +
               "</tbody></table></div></details>";
    }

    // --- what stands around them ---

    std::string noise(const Table& key) const {
        const auto most = static_cast<double>(std::llround(1.96 * key.noise_sd));
        return "<section id=\"noise\">" + tagged("h2", words_.noise_head) + tagged("p", words_.noise_why) +
               tagged("p", filled(words_.noise_size,
                                  {{"noise", count(most)}, {"low", count(100 - most)}, {"high", count(100 + most)}})) +
               tagged("p", words_.noise_small) +
               tagged("p",
                      filled(words_.noise_guess,
                             {{"guess", count(std::ceil(dp::guess_upper(content_.cost.rho_this_server) * 100))}})) +
               "</section>\n";
    }

    bool is_shown(const Table& table) const {
        return table.kind == survey::TableKind::sum ||
               (table.kind == survey::TableKind::margin && table.rows.empty() && table.columns.empty());
    }

    // Everything that one glance takes in; cross tables and grids are for the report.
    std::string others(std::size_t key) const {
        std::string cards;
        std::size_t left = 0;
        for (std::size_t i = 0; i < content_.results.tables.size(); ++i) {
            const Table& table = content_.results.tables[i];
            if (i == key) continue;
            if (is_shown(table))
                cards += "<section class=\"group\">" + table_section(table, "h3", false) + "</section>";
            else
                ++left;
        }
        std::string page;
        if (!cards.empty())
            page += "<section id=\"more\">" + tagged("h2", words_.more) + "<div class=\"groups\">" + cards +
                    "</div></section>\n";
        if (left > 0)
            page += "<p><a class=\"further\" href=\"index.html\">" +
                    html(filled(words_.more_tables, {{"count", std::to_string(left)}})) + "</a></p>\n";
        return page;
    }

    std::string limits() const {
        std::string page = "<section id=\"limits\">" + tagged("h2", words_.limits_head) + "<ul>";
        for (const std::string_view limit :
             {words_.limit_advice, words_.limit_chosen, words_.limit_felt, words_.limit_sum})
            page += tagged("li", limit);
        return page + "</ul></section>\n";
    }

    std::string downloads() const {
        std::string page = "<section id=\"take\">" + tagged("h2", words_.take_head) + "<ul class=\"take\">";
        const auto entry = [&](std::string_view path, std::string_view about) {
            page += "<li><a href=\"" + std::string(path) + "\">" + html(about) + "</a></li>";
        };
        entry("index.html", words_.take_report);
        entry("data/cells.csv", words_.take_cells);
        entry("results.json", words_.take_json);
        entry("data/codebook.csv", words_.take_codebook);
        entry("README.md", words_.take_readme);
        entry("SHA256SUMS", words_.take_sums);
        const task::Party& publisher = content_.release.task.publisher;
        return page + "</ul>" +
               tagged("p",
                      filled(words_.take_credit, {{"publisher", publisher.name}, {"contact", publisher.contact}})) +
               "</section>\n";
    }

    const Content& content_;
    const PublicWords& words_;
    const survey::Language& survey_words_;
};

// English always; another language where the survey has it too.
std::vector<const PublicWords*> spoken(const Content& content) {
    std::vector<const PublicWords*> all{&english_words()};
    const std::string& tag = content.texts.best(spanish_words().tag).tag;
    if (tag.substr(0, tag.find('-')) == spanish_words().tag) all.push_back(&spanish_words());
    return all;
}

std::string Page::languages() const {
    std::string links;
    for (const PublicWords* other : spoken(content_)) {
        if (other != &words_)
            links += "<a href=\"" + std::string(other->file) + "\" lang=\"" + std::string(other->tag) +
                     "\" hreflang=\"" + std::string(other->tag) + "\">" + html(other->name) + "</a>";
    }
    return links.empty() ? links : "<nav class=\"languages\" aria-label=\"Languages\">" + links + "</nav>";
}

}  // namespace

Files public_pages(const Content& content) {
    Files pages;
    for (const PublicWords* words : spoken(content)) pages[std::string(words->file)] = Page(content, *words).text();
    return pages;
}

}  // namespace tacit::release
