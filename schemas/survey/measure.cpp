#include "schemas/survey/measure.h"

#include <algorithm>

#include "crypto/base/check.h"
#include "schemas/survey/flow.h"
#include "schemas/survey/score.h"

namespace tacit::survey {
namespace {

std::uint16_t cell(std::size_t index) { return static_cast<std::uint16_t>(index); }

// The cell of a question with one answer.
struct ChoiceCell {
    const Survey& survey;
    const Answers& answers;
    std::size_t question;

    std::uint16_t none() const { return cell(no_answer_cell(survey.questions[question])); }
    std::uint16_t operator()(std::monostate) const { return none(); }
    std::uint16_t operator()(const Chosen& chosen) const { return chosen.option; }
    std::uint16_t operator()(const Marked&) const { TACIT_ASSERT(false); }
    std::uint16_t operator()(const Rated&) const { TACIT_ASSERT(false); }
    std::uint16_t operator()(const Items&) const { return score_total(survey, answers, question).value_or(none()); }
};

// The cells of a multiple question or a grid.
struct MultiCells {
    const Question& question;

    std::vector<std::uint16_t> operator()(std::monostate) const { return {cell(no_answer_cell(question))}; }
    std::vector<std::uint16_t> operator()(const Chosen&) const { TACIT_ASSERT(false); }
    std::vector<std::uint16_t> operator()(const Marked& marked) const { return marked.options; }
    std::vector<std::uint16_t> operator()(const Rated& rated) const {
        const std::size_t columns = std::get<Grid>(question.kind).options.size();
        std::vector<std::uint16_t> cells;
        for (const GridMark& mark : rated.marks) cells.push_back(cell(mark.row * columns + mark.option));
        return cells;
    }
    std::vector<std::uint16_t> operator()(const Items&) const { TACIT_ASSERT(false); }
};

circuits::Answer question_answer(const Survey& survey, const Answers& answers, std::size_t index, bool is_asked) {
    const Question& question = survey.questions[index];
    const bool many = std::holds_alternative<Multiple>(question.kind) || std::holds_alternative<Grid>(question.kind);
    if (!is_asked) {
        const std::uint16_t skipped = cell(not_asked_cell(question));
        if (many) return std::vector<std::uint16_t>{skipped};
        return skipped;
    }
    const Given given = effective(survey, answers, index);
    if (many) return std::visit(MultiCells{question}, given);
    return std::visit(ChoiceCell{survey, answers, index}, given);
}

circuits::Answer derived_answer(const Survey& survey, const Answers& answers, std::size_t index) {
    const std::size_t missing = levels(survey.derived[index]).size();
    return derived_level(survey, answers, index).value_or(cell(missing));
}

// The cells of every block of one measurement, in the clear.
class PlainBlocks {
public:
    PlainBlocks(const circuits::QuestionnaireConfig& config, const circuits::Measurement& measurement) {
        auto answer = measurement.begin();
        for (const circuits::Block& block : config.blocks) {
            if (const auto* choice = std::get_if<circuits::Choice>(&block)) {
                add_marks(choice->k, {std::get<std::uint16_t>(*answer++)});
            } else if (const auto* multi = std::get_if<circuits::Multi>(&block)) {
                add_marks(multi->k, std::get<std::vector<std::uint16_t>>(*answer++));
            } else if (const auto* group = std::get_if<circuits::Group>(&block)) {
                add_group(*group);
            } else if (const auto* cross = std::get_if<circuits::Cross>(&block)) {
                add_cross(*cross);
            } else {
                add_sum(std::get<circuits::Sum>(block));
            }
        }
        TACIT_ASSERT(answer == measurement.end());
    }
    const std::vector<std::int64_t>& cells(std::size_t block) const { return cells_[block]; }

private:
    void add_marks(std::size_t k, const std::vector<std::uint16_t>& marks) {
        std::vector<std::int64_t> cells(k);
        for (const std::uint16_t mark : marks) {
            TACIT_ASSERT(mark < k);
            cells[mark] = 1;
        }
        cells_.push_back(std::move(cells));
    }
    void add_group(const circuits::Group& group) {
        std::vector<std::int64_t> cells;
        for (const auto& members : group.groups) {
            std::int64_t sum = 0;
            for (const std::uint16_t member : members) sum += cells_[group.of][member];
            cells.push_back(sum);
        }
        cells_.push_back(std::move(cells));
    }
    void add_cross(const circuits::Cross& cross) {
        std::vector<std::int64_t> cells;
        for (const std::int64_t left : cells_[cross.left])
            for (const std::int64_t right : cells_[cross.right]) cells.push_back(left * right);
        cells_.push_back(std::move(cells));
    }
    void add_sum(const circuits::Sum& sum) {
        std::int64_t total = 0;
        for (std::size_t i = 0; i < sum.values.size(); ++i) total += sum.values[i] * cells_[sum.of][i];
        cells_.push_back({total});
    }

