// Which questions a rule looks at.
#pragma once
#include <algorithm>
#include <type_traits>

#include "schemas/survey/rule.h"

namespace tacit::client {

// Whether `is_one(question)` holds for any question that the rule names.
template <class IsOne>
bool names_question(const survey::Rule& rule, const IsOne& is_one) {
    const auto any = [&](const std::vector<survey::Rule>& rules) {
        return std::any_of(rules.begin(), rules.end(),
                           [&](const survey::Rule& inner) { return names_question(inner, is_one); });
    };
    return std::visit(
        [&](const auto& is) {
            using Is = std::decay_t<decltype(is)>;
            if constexpr (std::is_same_v<Is, survey::All> || std::is_same_v<Is, survey::Any>) {
                return any(is.rules);
            } else if constexpr (std::is_same_v<Is, survey::Not>) {
                return any(is.rule);
            } else if constexpr (std::is_same_v<Is, survey::HasJournalStart>) {
                return false;
            } else {
                return static_cast<bool>(is_one(is.question));
            }
        },
        rule.is);
}

}  // namespace tacit::client
