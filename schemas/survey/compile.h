// From a survey to the blocks of the validity circuit, and what each published cell means (design.md sections 4 and 5).
#pragma once
#include "crypto/circuits/questionnaire_config.h"
#include "crypto/dp/rational.h"
#include "schemas/survey/survey.h"

namespace tacit::survey {

// One factor of a table: the codes of its levels, in the order of the block's cells.
struct Axis {
    std::string id;  // of the question, derived item or group
    Source source;
    Source base;                     // the question or derived item below a group; else the same as source
    std::vector<std::string> codes;  // "ect/lot" for the cell of a grid
    std::uint16_t marks = 1;         // cells that one honest report marks, at most
    bool one_each = true;            // every report marks exactly one: a choice, or a group over all of its cells
};

struct CompiledTable {
    std::string id;
    TableKind kind = TableKind::margin;
    std::uint32_t weight = 1;
    std::uint16_t block = 0;     // index into the configuration's blocks
    std::size_t first_cell = 0;  // in the output, that is among the released cells
    std::size_t cell_count = 0;
    std::uint64_t delta_squared = 0;
    std::uint32_t sigma_squared = 0;  // of the noise that each aggregator adds
    std::vector<Axis> axes;           // one, two or three; row-major, the last runs fastest
    bool sums_to_reports = false;     // the cells add up to the number of reports; n-hat uses only such tables
    std::int64_t cell_min = 0;        // what one report can add to a cell, at least and at most
    std::int64_t cell_max = 1;
};

// The names of a published cell: row and column as cells.csv has them. A margin has no column, except that a grid's
// rows and options are rows and columns; the row of three factors is "first/second".
struct CellName {
    std::string row, column;
    bool operator==(const CellName&) const = default;
};
CellName cell_name(const CompiledTable& table, std::size_t cell);

struct Compiled {
    circuits::QuestionnaireConfig config;
    std::vector<Source> inputs;         // what each choice or multi block holds, in order: the measurement's elements
    std::vector<CompiledTable> tables;  // in file order, which is the order of release
    dp::Rational rho;                   // of the profile
    std::vector<std::uint32_t> sigma_squared;  // per released block
    std::size_t output_size = 0;
    std::uint64_t default_min_batch_size = 0;
};

inline constexpr std::uint64_t kMinBatchSizeFloor = 50;  // no task may ask for less

Result<Compiled> compile(const Survey& survey);

}  // namespace tacit::survey
