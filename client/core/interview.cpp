#include "client/core/interview.h"

#include <algorithm>
#include <numeric>

#include "client/core/rule_questions.h"
#include "crypto/base/check.h"

namespace tacit::client {
namespace {

using survey::Chosen;
using survey::Given;
using survey::Grid;
using survey::GridMark;
using survey::Items;
using survey::Marked;
using survey::Multiple;
using survey::Rated;
using survey::Score;
using survey::Single;

std::size_t step_count(const Score& score) { return instruments::instrument(score.instrument).steps.size(); }
std::size_t item_count(const Score& score) { return instruments::instrument(score.instrument).items.size(); }

std::optional<std::uint16_t> mark_in_row(const Given& given, std::uint16_t row) {
    const auto* rated = std::get_if<Rated>(&given);
    if (rated == nullptr) return std::nullopt;
    for (const GridMark& mark : rated->marks) {
        if (mark.row == row) return mark.option;
    }
    return std::nullopt;
}

std::string count_of(std::size_t count) { return std::to_string(count); }

}  // namespace

Interview::Interview(const survey::Survey& survey, survey::Journal journal) : survey_(&survey), answers_(survey) {
    answers_.journal = std::move(journal);
    enter(survey::next_question(*survey_, answers_, 0), false);
}

Interview::Interview(const survey::Survey& survey, survey::Answers answers, std::optional<Step> step)
    : survey_(&survey), answers_(std::move(answers)) {
    if (!step || !survey::shown(survey, answers_, step->question)) return;
    enter(step->question, false);
    if (step_ && step_->question == step->question && step->part < parts_.size()) step_->part = step->part;
}

const survey::Question& Interview::question() const {
    TACIT_ASSERT(step_);
    return survey_->questions[step_->question];
}

std::size_t Interview::position() const {
    TACIT_ASSERT(step_);
    return survey::progress(*survey_, answers_, step_->question).position;
}

std::size_t Interview::questions_left() const {
    TACIT_ASSERT(step_);
    std::size_t left = 0;
    for (std::size_t i = step_->question + 1; i < survey_->questions.size(); ++i) {
        const auto& rule = survey_->questions[i].ask_if;
        // Whether a rule asks is certain once every question that it names lies behind.
        const bool undecided =
            rule && names_question(*rule, [&](std::size_t named) { return named >= step_->question; });
        if (undecided || survey::shown(*survey_, answers_, i)) ++left;
    }
    return left;
}

std::size_t Interview::choice_count() const {
    const auto& kind = question().kind;
    if (const auto* single = std::get_if<Single>(&kind)) return single->options.size() + single->ends.size();
    if (const auto* multiple = std::get_if<Multiple>(&kind)) return multiple->options.size();
    if (const auto* grid = std::get_if<Grid>(&kind)) return grid->options.size();
    return step_count(std::get<Score>(kind));
}

std::optional<std::uint16_t> Interview::chosen() const {
    TACIT_ASSERT(step_);
    const Given& given = answers_.given[step_->question];
    if (const auto* chosen = std::get_if<Chosen>(&given)) return chosen->option;
    if (const auto* items = std::get_if<Items>(&given)) {
        if (const auto& value = items->values[step_->part]) return *value;
        return std::nullopt;
    }
    return mark_in_row(given, parts_[step_->part]);
}

std::vector<std::uint16_t> Interview::marked() const {
    TACIT_ASSERT(step_);
    const auto* marked = std::get_if<Marked>(&answers_.given[step_->question]);
    return marked == nullptr ? std::vector<std::uint16_t>{} : marked->options;
}

std::size_t Interview::marks_left() const {
    if (const auto* multiple = std::get_if<Multiple>(&question().kind)) return multiple->max;
    const auto* grid = std::get_if<Grid>(&question().kind);
    if (grid == nullptr) return 1;
    const auto* rated = std::get_if<Rated>(&answers_.given[step_->question]);
    return grid->max - (rated == nullptr ? 0 : rated->marks.size());
}

Result<void> Interview::choose(std::uint16_t choice) {
    if (choice >= choice_count())
        return fail(Fault::refused, "there is no choice " + count_of(choice + 1u), {},
                    "Choose a number from 1 to " + count_of(choice_count()) + ".");
    const survey::Question& now = question();
    if (const auto* single = std::get_if<Single>(&now.kind)) {
        if (choice >= single->options.size()) {
            ended_ = End{step_->question, choice - single->options.size()};
            answers_ = survey::Answers(*survey_);  // nothing is kept of a survey that ends this way
            step_.reset();
            return {};
        }
        answers_.given[step_->question] = Chosen{choice};
        survey::drop_unasked(*survey_, answers_);
    } else if (std::holds_alternative<Multiple>(now.kind)) {
        return mark({choice});
    } else {
        if (std::holds_alternative<Grid>(now.kind) && marks_left() == 0 && !chosen())
            return fail(Fault::refused, "no more than " + count_of(survey::marks_max(now)) + " can be rated here", {},
                        "Go back and clear one, or go on.");
        set_part(choice);
    }
    advance();
    return {};
}

Result<void> Interview::mark(std::vector<std::uint16_t> options) {
    const auto* multiple = std::get_if<Multiple>(&question().kind);
    TACIT_ASSERT(multiple != nullptr);
    std::sort(options.begin(), options.end());
    options.erase(std::unique(options.begin(), options.end()), options.end());
    if (options.empty() && !multiple->may_be_empty)
        return fail(Fault::refused, "nothing is marked", {}, "Mark something, or skip the question.");
    if (!options.empty() && options.back() >= multiple->options.size())
        return fail(Fault::refused, "there is no choice " + count_of(options.back() + 1u), {},
                    "Choose numbers from 1 to " + count_of(multiple->options.size()) + ".");
    if (options.size() > multiple->max)
        return fail(Fault::refused, "these are " + count_of(options.size()) + " of at most " + count_of(multiple->max),
                    {}, "Choose the " + count_of(multiple->max) + " that matter most.");
    for (const std::uint16_t option : options) {
        const auto& exclusive = multiple->exclusive;
        if (options.size() > 1 &&
            std::find(exclusive.begin(), exclusive.end(), multiple->options[option]) != exclusive.end())
            return fail(Fault::refused, "choice " + count_of(option + 1u) + " goes with no other", {},
                        "Choose it alone, or leave it out.");
    }
    answers_.given[step_->question] = Marked{std::move(options)};
    survey::drop_unasked(*survey_, answers_);
    advance();
    return {};
}

void Interview::skip() {
    TACIT_ASSERT(step_);
    const auto& kind = question().kind;
    if (std::holds_alternative<Score>(kind) || std::holds_alternative<Grid>(kind)) {
        set_part(std::nullopt);
    } else {
        answers_.given[step_->question] = {};
        survey::drop_unasked(*survey_, answers_);
    }
    advance();
}

void Interview::skip_question() {
    TACIT_ASSERT(step_);
    enter(survey::next_question(*survey_, answers_, step_->question + 1), false);
}

bool Interview::back() {
    if (step_ && step_->part > 0) {
        --step_->part;
        return true;
    }
    const std::size_t from = step_ ? step_->question : survey_->questions.size();
    const auto before = survey::previous_question(*survey_, answers_, from);
    if (!before) return false;
    enter(before, true);
    return true;
}

void Interview::finish() { step_.reset(); }

void Interview::go_to(std::size_t question) {
    TACIT_ASSERT(survey::shown(*survey_, answers_, question));
    enter(question, false);
}

std::vector<std::size_t> Interview::review() const {
    std::vector<std::size_t> list;
    for (std::size_t i = 0; i < survey_->questions.size(); ++i) {
        if (survey::asked(*survey_, answers_, i)) list.push_back(i);
    }
    return list;
}

std::size_t Interview::answered_count() const {
    const auto list = review();
    return static_cast<std::size_t>(std::count_if(list.begin(), list.end(), [&](std::size_t question) {
        return !std::holds_alternative<std::monostate>(survey::effective(*survey_, answers_, question));
    }));
}

void Interview::enter(std::optional<std::size_t> question, bool at_last_part) {
    parts_.clear();
    step_.reset();
    if (!question) return;
    const auto& kind = survey_->questions[*question].kind;
    if (const auto* score = std::get_if<Score>(&kind)) {
        parts_.resize(item_count(*score));
        std::iota(parts_.begin(), parts_.end(), std::uint16_t{0});
    } else if (std::holds_alternative<Grid>(kind)) {
        parts_ = survey::offered_rows(*survey_, answers_, *question);
        if (parts_.empty())  // a grid over something of which nothing was marked
            return enter(at_last_part ? survey::previous_question(*survey_, answers_, *question)
                                      : survey::next_question(*survey_, answers_, *question + 1),
                         at_last_part);
    } else {
        parts_ = {0};
    }
    step_ = Step{*question, at_last_part ? parts_.size() - 1 : 0};
}

void Interview::advance() {
    // A grid with no marks left only shows the rows that have one, for people who want to look again.
    while (step_ && ++step_->part < parts_.size()) {
        if (!std::holds_alternative<Grid>(question().kind) || marks_left() > 0 || chosen()) return;
    }
    if (step_) enter(survey::next_question(*survey_, answers_, step_->question + 1), false);
}

void Interview::set_part(std::optional<std::uint16_t> value) {
    Given& given = answers_.given[step_->question];
    if (const auto* score = std::get_if<Score>(&question().kind)) {
        if (!std::holds_alternative<Items>(given)) {
            Items blank;
            blank.values.resize(item_count(*score));
            given = std::move(blank);
        }
        auto& values = std::get<Items>(given).values;
        values[step_->part].reset();
        if (value) values[step_->part] = static_cast<std::uint8_t>(*value);
        if (std::none_of(values.begin(), values.end(), [](const auto& item) { return item.has_value(); })) given = {};
    } else {
        const std::uint16_t row = parts_[step_->part];
        if (!std::holds_alternative<Rated>(given)) given = Rated{};
        auto& marks = std::get<Rated>(given).marks;
        std::erase_if(marks, [&](const GridMark& mark) { return mark.row == row; });
        if (value) marks.push_back({row, *value});
        std::sort(marks.begin(), marks.end());
        if (marks.empty()) given = {};
    }
    survey::drop_unasked(*survey_, answers_);
}

}  // namespace tacit::client
