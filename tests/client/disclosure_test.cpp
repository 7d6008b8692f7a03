#include "client/core/disclosure.h"

#include <gtest/gtest.h>

#include "tests/client/trial.h"

namespace tacit::client {
namespace {

TEST(Disclosure, NamesExactlyTheCountersThatTheReportMoves) {
    test::Trial trial;
    const Believed believed = trial.believed();
    const auto answers = survey::load_answers(trial.survey(), R"({"age_band":"a30","wins":["sleep","rest"]})").value();
    const auto measurement = survey::measure(trial.survey(), trial.terms.compiled, answers).value();

    const Disclosure leaves = disclose(believed, believed.texts.best("en"), measurement).value();

    const Bytes request = trial.reporter().upload_request(trial.random, measurement, 20'820).value();
    const auto counted = trial.count(request).value();
    std::int64_t moved = 0;
    for (const std::int64_t cell : counted) moved += cell != 0 ? 1 : 0;
    EXPECT_EQ(leaves.counters.size(), static_cast<std::size_t>(moved));
    EXPECT_EQ(leaves.counter_count, counted.size());
    const auto age = std::find_if(leaves.counters.begin(), leaves.counters.end(), [](const Counter& counter) {
        return counter.levels == std::vector<std::string>{"30 to 44"};
    });
    EXPECT_NE(age, leaves.counters.end());
}

TEST(Disclosure, TellsWhoGetsItAndWhatTheNoiseIs) {
    test::Trial trial;
    const Believed believed = trial.believed();
    const auto measurement =
        survey::measure(trial.survey(), trial.terms.compiled, survey::Answers(trial.survey())).value();

    const Disclosure leaves = disclose(believed, believed.texts.best("es"), measurement).value();

    EXPECT_EQ(leaves.leader.host, "a.example");
    EXPECT_EQ(leaves.helper.host, "b.example");
    EXPECT_EQ(leaves.helper.name, "University B");
    EXPECT_EQ(leaves.min_batch_size, 100u);
    EXPECT_NEAR(leaves.noise_min, 6.63, 0.01) << "sqrt(2 * 22)";
    EXPECT_NEAR(leaves.noise_max, 32.5, 0.01) << "sqrt(2 * 528)";
    EXPECT_EQ(leaves.guess_operator, 599u);
    EXPECT_EQ(leaves.guess_reader, 571u);
    EXPECT_EQ(leaves.tables.size(), 13u);
}

}  // namespace
}  // namespace tacit::client