    std::vector<std::vector<std::int64_t>> cells_;
};

std::string level_label(const Survey& survey, const Language& language, const Source& source, std::size_t cell_index) {
    switch (source.kind) {
        case Source::Kind::derived: {
            const auto& labels = language.derived[source.index].levels;
            return cell_index < labels.size() ? labels[cell_index] : language.missing;
        }
        case Source::Kind::group: return language.groups[source.index].levels[cell_index];
        case Source::Kind::question: break;
    }
    const Question& question = survey.questions[source.index];
    const QuestionText& text = language.questions[source.index];
    if (cell_index >= answer_cells(question))
        return cell_index == no_answer_cell(question) ? language.no_answer : language.not_asked;
    if (const auto* grid = std::get_if<Grid>(&question.kind)) {
        const std::vector<std::string>& rows =
            grid->rows_from ? language.questions[*grid->rows_from].options : text.rows;
        return rows[cell_index / grid->options.size()] + ": " + text.options[cell_index % grid->options.size()];
    }
    if (std::holds_alternative<Score>(question.kind)) return std::to_string(cell_index);
    return text.options[cell_index];
}

}  // namespace

Result<circuits::Measurement> measure(const Survey& survey, const Compiled& compiled, const Answers& answers) {
    TACIT_CHECK(check_answers(survey, answers));
    const std::vector<bool> is_asked = asked(survey, answers);
    circuits::Measurement measurement;
    for (const Source& input : compiled.inputs) {
        if (input.kind == Source::Kind::question)
            measurement.push_back(question_answer(survey, answers, input.index, is_asked[input.index]));
        else
            measurement.push_back(derived_answer(survey, answers, input.index));
    }
    return measurement;
}

std::vector<std::int64_t> released_cells(const circuits::QuestionnaireConfig& config,
                                         const circuits::Measurement& measurement) {
    const PlainBlocks blocks(config, measurement);
    std::vector<std::int64_t> output;
    for (const std::uint16_t block : config.release) {
        const auto& cells = blocks.cells(block);
        output.insert(output.end(), cells.begin(), cells.end());
    }
    return output;
}

std::vector<Moved> disclosure(const Compiled& compiled, const circuits::Measurement& measurement) {
    const std::vector<std::int64_t> cells = released_cells(compiled.config, measurement);
    std::vector<Moved> moved;
    for (std::size_t table = 0; table < compiled.tables.size(); ++table) {
        const CompiledTable& compiled_table = compiled.tables[table];
        for (std::size_t i = 0; i < compiled_table.cell_count; ++i)
            if (const std::int64_t by = cells[compiled_table.first_cell + i]; by != 0) moved.push_back({table, i, by});
    }
    return moved;
}

CellLabels cell_labels(const Survey& survey, const Compiled& compiled, const Language& language, std::size_t table,
                       std::size_t cell_index) {
    const CompiledTable& compiled_table = compiled.tables[table];
    CellLabels labels{language.tables[table].title, {}};
    if (compiled_table.kind == TableKind::sum) return labels;
    std::size_t rest = cell_index;
    for (auto axis = compiled_table.axes.rbegin(); axis != compiled_table.axes.rend(); ++axis) {
        labels.levels.push_back(level_label(survey, language, axis->source, rest % axis->codes.size()));
        rest /= axis->codes.size();
    }
    std::reverse(labels.levels.begin(), labels.levels.end());
    return labels;
}

}  // namespace tacit::survey
