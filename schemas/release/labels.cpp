#include "schemas/release/labels.h"

namespace tacit::release {
namespace {

using survey::Source;

// The row and the option of a grid's cell.
survey::CellName grid_label(const survey::Language& words, std::size_t question, const survey::Grid& grid,
                            std::size_t cell) {
    const survey::QuestionText& text = words.questions[question];
    const std::size_t row = cell / grid.options.size();
    const std::vector<std::string>& rows = grid.rows_from ? words.questions[*grid.rows_from].options : text.rows;
    return {row < rows.size() ? rows[row] : grid.rows[row], text.options[cell % grid.options.size()]};
}

const survey::Grid* grid_of(const survey::Survey& survey, const survey::Axis& axis) {
    if (axis.source.kind != Source::Kind::question) return nullptr;
    return std::get_if<survey::Grid>(&survey.questions[axis.source.index].kind);
}

// What stands for a cell that is not an answer; null where it is one.
const std::string* special_label(const survey::Language& words, const std::string& code) {
    if (code == survey::kNoAnswer) return &words.no_answer;
    if (code == survey::kNotAsked) return &words.not_asked;
    return nullptr;
}

}  // namespace

std::string level_label(const survey::Language& words, const survey::Survey& survey, const survey::Axis& axis,
                        std::size_t level) {
    const std::string& code = axis.codes[level];
    if (const std::string* label = special_label(words, code)) return *label;
    const std::vector<std::string>* labels = nullptr;
    switch (axis.source.kind) {
        case Source::Kind::question: {
            const auto& kind = survey.questions[axis.source.index].kind;
            if (const survey::Grid* grid = std::get_if<survey::Grid>(&kind)) {
                const survey::CellName name = grid_label(words, axis.source.index, *grid, level);
                return name.row + " / " + name.column;
            }
            if (std::holds_alternative<survey::Score>(kind)) return code;
            labels = &words.questions[axis.source.index].options;
            break;
        }
        case Source::Kind::derived: labels = &words.derived[axis.source.index].levels; break;
        case Source::Kind::group: labels = &words.groups[axis.source.index].levels; break;
    }
    if (level < labels->size()) return (*labels)[level];
    return code == survey::kMissing ? words.missing : code;
}

std::string axis_label(const survey::Language& words, const survey::Survey& survey, const survey::Axis& axis) {
    std::string label;
    switch (axis.source.kind) {
        case Source::Kind::question:
            // Of a score the text is the stem of its items.
            if (const auto* score = std::get_if<survey::Score>(&survey.questions[axis.source.index].kind))
                label = instruments::instrument(score->instrument).title;
            else
                label = words.questions[axis.source.index].text;
            break;
        case Source::Kind::derived: label = words.derived[axis.source.index].title; break;
        case Source::Kind::group: label = words.groups[axis.source.index].title; break;
    }
    return label.empty() ? axis.id : label;
}

survey::CellName cell_label(const survey::Language& words, const survey::Survey& survey,
                            const survey::CompiledTable& table, std::size_t cell) {
    if (table.kind == survey::TableKind::sum) return {"sum", ""};
    if (table.kind == survey::TableKind::margin) {
        const survey::Axis& axis = table.axes.front();
        const survey::Grid* grid = grid_of(survey, axis);
        if (grid == nullptr || special_label(words, axis.codes[cell]) != nullptr)
            return {level_label(words, survey, axis, cell), ""};
        return grid_label(words, axis.source.index, *grid, cell);
    }
    survey::CellName name;
    for (std::size_t i = table.axes.size(); i-- > 0;) {
        const survey::Axis& axis = table.axes[i];
        const std::string label = level_label(words, survey, axis, cell % axis.codes.size());
        cell /= axis.codes.size();
        if (i + 1 == table.axes.size())
            name.column = label;
        else
            name.row = label + (name.row.empty() ? "" : " · " + name.row);
    }
    return name;
}

survey::CellName cell_variables(const survey::CompiledTable& table) {
    if (table.kind != survey::TableKind::cross) return {table.axes.front().id, ""};
    survey::CellName name{"", table.axes.back().id};
    for (std::size_t i = 0; i + 1 < table.axes.size(); ++i) name.row += (i > 0 ? "/" : "") + table.axes[i].id;
    return name;
}

}  // namespace tacit::release
