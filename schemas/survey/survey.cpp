#include "schemas/survey/survey.h"

#include <algorithm>

#include "crypto/base/check.h"

namespace tacit::survey {

std::string_view to_text(TableKind kind) {
    switch (kind) {
        case TableKind::margin: return "margin";
        case TableKind::cross: return "cross";
        case TableKind::sum: return "sum";
    }
    TACIT_ASSERT(false);
}

std::vector<std::string> levels(const Derived& derived) {
    if (const auto* map = std::get_if<Map>(&derived.kind)) return map->levels;
    const auto codes = instruments::change_levels(std::get<Change>(derived.kind).scale);
    return {codes.begin(), codes.end()};
}

std::vector<std::string> level_codes(const Group& group) {
    std::vector<std::string> codes;
    for (const Level& level : group.levels) codes.push_back(level.code);
    return codes;
}

std::optional<std::size_t> find_question(const Survey& survey, std::string_view id) {
    const auto found = std::find_if(survey.questions.begin(), survey.questions.end(),
                                    [&](const Question& question) { return question.id == id; });
    if (found == survey.questions.end()) return std::nullopt;
    return static_cast<std::size_t>(found - survey.questions.begin());
}

const std::string& id_of(const Survey& survey, const Source& source) {
    switch (source.kind) {
        case Source::Kind::question: return survey.questions[source.index].id;
        case Source::Kind::derived: return survey.derived[source.index].id;
        case Source::Kind::group: return survey.groups[source.index].id;
    }
    TACIT_ASSERT(false);
}

std::size_t cell_count(const Survey& survey, const Source& source) {
    switch (source.kind) {
        case Source::Kind::question: return cell_count(survey.questions[source.index]);
        case Source::Kind::derived: return levels(survey.derived[source.index]).size() + 1;
        case Source::Kind::group: return survey.groups[source.index].levels.size();
    }
    TACIT_ASSERT(false);
}

std::string cell_code(const Survey& survey, const Source& source, std::size_t cell) {
    TACIT_ASSERT(cell < cell_count(survey, source));
    switch (source.kind) {
        case Source::Kind::question: return cell_code(survey.questions[source.index], cell);
        case Source::Kind::derived: {
            const std::vector<std::string> codes = levels(survey.derived[source.index]);
            return cell < codes.size() ? codes[cell] : std::string(kMissing);
        }
        case Source::Kind::group: return survey.groups[source.index].levels[cell].code;
    }
    TACIT_ASSERT(false);
}

bool marks_exactly_one(const Survey& survey, const Source& source) {
    switch (source.kind) {
        case Source::Kind::question: {
            const auto& kind = survey.questions[source.index].kind;
            return std::holds_alternative<Single>(kind) || std::holds_alternative<Score>(kind);
        }
        case Source::Kind::derived: return true;
        case Source::Kind::group: {
            const Group& group = survey.groups[source.index];
            std::size_t covered = 0;
            for (const Level& level : group.levels) covered += level.cells.size();
            return covered == cell_count(survey, group.of);
        }
    }
    TACIT_ASSERT(false);
}

}  // namespace tacit::survey
