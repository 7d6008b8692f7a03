// The main job from end to end: answers in, public statistics out, two collectors, two databases, two key files.
#include <gtest/gtest.h>

#include <cmath>

#include "client/simulate/comparison.h"
#include "tests/e2e/deployment.h"
#include "tests/e2e/small_answers.h"

namespace tacit::test {
namespace {

using Who = Deployment::Who;

// Simulates, closes, collects, publishes; what `tacit compare` computes of it.
simulate::Comparison run(Deployment& deployment, int respondents, const std::string& seed) {
    const std::string truth = deployment.file("truth.json").string();
    const std::string release = deployment.file("release").string();
    expect_success(deployment.tacit({"simulate", deployment.task_url(), "--respondents", std::to_string(respondents),
                                     "--seed", seed, "--truth", truth}));
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
    expect_success(deployment.collector(Who::publisher, {"publish", "--out", release}));
    auto comparison = simulate::compare(read_file(release + "/shares.json"), read_file(release + "/task.json"),
                                        read_file(truth));
    EXPECT_TRUE(comparison) << to_text(comparison.error());
    return comparison ? *comparison : simulate::Comparison{};
}

std::size_t cell_count(const simulate::Comparison& comparison) {
    std::size_t count = 0;
    for (const simulate::ComparedTable& table : comparison.tables) count += table.cells.size();
    return count;
}

TEST(Pipeline, WithoutNoiseEveryCellEqualsTheSimulatorsTruth) {
    Deployment deployment({.survey = "schemas/surveys/core.json", .noise = false});
    deployment.start_both();

    const simulate::Comparison comparison = run(deployment, 2000, "7");

    ASSERT_EQ(comparison.tables.size(), 13u);
    EXPECT_EQ(comparison.reports, 2000u);
    for (const simulate::ComparedTable& table : comparison.tables)
        for (const simulate::ComparedCell& cell : table.cells)
            EXPECT_EQ(cell.published, cell.truth) << table.id << ' ' << cell.name.row << ' ' << cell.name.column;
}

TEST(Pipeline, TheTestProgramsSeededNoiseHasTheDeclaredStandardDeviation) {
    // It has the product's noise from a seeded source, so this test gives the same figures every time and its bounds can be
    // narrow; TheProductsOwnNoiseIsOfTheDeclaredSize is about the program that is installed.
    Deployment deployment({.survey = "schemas/surveys/core.json"});
    deployment.start(Who::helper, {{"TACIT_TEST_SEED", "11"}});
    deployment.start(Who::leader, {{"TACIT_TEST_SEED", "12"}});

    const simulate::Comparison comparison = run(deployment, 300, "8");

    // The sum of 174 squared standard normals is chi-square: mean 174, sd sqrt(348) = 18.7. Without one server's noise the mean
    // would be 87, with half the variance likewise, with twice the noise 696: all more than 4.6 sds away from the bounds' inside.
    ASSERT_EQ(cell_count(comparison), 174u);
    const double sum = comparison.root_mean_square * comparison.root_mean_square * 174;
    EXPECT_GT(sum, 174 - 4 * 18.7);
    EXPECT_LT(sum, 174 + 4 * 18.7);
    EXPECT_LT(comparison.largest, 5.5);  // P(any of 174 beyond 5.5 sds) < 1e-5
}

TEST(Pipeline, TheProductsOwnNoiseIsOfTheDeclaredSize) {
    // The programs that are installed, without seams. Q, the sum of the squared errors of all k cells in noise sds, is
    // chi-square with k degrees of freedom (a discrete Gaussian of variance 4 or more has the moments of the normal one up to
    // exp(-8 pi^2)). Laurent and Massart 2000, lemma 1: P(Q >= k + 2 sqrt(kx) + 2x) <= exp(-x) and P(Q <= k - 2 sqrt(kx))
    // <= exp(-x). With x = 22 a false alarm has probability below 2 exp(-22) < 6e-10. With k >= 1000 the lower bound is above
    // 0.7 k; without one server's noise Q would be near k/2 with an sd of sqrt(k/2) < 0.023 k, with twice its variance near 2k.
    Deployment deployment({.survey = "schemas/surveys/full.json", .min_batch_size = 50, .test_program = false});
    deployment.start_both();

    const simulate::Comparison comparison = run(deployment, 60, "9");

    const auto k = static_cast<double>(cell_count(comparison));
    ASSERT_GE(k, 1000);
    const double q = comparison.root_mean_square * comparison.root_mean_square * k;
    EXPECT_GT(q, k - 2 * std::sqrt(22 * k));
    EXPECT_LT(q, k + 2 * std::sqrt(22 * k) + 2 * 22);
}

TEST(Pipeline, TheProductItselfPublishesAndEveryRequestGetsTheSameBytes) {
    Deployment deployment({.test_program = false});
    deployment.start_both();
    const SmallAnswers answers = small_answers(120, 1);
    expect_success(deployment.tacit({"submit", deployment.task_url(), "--answers", "-"}, answers.lines));
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
    expect_success(deployment.collector(Who::publisher, {"publish", "--out", deployment.file("one").string()}));
    expect_success(deployment.collector(Who::publisher, {"publish", "--out", deployment.file("two").string()}));

    EXPECT_EQ(read_file(deployment.file("one") / "data/noisy_raw.csv"), read_file(deployment.file("two") / "data/noisy_raw.csv"));
    EXPECT_NE(read_cells(read_file(deployment.file("one") / "data/noisy_raw.csv")), answers.totals) << "where is the noise?";
    const Finished again = deployment.collector(Who::publisher, {"collect"});
    EXPECT_NE(again.exit_code, 0) << "there is nothing left to collect, and it should say so:\n" << again.both();
}

TEST(Pipeline, ARepeatedSubmissionCountsNobodyTwice) {
    Deployment deployment({.noise = false, .min_batch_size = 50});
    deployment.start_both();
    const SmallAnswers answers = small_answers(90, 2);
    write_file(deployment.file("answers.jsonl"), answers.lines);
    const std::vector<std::string> submit{"submit", deployment.task_url(), "--answers",
                                          deployment.file("answers.jsonl").string()};
    expect_success(deployment.tacit(submit));
    expect_success(deployment.tacit(submit));
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
    expect_success(deployment.collector(Who::publisher, {"publish", "--out", deployment.file("release").string()}));

    EXPECT_EQ(read_cells(read_file(deployment.file("release") / "data/noisy_raw.csv")), answers.totals);
}

TEST(Pipeline, AfterTooFewRespondentsTheSurveyGoesOnAndCanBePublished) {
    Deployment deployment({.noise = false});
    deployment.start_both();
    const SmallAnswers few = small_answers(10, 3);
    expect_success(deployment.tacit({"submit", deployment.task_url(), "--answers", "-"}, few.lines));

    const Finished collected = deployment.collector(Who::publisher, {"collect", "--close"});

    EXPECT_NE(collected.exit_code, 0);
    EXPECT_NE(collected.both().find("100"), std::string::npos) << "it should name the minimum:\n" << collected.both();
    const SmallAnswers more = small_answers(90, 4);
    expect_success(
        deployment.tacit({"submit", deployment.task_url(), "--answers", "-", "--other-people"}, more.lines));
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
}

}  // namespace
}  // namespace tacit::test
