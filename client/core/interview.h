// Walks one person through a survey, one thing at a time: a question, an item of a score, a row of a grid.
//
// Holds the answers and nothing else; what is shown and read is the caller's. Answers that the rules skip after a step
// back are forgotten, so what the review shows is what would be sent. Single-threaded; no I/O.
#pragma once
#include <optional>

#include "schemas/survey/answers.h"
#include "schemas/survey/flow.h"

namespace tacit::client {

class Interview {
public:
    // The survey outlives the interview.
    explicit Interview(const survey::Survey& survey, survey::Journal journal = {});

    // Where it stands. `part` is the item of a score or the row of a grid; 0 for the others.
    struct Step {
        std::size_t question = 0;
        std::size_t part = 0;
        bool operator==(const Step&) const = default;
    };
    // Goes on with one that was left. The answers are of this survey (survey::check_answers); a step that is not shown
    // any more, or none, is the review.
    Interview(const survey::Survey& survey, survey::Answers answers, std::optional<Step> step);

    // Nothing once every question was passed, after finish(), and where the survey ended.
    const std::optional<Step>& step() const { return step_; }
    // Set where the person chose an option that ends the survey on the device ("under 18"): nothing may be sent then.
    struct End {
        std::size_t question, index;  // index into Single::ends
    };
    const std::optional<End>& ended() const { return ended_; }

    const survey::Survey& survey() const { return *survey_; }
    const survey::Answers& answers() const { return answers_; }
    const survey::Question& question() const;  // of the current step
    std::size_t position() const;              // of the current step among the questions shown, from 1
    std::size_t questions_left() const;        // after the current one, at most: rules may still skip some
    // The choices of the current step: options, steps of a scale, or a grid's options; for a single also its ends.
    std::size_t choice_count() const;
    // The parts of the current question as they are offered: items, or rows of a grid; one part otherwise.
    const std::vector<std::uint16_t>& parts() const { return parts_; }
    // What the current step holds already (after going back): a choice, or the marks of a multiple question.
    std::optional<std::uint16_t> chosen() const;
    std::vector<std::uint16_t> marked() const;
    // Marks that may still be set in the current grid, or at all in a multiple question.
    std::size_t marks_left() const;

    // Answers the current step and moves on. Refused (in words, without moving): a number that is not offered, too many
    // marks, an option that goes with no other beside others, nothing marked where that is no answer.
    Result<void> choose(std::uint16_t choice);              // single, score, grid
    Result<void> mark(std::vector<std::uint16_t> options);  // multiple
    void skip();                                            // this step stays unanswered
    void skip_question();                                   // on to the next; what the current one holds stays as it is
    bool back();                                            // false at the start
    void finish();                                          // everything not reached yet stays unanswered
    void go_to(std::size_t question);                       // a shown question, from the review

    // The questions that count, in order: asked by the rules or filled from the journal.
    std::vector<std::size_t> review() const;
    std::size_t answered_count() const;

private:
    void enter(std::optional<std::size_t> question, bool at_last_part);
    void advance();
    void set_part(std::optional<std::uint16_t> value);

    const survey::Survey* survey_;
    survey::Answers answers_;
    std::optional<Step> step_;
    std::optional<End> ended_;
    std::vector<std::uint16_t> parts_;
};

}  // namespace tacit::client
