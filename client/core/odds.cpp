#include "client/core/odds.h"

#include <cmath>

#include "client/core/rule_questions.h"
#include "crypto/dp/epsilon.h"
#include "crypto/dp/zcdp.h"

namespace tacit::client {
namespace {

// The questions whose cells may change with the answer to `first`. Rules name earlier questions only, so one pass in
// file order finds all.
std::vector<bool> reached_questions(const survey::Survey& survey, std::size_t first) {
    std::vector<bool> reached(survey.questions.size(), false);
    reached[first] = true;
    const auto is_reached = [&](std::size_t question) { return reached[question]; };
    for (std::size_t i = first + 1; i < reached.size(); ++i) {
        const survey::Question& question = survey.questions[i];
        const auto* grid = std::get_if<survey::Grid>(&question.kind);
        reached[i] = (question.ask_if && names_question(*question.ask_if, is_reached)) ||
                     (grid != nullptr && grid->rows_from && reached[*grid->rows_from]);
    }
    return reached;
}

bool is_reached(const survey::Survey& survey, const std::vector<bool>& questions, const survey::Source& base) {
    if (base.kind == survey::Source::Kind::question) return questions[base.index];
    const auto& derived = survey.derived[base.index].kind;
    if (const auto* change = std::get_if<survey::Change>(&derived)) return questions[change->score];
    const auto& cases = std::get<survey::Map>(derived).cases;
    return std::any_of(cases.begin(), cases.end(), [&](const survey::Map::Case& one) {
        return names_question(one.rule, [&](std::size_t question) { return questions[question]; });
    });
}

}  // namespace

Result<std::vector<std::optional<unsigned>>> answer_guesses(const survey::Survey& survey,
                                                            const survey::Compiled& compiled) {
    std::vector<std::optional<unsigned>> guesses(survey.questions.size());
    for (std::size_t question = 0; question < guesses.size(); ++question) {
        const std::vector<bool> questions = reached_questions(survey, question);
        std::vector<dp::NoisyBlock> blocks;
        std::vector<std::uint32_t> variances;
        for (const survey::CompiledTable& table : compiled.tables) {
            const bool counts = std::any_of(table.axes.begin(), table.axes.end(), [&](const survey::Axis& axis) {
                return is_reached(survey, questions, axis.base);
            });
            if (!counts) continue;
            blocks.push_back({table.delta_squared, table.weight});
            variances.push_back(table.sigma_squared);
        }
        if (blocks.empty()) continue;
        TACIT_TRY(const dp::Rational rho, dp::rho_spent(blocks, variances));
        guesses[question] = static_cast<unsigned>(std::lround(dp::guess_upper(std::min(rho, compiled.rho)) * 1000));
    }
    return guesses;
}

}  // namespace tacit::client
