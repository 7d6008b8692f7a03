#include "schemas/survey/question.h"

#include "crypto/base/check.h"

namespace tacit::survey {
namespace {

struct AnswerCells {
    std::size_t operator()(const Single& single) const { return single.options.size(); }
    std::size_t operator()(const Multiple& multiple) const { return multiple.options.size(); }
    std::size_t operator()(const Grid& grid) const { return grid.rows.size() * grid.options.size(); }
    std::size_t operator()(const Score& score) const {
        return std::size_t{instruments::instrument(score.instrument).max_total()} + 1;
    }
};

struct AnswerCode {
    std::size_t cell;
    std::string operator()(const Single& single) const { return single.options[cell]; }
    std::string operator()(const Multiple& multiple) const { return multiple.options[cell]; }
    std::string operator()(const Grid& grid) const {
        return grid.rows[cell / grid.options.size()] + '/' + grid.options[cell % grid.options.size()];
    }
    std::string operator()(const Score&) const { return std::to_string(cell); }
};

struct MarksMax {
    std::uint16_t operator()(const Single&) const { return 1; }
    std::uint16_t operator()(const Multiple& multiple) const { return multiple.max; }
    std::uint16_t operator()(const Grid& grid) const { return grid.max; }
    std::uint16_t operator()(const Score&) const { return 1; }
};

}  // namespace

std::size_t answer_cells(const Question& question) { return std::visit(AnswerCells{}, question.kind); }

std::size_t cell_count(const Question& question) { return answer_cells(question) + (question.ask_if ? 2 : 1); }

std::size_t no_answer_cell(const Question& question) { return answer_cells(question); }

std::size_t not_asked_cell(const Question& question) {
    TACIT_ASSERT(question.ask_if);
    return answer_cells(question) + 1;
}

std::string cell_code(const Question& question, std::size_t cell) {
    TACIT_ASSERT(cell < cell_count(question));
    if (cell < answer_cells(question)) return std::visit(AnswerCode{cell}, question.kind);
    return std::string(cell == no_answer_cell(question) ? kNoAnswer : kNotAsked);
}

std::uint16_t marks_max(const Question& question) { return std::visit(MarksMax{}, question.kind); }

}  // namespace tacit::survey
