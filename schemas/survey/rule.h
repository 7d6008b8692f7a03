// When a question is asked, as data (design.md section 4, "Rules"). A rule names earlier questions only.
#pragma once
#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

namespace tacit::survey {

struct Rule;

struct All {
    std::vector<Rule> rules;
};
struct Any {
    std::vector<Rule> rules;
};
struct Not {
    std::vector<Rule> rule;
};                 // exactly one; a vector because Rule is not complete here
struct MarkedIn {  // some mark of the question is one of these options
    std::size_t question;
    std::vector<std::uint16_t> options;
};
struct IsAnswered {
    std::size_t question;
};
struct ScoreAtLeast {
    std::size_t question;
    std::uint16_t min;
};
struct HasJournalStart {};

struct Rule {
    std::variant<All, Any, Not, MarkedIn, IsAnswered, ScoreAtLeast, HasJournalStart> is;
};

}  // namespace tacit::survey
