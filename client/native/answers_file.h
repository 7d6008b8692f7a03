// JSON Lines of answers, all read and checked before anything is done with one of them (design.md section 4).
#pragma once
#include "crypto/circuits/questionnaire.h"
#include "schemas/survey/answers.h"
#include "schemas/survey/compile.h"

namespace tacit::native {

struct AnswersLine {
    std::uint64_t number = 0;  // in the file, from 1
    survey::Answers answers;
    circuits::Measurement measurement;
};

struct BadLine {
    std::uint64_t number = 0;
    Error error;
};

struct AnswersFile {
    Sha256 hash{};  // of the whole file
    std::vector<AnswersLine> lines;
    std::vector<BadLine> bad;
};

// Empty lines are passed over, and keep their number.
AnswersFile read_answers(const survey::Survey& survey, const survey::Compiled& compiled, std::string_view text);

// "line 3: … (at /wins). …": one bad line, for the person who wrote it.
std::string to_text(const BadLine& line);

}  // namespace tacit::native
