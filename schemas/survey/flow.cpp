#include "schemas/survey/flow.h"

#include <algorithm>

#include "crypto/base/check.h"
#include "schemas/survey/score.h"

namespace tacit::survey {
namespace {

const Single* single_with_weeks(const Question& question) {
    const auto* single = std::get_if<Single>(&question.kind);
    return single && !single->weeks_upto.empty() ? single : nullptr;
}

bool is_complete(const Question& question, const Given& given) {
    if (const auto* items = std::get_if<Items>(&given)) {
        const auto& score = std::get<Score>(question.kind);
        return instruments::total(instruments::instrument(score.instrument), items->values).has_value();
    }
    return !std::holds_alternative<std::monostate>(given);
}

// Evaluates rules while the answers that count become known, question by question.
class Evaluation {
public:
    Evaluation(const Survey& survey, const Answers& answers) : survey_(survey), answers_(answers) {
        TACIT_ASSERT(answers.given.size() == survey.questions.size());
    }

    // Decides the questions before `before`.
    void run(std::size_t before) {
        while (asked_.size() < before) {
            const Question& question = survey_.questions[asked_.size()];
            const bool is_asked = !question.ask_if || holds(*question.ask_if);
            asked_.push_back(is_asked);
        }
    }
    bool holds(const Rule& rule) const {
        return std::visit([this](const auto& is) { return (*this)(is); }, rule.is);
    }
    const std::vector<bool>& asked() const { return asked_; }

    Given counting(std::size_t index) const {
        if (index >= asked_.size() || !asked_[index]) return {};
        if (const Single* single = single_with_weeks(survey_.questions[index]); single && answers_.journal.weeks)
            return Chosen{weeks_option(*single, *answers_.journal.weeks)};
        return answers_.given[index];
    }

    bool operator()(const All& all) const {
        return std::all_of(all.rules.begin(), all.rules.end(), [this](const Rule& rule) { return holds(rule); });
    }
    bool operator()(const Any& any) const {
        return std::any_of(any.rules.begin(), any.rules.end(), [this](const Rule& rule) { return holds(rule); });
    }
    bool operator()(const Not& negation) const { return !holds(negation.rule.front()); }
    bool operator()(const MarkedIn& rule) const {
        const auto listed = [&](std::uint16_t option) {
            return std::find(rule.options.begin(), rule.options.end(), option) != rule.options.end();
        };
        const Given given = counting(rule.question);
        if (const auto* chosen = std::get_if<Chosen>(&given)) return listed(chosen->option);
        if (const auto* marked = std::get_if<Marked>(&given))
            return std::any_of(marked->options.begin(), marked->options.end(), listed);
        return false;
    }
    bool operator()(const IsAnswered& rule) const {
        return is_complete(survey_.questions[rule.question], counting(rule.question));
    }
    bool operator()(const ScoreAtLeast& rule) const {
        const Given given = counting(rule.question);
        const auto* items = std::get_if<Items>(&given);
        if (!items) return false;
        const auto& score = std::get<Score>(survey_.questions[rule.question].kind);
        const auto total = instruments::total(instruments::instrument(score.instrument), items->values);
        return total && *total >= rule.min;
    }
    bool operator()(const HasJournalStart&) const { return answers_.journal.start.has_value(); }

private:
    const Survey& survey_;
    const Answers& answers_;
    std::vector<bool> asked_;
};

bool is_shown(const Survey& survey, const Answers& answers, const std::vector<bool>& asked, std::size_t question) {
    return asked[question] && !(single_with_weeks(survey.questions[question]) && answers.journal.weeks);
}

}  // namespace

bool holds(const Survey& survey, const Answers& answers, const Rule& rule, std::size_t before) {
    Evaluation evaluation(survey, answers);
    evaluation.run(before);
    return evaluation.holds(rule);
}

std::vector<bool> asked(const Survey& survey, const Answers& answers) {
    Evaluation evaluation(survey, answers);
    evaluation.run(survey.questions.size());
    return evaluation.asked();
}

bool asked(const Survey& survey, const Answers& answers, std::size_t question) {
    Evaluation evaluation(survey, answers);
    evaluation.run(question + 1);
    return evaluation.asked()[question];
}

bool shown(const Survey& survey, const Answers& answers, std::size_t question) {
    return is_shown(survey, answers, asked(survey, answers), question);
}

std::optional<std::size_t> next_question(const Survey& survey, const Answers& answers, std::size_t from) {
    const std::vector<bool> is_asked = asked(survey, answers);
    for (std::size_t i = from; i < is_asked.size(); ++i)
        if (is_shown(survey, answers, is_asked, i)) return i;
    return std::nullopt;
}

std::optional<std::size_t> previous_question(const Survey& survey, const Answers& answers, std::size_t question) {
    const std::vector<bool> is_asked = asked(survey, answers);
    for (std::size_t i = std::min(question, is_asked.size()); i-- > 0;)
        if (is_shown(survey, answers, is_asked, i)) return i;
    return std::nullopt;
}

Progress progress(const Survey& survey, const Answers& answers, std::size_t question) {
    const std::vector<bool> is_asked = asked(survey, answers);
    Progress progress{1, 0};
    for (std::size_t i = 0; i < is_asked.size(); ++i) {
        if (!is_shown(survey, answers, is_asked, i)) continue;
        ++progress.of;
        if (i < question) ++progress.position;
    }
    return progress;
}

Given effective(const Survey& survey, const Answers& answers, std::size_t question) {
    Evaluation evaluation(survey, answers);
    evaluation.run(question + 1);
    return evaluation.counting(question);
}

void drop_unasked(const Survey& survey, Answers& answers) {
    const std::vector<bool> is_asked = asked(survey, answers);
    for (std::size_t i = 0; i < is_asked.size(); ++i) {
        if (!is_shown(survey, answers, is_asked, i)) answers.given[i] = {};
        auto* rated = std::get_if<Rated>(&answers.given[i]);
        if (!rated) continue;
        const std::vector<std::uint16_t> rows = offered_rows(survey, answers, i);
        std::erase_if(rated->marks, [&](const GridMark& mark) {
            return std::find(rows.begin(), rows.end(), mark.row) == rows.end();
        });
        const bool may_be_empty = std::get<Grid>(survey.questions[i].kind).may_be_empty;
        if (rated->marks.empty() && !may_be_empty) answers.given[i] = {};
    }
}

std::vector<std::uint16_t> offered_rows(const Survey& survey, const Answers& answers, std::size_t grid) {
    const Grid& question = std::get<Grid>(survey.questions[grid].kind);
    if (question.rows_from) {
        const Given source = effective(survey, answers, *question.rows_from);
        const auto* marked = std::get_if<Marked>(&source);
        return marked ? marked->options : std::vector<std::uint16_t>();
    }
    std::vector<std::uint16_t> rows(question.rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::uint16_t>(i);
    return rows;
}

std::uint16_t weeks_option(const Single& question, std::uint32_t weeks) {
    const auto last = std::find_if(question.weeks_upto.begin(), question.weeks_upto.end(),
                                   [&](std::uint32_t upto) { return weeks <= upto; });
    return static_cast<std::uint16_t>(last - question.weeks_upto.begin());
}

}  // namespace tacit::survey
