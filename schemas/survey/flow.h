// Which question comes next: walks a survey in file order by its rules (design.md section 4). All functions are pure;
// whoever asks keeps the answers, and "finish now" is simply to stop asking.
#pragma once
#include "schemas/survey/answers.h"

namespace tacit::survey {

// Whether a rule holds. Only questions before `before` are looked at, and those not asked count as unanswered.
bool holds(const Survey& survey, const Answers& answers, const Rule& rule, std::size_t before);

// Per question: whether its rules ask it, given the answers before it.
std::vector<bool> asked(const Survey& survey, const Answers& answers);
bool asked(const Survey& survey, const Answers& answers, std::size_t question);
// Asked, and not filled in from the journal already.
bool shown(const Survey& survey, const Answers& answers, std::size_t question);

// The shown question at or after `from`; nothing at the end.
std::optional<std::size_t> next_question(const Survey& survey, const Answers& answers, std::size_t from);
// The shown question before `question`; nothing at the start.
std::optional<std::size_t> previous_question(const Survey& survey, const Answers& answers, std::size_t question);

struct Progress {
    std::size_t position, of;  // from 1; `of` may change as answers open or skip questions
};
Progress progress(const Survey& survey, const Answers& answers, std::size_t question);

// The answer that counts: none where the question is not asked, the journal's weeks where it takes them from there.
Given effective(const Survey& survey, const Answers& answers, std::size_t question);
// Forgets answers to questions that are not shown, and marks on rows that are not offered, any more (after going back
// and changing an answer).
void drop_unasked(const Survey& survey, Answers& answers);

// The rows of a grid that are offered: all, or those marked in the question that its rows come from.
std::vector<std::uint16_t> offered_rows(const Survey& survey, const Answers& answers, std::size_t grid);
// The option of a question with weeks_upto that so many weeks fall into.
std::uint16_t weeks_option(const Single& question, std::uint32_t weeks);

}  // namespace tacit::survey
