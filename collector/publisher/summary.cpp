#include "collector/publisher/summary.h"

#include <algorithm>

#include "collector/publisher/estimate.h"
#include "collector/publisher/text.h"
#include "schemas/task/texts.h"

namespace tacit::publisher {
namespace {

// Columns as a terminal shows them: bytes that continue a UTF-8 character take no room.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}
std::string left(std::string text, std::size_t size) {
    if (width(text) < size) text.append(size - width(text), ' ');
    return text;
}
std::string right(const std::string& text, std::size_t size) {
    return width(text) < size ? std::string(size - width(text), ' ') + text : text;
}

// What respondents read for a level of a factor; its code where the wording has none.
std::string label_of(const survey::Language& words, const survey::Survey& survey, const survey::Axis& axis,
                     std::size_t level) {
    const std::string& code = axis.codes[level];
    if (code == "no_answer") return words.no_answer;
    if (code == "not_asked") return words.not_asked;
    const std::vector<std::string>* labels = nullptr;
    switch (axis.source.kind) {
        case survey::Source::Kind::question:
            if (const auto& kind = survey.questions[axis.source.index].kind;
                std::holds_alternative<survey::Grid>(kind) || std::holds_alternative<survey::Score>(kind))
                return code;
            labels = &words.questions[axis.source.index].options;
            break;
        case survey::Source::Kind::derived: labels = &words.derived[axis.source.index].levels; break;
        case survey::Source::Kind::group: labels = &words.groups[axis.source.index].levels; break;
    }
    if (level < labels->size()) return (*labels)[level];
    return code == "missing" ? words.missing : code;
}

std::string cell_label(const survey::Language& words, const survey::Survey& survey, const survey::CompiledTable& table,
                       std::size_t cell) {
    if (table.kind == survey::TableKind::sum) return "sum";
    std::string label;
    for (std::size_t i = table.axes.size(); i-- > 0;) {
        const std::size_t levels = table.axes[i].codes.size();
        label = label_of(words, survey, table.axes[i], cell % levels) + (label.empty() ? "" : " · " + label);
        cell /= levels;
    }
    return label;
}

std::string table_text(const Release& release, std::size_t index, const survey::Language* words) {
    const survey::TableResult& table = release.opened.tables[index];
    const survey::TableText* heading = words != nullptr ? &words->tables[index] : nullptr;
    std::string text = (heading != nullptr ? heading->title : table.id) + "  [" + table.id + "]\n";
    if (heading != nullptr && !heading->base.empty()) text += "  " + heading->base + "\n";
    std::vector<std::string> names;
    std::size_t name_width = 0;
    std::size_t count_width = 5;
    for (std::size_t cell = 0; cell < table.cells.size(); ++cell) {
        const survey::CellName& name = table.cells[cell].name;
        names.push_back(words != nullptr
                            ? cell_label(*words, release.task.definition, release.terms.compiled.tables[index], cell)
                            : name.row + (name.column.empty() ? "" : " · " + name.column));
        name_width = std::max(name_width, width(names.back()));
        count_width = std::max(count_width, std::to_string(table.cells[cell].total).size());
    }
    const double reach = noise_interval(0, table.sigma_squared).high;
    for (std::size_t cell = 0; cell < table.cells.size(); ++cell)
        text += "    " + left(names[cell], name_width) + "  " +
                right(std::to_string(table.cells[cell].total), count_width) + "  ± " + fixed(reach, 0) + "\n";
    return text;
}

}  // namespace

std::string summary(const Release& release, std::string_view language) {
    const auto texts = task::load_texts_document(release.gathered.texts, release.task.definition);
    const survey::Language* words = texts ? &texts->texts.best(language) : nullptr;
    std::string text = (words != nullptr ? words->title : release.task.definition.id) + "\n";
    text += interval_text(release.task, release.opened.asked) + ", about " +
            std::to_string(reports_about(release.opened.tables)) + " answer sheets\n\n";
    for (std::size_t i = 0; i < release.opened.tables.size(); ++i) text += table_text(release, i, words) + "\n";
    text +=
        "Every number carries noise; ± is where 95 in 100 of the noise lies. Small numbers may even be below zero.\n";
    if (const auto sentences = guarantee(release.task, release.terms)) {
        for (const std::string& sentence : *sentences) text += "* " + sentence + "\n";
    }
    return text;
}

}  // namespace tacit::publisher
