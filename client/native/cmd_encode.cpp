// tacit encode: what a line of answers becomes, block by block, without sending it.
#include <iostream>

#include "client/native/answers_file.h"
#include "client/native/cmd_common.h"
#include "client/native/files.h"
#include "schemas/survey/load.h"
#include "schemas/survey/measure.h"

namespace tacit::native {
namespace {

struct EncodeOptions {
    std::string survey;
    std::string answers;
};

std::string code_of(const survey::Survey& survey, const survey::Source& source, std::size_t cell) {
    return survey::cell_code(survey, source, cell) + " (" + std::to_string(cell) + ")";
}

std::string block_text(const circuits::Block& block) {
    if (const auto* choice = std::get_if<circuits::Choice>(&block)) return "choice(" + std::to_string(choice->k) + ")";
    const auto& multi = std::get<circuits::Multi>(block);
    return "multi(" + std::to_string(multi.k) + ", at most " + std::to_string(multi.max) + ")";
}

void print_line(const survey::Survey& survey, const survey::Compiled& compiled, const AnswersLine& line) {
    std::cout << "line " << line.number << '\n';
    std::size_t element = 0;
    for (std::size_t block = 0; block < compiled.config.blocks.size() && element < line.measurement.size(); ++block) {
        const circuits::Block& kind = compiled.config.blocks[block];
        if (!std::holds_alternative<circuits::Choice>(kind) && !std::holds_alternative<circuits::Multi>(kind)) continue;
        const survey::Source& source = compiled.inputs[element];
        const circuits::Answer& answer = line.measurement[element++];
        std::cout << "  block " << block << "  " << block_text(kind) << "  " << survey::id_of(survey, source) << ":";
        if (const auto* cell = std::get_if<std::uint16_t>(&answer)) {
            std::cout << ' ' << code_of(survey, source, *cell);
        } else {
            for (const std::uint16_t marked : std::get<std::vector<std::uint16_t>>(answer))
                std::cout << ' ' << code_of(survey, source, marked);
        }
        std::cout << '\n';
    }
    std::cout << "  moves\n";
    for (const survey::Moved& moved : survey::disclosure(compiled, line.measurement)) {
        const survey::CompiledTable& table = compiled.tables[moved.table];
        const survey::CellName name = survey::cell_name(table, moved.cell);
        std::cout << "    " << table.id;
        if (!name.row.empty()) std::cout << ' ' << name.row;
        if (!name.column.empty()) std::cout << " x " << name.column;
        std::cout << " by " << moved.by << '\n';
    }
}

int run(const EncodeOptions& options) {
    const auto survey_text = read_file(options.survey);
    if (!survey_text) return report_failure(survey_text.error(), true);
    const auto file = survey::load_file(as_text(*survey_text));
    if (!file) return report_failure(file.error(), true);
    const auto compiled = survey::compile(file->survey);
    if (!compiled) return report_failure(compiled.error(), true);
    const auto text = read_input(options.answers);
    if (!text) return report_failure(text.error(), true);
    const AnswersFile answers = read_answers(file->survey, *compiled, *text);
    for (const AnswersLine& line : answers.lines) print_line(file->survey, *compiled, line);
    for (const BadLine& line : answers.bad) std::cerr << "tacit: " << to_text(line) << '\n';
    return answers.bad.empty() ? kDone : kBadFile;
}

}  // namespace

void add_encode(programs::Command app) {
    auto options = std::make_shared<EncodeOptions>();
    programs::Command command = app.add_command("encode", "Show what answers become, without sending them");
    command.add_option("--survey", options->survey, "A survey file").required().type_name("FILE");
    command.add_option("--answers", options->answers, "JSON Lines, or - for standard input")
        .required()
        .type_name("FILE");
    command.runs([options] { return run(*options); });
}

}  // namespace tacit::native
