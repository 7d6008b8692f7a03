#include "client/core/odds.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/client/trial.h"

namespace tacit::client {
namespace {

std::vector<std::optional<unsigned>> guesses_of(const test::Trial& trial) {
    return answer_guesses(trial.survey(), trial.terms.compiled).value();
}

TEST(Odds, OfOneAnswerAreNeverWorseThanOfTheWholeSheet) {
    for (const char* name : {"core", "full"}) {
        test::TrialOptions options;
        options.survey = test::survey_text(name);
        const test::Trial trial(options);
        const unsigned whole = 599;  // standard profile, rho = 1/8

        const auto guesses = guesses_of(trial);

        ASSERT_EQ(guesses.size(), trial.survey().questions.size());
        for (std::size_t i = 0; i < guesses.size(); ++i) {
            ASSERT_TRUE(guesses[i]) << trial.survey().questions[i].id;
            EXPECT_GE(*guesses[i], 500u);
            EXPECT_LE(*guesses[i], whole) << trial.survey().questions[i].id;
        }
    }
}

TEST(Odds, OfAQuestionInOneTableComeFromThatTableAlone) {
    const test::Trial trial;
    const auto wins = *survey::find_question(trial.survey(), "wins");
    const auto& tables = trial.terms.compiled.tables;
    const auto own = std::find_if(tables.begin(), tables.end(), [&](const survey::CompiledTable& table) {
        return table.axes.size() == 1 && table.axes[0].base.index == wins;
    });
    ASSERT_NE(own, tables.end());
    // rho = delta^2 / (2 sigma^2); right at most with probability phi(sqrt(2 rho) / 2).
    const double rho = static_cast<double>(own->delta_squared) / (2.0 * own->sigma_squared);
    const double right = std::erfc(-std::sqrt(2 * rho) / 2 / std::sqrt(2.0)) / 2;

    EXPECT_NEAR(*guesses_of(trial)[wins], right * 1000, 1.0);
    EXPECT_GE(*guesses_of(trial)[wins], right * 1000);
}

TEST(Odds, OfAnAnswerThatDecidesWhatIsAskedCountTheQuestionsThatItOpens) {
    const test::Trial trial;
    const auto guesses = guesses_of(trial);
    const auto of = [&](std::string_view id) { return *guesses[*survey::find_question(trial.survey(), id)]; };

    EXPECT_GT(of("state"), of("wins"));
    EXPECT_GT(of("state"), of("side_burden")) << "side effects are asked about only where state says so";
}

}  // namespace
}  // namespace tacit::client
