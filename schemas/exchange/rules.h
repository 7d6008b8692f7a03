// Rules of a survey (design.md section 4) put together from the conditions of another format, in the shortest form that
// says the same, so that a rule that was written out comes back as it was.
#pragma once
#include <string>
#include <vector>

#include "schemas/json/node.h"

namespace tacit::exchange {

json::Node marked_in(const std::string& question, const std::vector<std::string>& codes);
json::Node is_answered(const std::string& question);
json::Node score_at_least(const std::string& score, std::int64_t min);
json::Node negated(const json::Node& rule);
// Never of nothing. One rule stands for itself; "in" of one question under any, and "not in" under all, become one; an
// "in" that another one of the same question implies is left out under all.
json::Node all_of(std::vector<json::Node> rules);
json::Node any_of(std::vector<json::Node> rules);

}  // namespace tacit::exchange
