// The main job from end to end: answers in, public statistics out, two collectors, two databases, two key files.
#include <gtest/gtest.h>

#include "client/simulate/comparison.h"
#include "tests/e2e/deployment.h"
#include "tests/e2e/small_answers.h"

namespace tacit::test {
namespace {

using Who = Deployment::Who;

void expect_success(const Finished& finished) { ASSERT_EQ(finished.exit_code, 0) << finished.both(); }

// Simulates, closes, collects, publishes; what `tacit compare` computes of it.
simulate::Comparison run_core(Deployment& deployment, int respondents) {
    deployment.start_both();
    const std::string truth = deployment.file("truth.json").string();
    const std::string release = deployment.file("release").string();
    expect_success(deployment.tacit({"simulate", deployment.task_url(), "--respondents", std::to_string(respondents),
                                     "--seed", "7", "--truth", truth}));
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
    expect_success(deployment.collector(Who::publisher, {"publish", "--out", release}));
    auto comparison = simulate::compare(read_file(release + "/release.json"), read_file(release + "/task.json"),
                                        read_file(truth));
    EXPECT_TRUE(comparison) << to_text(comparison.error());
    return comparison ? *comparison : simulate::Comparison{};
}

TEST(Pipeline, WithoutNoiseEveryCellEqualsTheSimulatorsTruth) {
    Deployment deployment({.survey = "schemas/surveys/core.json", .noise = false});

    const simulate::Comparison comparison = run_core(deployment, 2000);

    ASSERT_EQ(comparison.tables.size(), 13u);
    EXPECT_EQ(comparison.reports, 2000u);
    for (const simulate::ComparedTable& table : comparison.tables)
        for (const simulate::ComparedCell& cell : table.cells)
            EXPECT_EQ(cell.published, cell.truth) << table.id << ' ' << cell.name.row << ' ' << cell.name.column;
}

TEST(Pipeline, TheProductsNoiseHasTheDeclaredStandardDeviation) {
    // The seams of the test program seed the noise, so this test gives the same figures every time.
    Deployment deployment({.survey = "schemas/surveys/core.json"});
    deployment.start(Who::helper, {{"TACIT_TEST_SEED", "11"}});
    deployment.start(Who::leader, {{"TACIT_TEST_SEED", "12"}});
    const std::string truth = deployment.file("truth.json").string();
    const std::string release = deployment.file("release").string();
    expect_success(deployment.tacit(
        {"simulate", deployment.task_url(), "--respondents", "300", "--seed", "8", "--truth", truth}));
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
    expect_success(deployment.collector(Who::publisher, {"publish", "--out", release}));

    const auto comparison = simulate::compare(read_file(release + "/release.json"), read_file(release + "/task.json"),
                                              read_file(truth));

    ASSERT_TRUE(comparison) << to_text(comparison.error());
    // The sum of 174 squared standard normals is chi-square: mean 174, sd sqrt(348) = 18.7. Without one server's noise the mean
    // would be 87, with half the variance likewise, with twice the noise 696: all more than 4.6 sds away from the bounds' inside.
    const double sum = comparison->root_mean_square * comparison->root_mean_square * 174;
    EXPECT_GT(sum, 174 - 4 * 18.7);
    EXPECT_LT(sum, 174 + 4 * 18.7);
    EXPECT_LT(comparison->largest, 5.5);  // P(any of 174 beyond 5.5 sds) < 1e-5
}

TEST(Pipeline, TheProductItselfPublishesAndEveryRequestGetsTheSameBytes) {
    Deployment deployment({.test_program = false});
    deployment.start_both();
    const SmallAnswers answers = small_answers(120, 1);
    expect_success(deployment.tacit({"submit", deployment.task_url(), "--answers", "-"}, answers.lines));
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
    expect_success(deployment.collector(Who::publisher, {"publish", "--out", deployment.file("one").string()}));
    expect_success(deployment.collector(Who::publisher, {"publish", "--out", deployment.file("two").string()}));

    EXPECT_EQ(read_file(deployment.file("one") / "cells.csv"), read_file(deployment.file("two") / "cells.csv"));
    EXPECT_NE(read_cells(read_file(deployment.file("one") / "cells.csv")), answers.totals) << "where is the noise?";
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

    EXPECT_EQ(read_cells(read_file(deployment.file("release") / "cells.csv")), answers.totals);
}

TEST(Pipeline, TooFewRespondentsPublishNothingAndCanGoOn) {
    Deployment deployment({.noise = false});
    deployment.start_both();
    const SmallAnswers few = small_answers(10, 3);
    expect_success(deployment.tacit({"submit", deployment.task_url(), "--answers", "-"}, few.lines));

    const Finished collected = deployment.collector(Who::publisher, {"collect", "--close"});

    EXPECT_NE(collected.exit_code, 0);
    EXPECT_NE(collected.both().find("100"), std::string::npos) << "it should name the minimum:\n" << collected.both();
}

}  // namespace
}  // namespace tacit::test
