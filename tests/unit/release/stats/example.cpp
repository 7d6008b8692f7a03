#include "tests/unit/release/stats/example.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "crypto/base/check.h"
#include "schemas/survey/load.h"

namespace tacit::test {
namespace {

Example compiled(survey::Survey survey) {
    auto result = survey::compile(survey);
    TACIT_ASSERT(result.has_value());
    return {std::move(survey), *std::move(result)};
}

}  // namespace

Example example(const std::string& definition) {
    const auto document = json::Document::parse(definition);
    TACIT_ASSERT(document.has_value());
    auto survey = survey::load_definition(document->root());
    if (!survey) ADD_FAILURE() << to_text(survey.error());
    TACIT_ASSERT(survey.has_value());
    return compiled(*std::move(survey));
}

Example bundled_example(std::string_view name) {
    std::ifstream in(std::string(TACIT_SCHEMAS) + "/surveys/" + std::string(name) + ".json");
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    auto file = survey::load_file(text);
    TACIT_ASSERT(file.has_value());
    return compiled(std::move(file->survey));
}

Example two_choices() {
    return example(R"json({
      "id": "two", "version": "1", "profile": "standard",
      "questions": [{"id": "x", "kind": "single", "options": ["a", "b"]},
                    {"id": "y", "kind": "single", "options": ["c", "d"]}],
      "derived": [], "groups": [],
      "tables": [{"id": "x", "kind": "margin", "of": ["x"]}, {"id": "y", "kind": "margin", "of": ["y"]},
                 {"id": "xy", "kind": "cross", "of": ["x", "y"]}]})json");
}

std::size_t Example::cell(std::string_view id, std::string_view row, std::string_view column) const {
    const survey::CompiledTable& in = table(id);
    for (std::size_t i = 0; i < in.cell_count; ++i)
        if (survey::cell_name(in, i) == survey::CellName{std::string(row), std::string(column)})
            return in.first_cell + i;
    TACIT_ASSERT(false);
}

const survey::CompiledTable& Example::table(std::string_view id) const {
    for (const survey::CompiledTable& table : compiled.tables)
        if (table.id == id) return table;
    TACIT_ASSERT(false);
}

std::vector<release::Batch> one_batch(std::vector<std::int64_t> totals) { return {{std::move(totals), 0, 0}}; }

const release::Table& find(const release::Results& results, std::string_view id) {
    for (const release::Table& table : results.tables)
        if (table.id == id) return table;
    TACIT_ASSERT(false);
}

const release::Cell& find(const release::Table& table, std::string_view row, std::string_view column) {
    for (const release::Cell& cell : table.cells)
        if (cell.name.row == row && cell.name.column == column) return cell;
    TACIT_ASSERT(false);
}

const release::Line& find_line(const std::vector<release::Line>& lines, std::string_view code) {
    for (const release::Line& line : lines)
        if (line.code == code) return line;
    TACIT_ASSERT(false);
}

const release::Share& find(const std::vector<release::Share>& shares, release::Base base) {
    for (const release::Share& share : shares)
        if (share.base == base) return share;
    TACIT_ASSERT(false);
}

}  // namespace tacit::test
