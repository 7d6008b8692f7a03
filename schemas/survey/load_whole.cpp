// Rules that no single part of a survey can check: what is not needed is not asked, and a mean has what it needs.
#include <algorithm>

#include "crypto/base/check.h"
#include "schemas/survey/load_parts.h"
#include "schemas/survey/place.h"

namespace tacit::survey {
namespace {

struct Used {
    std::vector<bool> questions, derived, groups;

    explicit Used(const Survey& survey)
        : questions(survey.questions.size()), derived(survey.derived.size()), groups(survey.groups.size()) {}

    void mark(const Survey& survey, const Source& source) {
        switch (source.kind) {
            case Source::Kind::question: questions[source.index] = true; return;
            case Source::Kind::derived: derived[source.index] = true; return;
            case Source::Kind::group:
                groups[source.index] = true;
                mark(survey, survey.groups[source.index].of);
                return;
        }
        TACIT_ASSERT(false);
    }
};

Used used_by(const Survey& survey) {
    Used used(survey);
    for (const Table& table : survey.tables)
        for (const Source& source : table.of) used.mark(survey, source);
    for (const Question& question : survey.questions) {
        if (question.ask_if) collect_questions(*question.ask_if, used.questions);
        if (const auto* grid = std::get_if<Grid>(&question.kind); grid && grid->rows_from)
            used.questions[*grid->rows_from] = true;
    }
    for (const Derived& derived : survey.derived) {
        if (const auto* change = std::get_if<Change>(&derived.kind)) used.questions[change->score] = true;
        if (const auto* map = std::get_if<Map>(&derived.kind))
            for (const Map::Case& item : map->cases) collect_questions(item.rule, used.questions);
    }
    return used;
}

// Whether a factor is a group over the score's bands that keeps "no answer" apart.
bool has_bands(const Survey& survey, const Source& factor, std::size_t score) {
    if (factor.kind != Source::Kind::group) return false;
    const Group& group = survey.groups[factor.index];
    if (group.of != Source{Source::Kind::question, score} || group.levels.size() < 2) return false;
    const std::size_t no_answer = no_answer_cell(survey.questions[score]);
    return std::any_of(group.levels.begin(), group.levels.end(),
                       [&](const Level& level) { return level.cells.size() == 1 && level.cells.front() == no_answer; });
}

bool mean_is_possible(const Survey& survey, std::size_t score) {
    return std::any_of(survey.tables.begin(), survey.tables.end(), [&](const Table& table) {
        if (table.kind == TableKind::sum) return false;
        const bool banded = std::any_of(table.of.begin(), table.of.end(),
                                        [&](const Source& factor) { return has_bands(survey, factor, score); });
        return banded && std::all_of(table.of.begin(), table.of.end(),
                                     [&](const Source& factor) { return marks_exactly_one(survey, factor); });
    });
}

}  // namespace

Result<void> check_whole(const Survey& survey) {
    const Used used = used_by(survey);
    for (std::size_t i = 0; i < used.questions.size(); ++i)
        if (!used.questions[i])
            return fail(Fault::refused, "the question \"" + survey.questions[i].id + "\" is in no table and no rule",
                        place("questions", i), "What is not needed is not asked: add a table for it, or remove it");
    for (std::size_t i = 0; i < used.derived.size(); ++i)
        if (!used.derived[i])
            return fail(Fault::refused, "the derived item \"" + survey.derived[i].id + "\" is in no table",
                        place("derived", i), "Add a table for it, or remove it");
    for (std::size_t i = 0; i < used.groups.size(); ++i)
        if (!used.groups[i])
            return fail(Fault::refused, "the group \"" + survey.groups[i].id + "\" is in no table", place("groups", i),
                        "Add a table for it, or remove it");
    for (std::size_t i = 0; i < survey.tables.size(); ++i) {
        const Table& table = survey.tables[i];
        if (table.kind == TableKind::sum && !mean_is_possible(survey, table.of.front().index))
            return fail(Fault::refused, "a mean needs to know how many answered", place("tables", i),
                        "Add a margin or cross with a group of this score's bands in which \"no_answer\" is a level "
                        "by itself");
    }
    return {};
}

}  // namespace tacit::survey
