#include "schemas/release/stats/bases.h"

#include <algorithm>

namespace tacit::release {
namespace {

std::vector<std::string> codes_of_level(const survey::Survey& survey, const survey::Axis& axis, std::size_t level) {
    if (axis.source == axis.base) return {axis.codes[level]};
    std::vector<std::string> codes;
    for (const std::uint16_t cell : survey.groups[axis.source.index].levels[level].cells)
        codes.push_back(survey::cell_code(survey, axis.base, cell));
    return codes;
}

// Which options of the question are in the level; nothing where the level also holds others than `options`.
enum class Overlap { none, inside, partly };
Overlap overlap(const survey::Survey& survey, const survey::Axis& axis, std::size_t level,
                const std::vector<std::string>& options) {
    std::size_t in = 0;
    const auto codes = codes_of_level(survey, axis, level);
    for (const std::string& code : codes) in += std::find(options.begin(), options.end(), code) != options.end();
    if (in == 0) return Overlap::none;
    return in == codes.size() ? Overlap::inside : Overlap::partly;
}

// How many people gave one of these options, from the most precise table of choices whose levels can tell.
std::optional<Amount> gave(const survey::Survey& survey, const survey::Compiled& compiled, std::size_t question,
                           const std::vector<std::string>& options) {
    std::optional<Amount> best;
    double best_noise = 0;
    for (const survey::CompiledTable& table : compiled.tables) {
        if (!table.sums_to_reports) continue;
        for (std::size_t a = 0; a < table.axes.size(); ++a) {
            const survey::Axis& axis = table.axes[a];
            if (!(axis.base == survey::Source{survey::Source::Kind::question, question})) continue;
            std::vector<Overlap> of_level;
            for (std::size_t level = 0; level < axis.codes.size(); ++level)
                of_level.push_back(overlap(survey, axis, level, options));
            if (std::find(of_level.begin(), of_level.end(), Overlap::partly) != of_level.end()) continue;
            Amount amount;
            for (std::size_t cell = 0; cell < table.cell_count; ++cell)
                if (of_level[level_of(table, cell, a)] == Overlap::inside) amount.add(table.first_cell + cell);
            const double noise = static_cast<double>(amount.cells.terms.size()) * table.sigma_squared;
            if (!best || noise < best_noise) {
                best = std::move(amount);
                best_noise = noise;
            }
        }
    }
    return best;
}

class AskedIf {
public:
    AskedIf(const survey::Survey& survey, const survey::Compiled& compiled) : survey_(survey), compiled_(compiled) {}

    std::optional<Amount> operator()(const survey::MarkedIn& rule) const {
        const auto* single = std::get_if<survey::Single>(&survey_.questions[rule.question].kind);
        if (single == nullptr) return std::nullopt;
        std::vector<std::string> options;
        for (const std::uint16_t option : rule.options) options.push_back(single->options[option]);
        return gave(survey_, compiled_, rule.question, options);
    }
    std::optional<Amount> operator()(const survey::IsAnswered& rule) const {
        return asked(survey_, compiled_, rule.question);
    }
    std::optional<Amount> operator()(const survey::Not& rule) const {
        const auto* marked = std::get_if<survey::MarkedIn>(&rule.rule.front().is);
        if (marked == nullptr) return std::nullopt;
        const auto inside = (*this)(*marked);
        if (!inside) return std::nullopt;
        return Amount::all().add(*inside, -1);
    }
    std::optional<Amount> operator()(const survey::All&) const { return std::nullopt; }
    std::optional<Amount> operator()(const survey::Any&) const { return std::nullopt; }
    std::optional<Amount> operator()(const survey::ScoreAtLeast&) const { return std::nullopt; }
    std::optional<Amount> operator()(const survey::HasJournalStart&) const { return std::nullopt; }

private:
    const survey::Survey& survey_;
    const survey::Compiled& compiled_;
};

// From the question's own cell "not asked", where a margin publishes it.
std::optional<Amount> asked_by_own_cell(const survey::Compiled& compiled, std::size_t question) {
    for (const survey::CompiledTable& table : compiled.tables) {
        if (table.kind != survey::TableKind::margin) continue;
        const survey::Axis& axis = table.axes.front();
        if (!(axis.source == survey::Source{survey::Source::Kind::question, question})) continue;
        for (std::size_t cell = 0; cell < axis.codes.size(); ++cell)
            if (axis.codes[cell] == survey::kNotAsked) return Amount::all().add(table.first_cell + cell, -1);
    }
    return std::nullopt;
}

}  // namespace

Missing missing_levels(const survey::Survey& survey, const survey::Axis& axis) {
    Missing missing;
    for (std::size_t level = 0; level < axis.codes.size(); ++level) {
        std::size_t absent = 0;
        std::size_t not_asked = 0;
        const auto codes = codes_of_level(survey, axis, level);
        for (const std::string& code : codes) {
            not_asked += code == survey::kNotAsked;
            absent += code == survey::kNotAsked || code == survey::kNoAnswer || code == survey::kMissing;
        }
        missing.level.push_back(absent == codes.size());
        missing.not_asked.push_back(not_asked > 0);
        missing.mixed = missing.mixed || (absent > 0 && absent < codes.size());
    }
    return missing;
}

Layout layout(const survey::CompiledTable& table) {
    Layout grid{1, table.cell_count};
    if (table.kind != survey::TableKind::cross) return grid;
    grid.columns = table.axes.back().codes.size();
    grid.rows = table.cell_count / grid.columns;
    return grid;
}

std::size_t level_of(const survey::CompiledTable& table, std::size_t cell, std::size_t axis) {
    for (std::size_t i = table.axes.size(); --i > axis;) cell /= table.axes[i].codes.size();
    return cell % table.axes[axis].codes.size();
}

std::optional<Amount> asked(const survey::Survey& survey, const survey::Compiled& compiled, std::size_t question) {
    const auto& rule = survey.questions[question].ask_if;
    if (!rule) return Amount::all();
    if (auto by_rule = std::visit(AskedIf(survey, compiled), rule->is)) return by_rule;
    return asked_by_own_cell(compiled, question);
}

}  // namespace tacit::release
