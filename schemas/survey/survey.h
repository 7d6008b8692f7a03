// A survey's definition: what is asked, in which order, when, and which tables may ever be published (design.md section
// 4).
//
// Plain values without wording. Every index points into the vectors of this struct and is valid once a survey was
// loaded.
#pragma once
#include "crypto/base/bytes.h"
#include "crypto/dp/profile.h"
#include "schemas/survey/question.h"
#include "schemas/survey/table.h"

namespace tacit::survey {

struct Survey {
    std::string id;
    std::string version;
    dp::Profile profile = dp::Profile::standard;
    std::vector<Question> questions;
    std::vector<Derived> derived;
    std::vector<Group> groups;
    std::vector<Table> tables;
};

std::optional<std::size_t> find_question(const Survey& survey, std::string_view id);

// The id of what a factor or group stands on, and its cells.
const std::string& id_of(const Survey& survey, const Source& source);
std::size_t cell_count(const Survey& survey, const Source& source);
std::string cell_code(const Survey& survey, const Source& source, std::size_t cell);
// Whether every report marks exactly one of its cells: not so for a multiple question, a grid, and a group that leaves
// cells out.
bool marks_exactly_one(const Survey& survey, const Source& source);

}  // namespace tacit::survey
