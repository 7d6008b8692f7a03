// All wording of a survey, per language (BCP 47). Labels stand in the order of the codes that they belong to.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace tacit::survey {

struct EndText {
    std::string label;    // the button
    std::string message;  // what is shown when the survey ends there
};

struct QuestionText {
    std::string text;
    std::string help;                  // may be empty
    std::string empty;                 // the button for "nothing marked" where that is an answer
    std::vector<std::string> options;  // of a score: the steps of its answer scale
    std::vector<EndText> ends;
    std::vector<std::string> rows;   // of a grid with rows of its own
    std::string stem;                // of a score: shown with every item
    std::vector<std::string> items;  // of a score
    std::string credit;              // of a score: may be empty
};

struct LevelsText {
    std::string title;
    std::vector<std::string> levels;
};

struct TableText {
    std::string title;
    std::string base;  // who is counted, in words
};

struct Language {
    std::string tag;
    std::string title;
    std::string about;                 // may be empty
    std::vector<std::string> notices;  // credits and licences to show
    std::string no_answer, not_asked, missing;
    std::vector<std::pair<std::string, std::string>> sections;  // code, heading; in order of first use
    std::vector<QuestionText> questions;
    std::vector<LevelsText> derived, groups;
    std::vector<TableText> tables;
};

struct Texts {
    std::vector<Language> languages;  // in file order, never empty

    // The language asked for, or one that shares its primary subtag; null where there is neither.
    const Language* find(std::string_view tag) const;
    // The same, or else the first.
    const Language& best(std::string_view tag) const;
};

}  // namespace tacit::survey
