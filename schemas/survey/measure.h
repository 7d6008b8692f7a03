// From answers to the measurement that is proven and shared, and what that measurement moves in what is published.
#pragma once
#include "crypto/circuits/questionnaire.h"
#include "schemas/survey/answers.h"
#include "schemas/survey/compile.h"
#include "schemas/survey/texts.h"

namespace tacit::survey {

// One element per choice or multi block, in order. Fails where check_answers does.
Result<circuits::Measurement> measure(const Survey& survey, const Compiled& compiled, const Answers& answers);

// What a measurement adds to each released cell: the circuit's output, computed in the clear.
std::vector<std::int64_t> released_cells(const circuits::QuestionnaireConfig& config,
                                         const circuits::Measurement& measurement);

// One published cell that a measurement moves.
struct Moved {
    std::size_t table;  // index into Compiled::tables
    std::size_t cell;   // within the table
    std::int64_t by;
};
// Everything that leaves the device, in the order of the tables.
std::vector<Moved> disclosure(const Compiled& compiled, const circuits::Measurement& measurement);

// How a person reads a cell: the table's title and the labels of its levels, one per axis.
struct CellLabels {
    std::string table;
    std::vector<std::string> levels;
};
CellLabels cell_labels(const Survey& survey, const Compiled& compiled, const Language& language, std::size_t table,
                       std::size_t cell);

}  // namespace tacit::survey
