// Small surveys without wording, and totals written down by cell, for tests of the statistics.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/release/stats/analyse.h"

namespace tacit::test {

struct Example {
    survey::Survey survey;
    survey::Compiled compiled;

    std::size_t cell(std::string_view table, std::string_view row, std::string_view column = {}) const;
    const survey::CompiledTable& table(std::string_view id) const;
};
// A definition: {"id", …, "tables"} without texts.
Example example(const std::string& definition);
Example bundled_example(std::string_view name);  // "core" or "full"

// Two choices x and y of two options each, and their cross: 3, 3 and 9 cells with "no answer".
Example two_choices();
std::vector<release::Batch> one_batch(std::vector<std::int64_t> totals);

const release::Table& find(const release::Results& results, std::string_view table);
const release::Cell& find(const release::Table& table, std::string_view row, std::string_view column = {});
const release::Line& find_line(const std::vector<release::Line>& lines, std::string_view code);
const release::Share& find(const std::vector<release::Share>& shares, release::Base base);

}  // namespace tacit::test
