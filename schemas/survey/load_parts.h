// The parts of the loader, one per section of the file. Only load.cpp and its siblings include this.
#pragma once
#include "schemas/json/reader.h"
#include "schemas/survey/survey.h"
#include "schemas/survey/texts.h"

namespace tacit::survey {

// An id or code: a small letter, then small letters, digits and underscores, 32 characters at most.
bool is_code(std::string_view text);
Result<std::string> load_code(const json::Value& value);
// An array of codes, none twice, none of the reserved ones.
Result<std::vector<std::string>> load_codes(const json::Value& value, std::size_t count_min);
std::optional<std::size_t> find_code(const std::vector<std::string>& codes, std::string_view code);
// "did you mean "x"?", or a list of what there is.
std::string suggest(std::string_view given, const std::vector<std::string>& known);

// A rule over the questions before `before`; `survey` has the questions read so far, `ids` those of the whole file.
Result<Rule> load_rule(const json::Value& value, const Survey& survey, const std::vector<std::string>& ids,
                       std::size_t before);
json::Node rule_node(const Survey& survey, const Rule& rule);
// Every question that a rule names.
void collect_questions(const Rule& rule, std::vector<bool>& used);

Result<Question> load_question(const json::Value& value, const Survey& survey, const std::vector<std::string>& ids);
json::Node question_node(const Survey& survey, const Question& question);

Result<Derived> load_derived(const json::Value& value, const Survey& survey, const std::vector<std::string>& ids);
Result<Group> load_group(const json::Value& value, const Survey& survey);
Result<Table> load_table(const json::Value& value, const Survey& survey);
json::Node derived_node(const Survey& survey, const Derived& derived);
json::Node group_node(const Survey& survey, const Group& group);
json::Node table_node(const Survey& survey, const Table& table);

// Rules over the whole: everything that is asked or grouped is needed, and a mean has what it needs.
Result<void> check_whole(const Survey& survey);

Result<Language> load_language(const json::Value& value, const Survey& survey, std::string tag);
json::Node language_node(const Survey& survey, const Language& language);

}  // namespace tacit::survey
