#include "schemas/survey/score.h"

#include "schemas/survey/flow.h"

namespace tacit::survey {
namespace {

std::optional<std::uint16_t> change_level(const Answers& answers, const Change& change) {
    const auto* items = std::get_if<Items>(&answers.given[change.score]);
    if (!items) return std::nullopt;
    const auto now = instruments::EightItemScore::of(std::span<const std::optional<std::uint8_t>>(items->values));
    if (!now) return std::nullopt;
    std::optional<instruments::EightItemScore> start;
    if (answers.journal.start) start = instruments::EightItemScore::of(*answers.journal.start);
    return instruments::change_level(change.scale, start, *now);
}

std::optional<std::uint16_t> map_level(const Survey& survey, const Answers& answers, const Map& map) {
    for (const Map::Case& item : map.cases)
        if (holds(survey, answers, item.rule, survey.questions.size())) return item.level;
    return std::nullopt;
}

}  // namespace

std::optional<std::uint16_t> score_total(const Survey& survey, const Answers& answers, std::size_t question) {
    const auto* items = std::get_if<Items>(&answers.given[question]);
    if (!items) return std::nullopt;
    const auto& score = std::get<Score>(survey.questions[question].kind);
    return instruments::total(instruments::instrument(score.instrument), items->values);
}

std::optional<std::uint16_t> derived_level(const Survey& survey, const Answers& answers, std::size_t derived) {
    const auto& kind = survey.derived[derived].kind;
    if (const auto* change = std::get_if<Change>(&kind)) return change_level(answers, *change);
    return map_level(survey, answers, std::get<Map>(kind));
}

}  // namespace tacit::survey
