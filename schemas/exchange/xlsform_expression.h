// The conditions of XLSForm that a survey can say: selected(${q}, 'code'), ${q} = 'code', != , comparisons of numbers,
// ${q} = '' for "not answered", not(…), and, or, parentheses.
#pragma once
#include <functional>
#include <map>
#include <optional>

#include "crypto/base/result.h"
#include "schemas/json/node.h"

namespace tacit::exchange {

// What a condition may look at.
struct Asked {
    std::string id;                            // of the question
    std::map<std::string, std::string> codes;  // name in the choices sheet, or number, to option code
    bool number = false;
};
using AskedQuestions = std::map<std::string, Asked>;  // by name in the survey sheet

// The rule that says the same. Fails with what cannot be said; `where` is left to the caller.
Result<json::Node> read_relevant(std::string_view expression, const AskedQuestions& asked);

// What a select_multiple's constraint says that a survey can say as well.
struct MarksConstraint {
    std::size_t max = 0;                 // 0: none said
    std::vector<std::string> exclusive;  // names of choices that go with no other
};
// count-selected(.) <= n and not(selected(., 'none') and count-selected(.) > 1), in any number and order; nothing where
// there is anything else in it.
std::optional<MarksConstraint> read_marks_constraint(std::string_view constraint);

// ". >= 0 and . <= 10": the smallest and the largest number; nothing where it says anything else.
std::optional<std::pair<std::int64_t, std::int64_t>> read_range(std::string_view constraint);

}  // namespace tacit::exchange
