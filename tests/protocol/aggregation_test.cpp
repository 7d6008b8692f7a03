// Upload, aggregation and collection together, when everything works.
#include <gmock/gmock.h>

#include <numeric>

#include "crypto/dp/noise.h"
#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

TEST(Pipeline, TotalsEqualTheAnswersExactly) {
    World world;
    Client client = world.client();
    std::vector<wire::Report> reports;
    std::vector<std::int64_t> totals(kCells + 3 + 7 + 3 * 7);
    for (std::uint16_t i = 0; i < 70; ++i) {
        const Says says{static_cast<std::uint16_t>(i % 11), static_cast<std::uint16_t>(i % 3),
                        i % 2 == 0 ? std::vector<std::uint16_t>{0, 3} : std::vector<std::uint16_t>{2}};
        reports.push_back(client.report(says, kFirst + i % 2));
        ++totals[says.cell];
        ++totals[kCells + says.side];
        for (const std::uint16_t mark : says.marks) {
            ++totals[std::size_t{kCells} + 3 + mark];
            ++totals[std::size_t{kCells} + 3 + 6 + std::size_t{says.side} * 6 + mark];
        }
    }
    world.upload(std::move(reports));
    const wire::Interval interval{kFirst, 2};

    const Bytes response = world.collect(interval);
    const auto collected = world.open(response, world.collection_request(interval));

    ASSERT_TRUE(collected) << to_text(collected.error());
    totals.resize(world.leader.task().output_size());
    EXPECT_EQ(collected->totals, totals);
    EXPECT_EQ(collected->response.report_count, 70u);
}

TEST(Pipeline, TheAnswerNamesTheDaysThatHadReports) {
    World world;
    world.upload_unique(60, kFirst + 2);

    const auto response = decode<wire::CollectionJobResp>(world.collect({kFirst, 4})).value();

    EXPECT_EQ(response.interval, (wire::Interval{kFirst + 2, 1}));
}

TEST(Pipeline, ManyJobsAddUpToOneBatch) {
    World world;
    world.upload_unique(60, kFirst);
    while (auto built = must(world.leader.leader_jobs().build(world.leader.task(), kFirst, 7)).job) {
        const auto answer = must(world.helper.helper_jobs().accept(world.helper.task(), built->job.request));
        must(world.leader.leader_jobs().absorb(world.leader.task(), *built, answer.response));
    }

    EXPECT_EQ(world.cells(world.collect({kFirst, 1}), {kFirst, 1}), world.expected_cells());
}

TEST(Pipeline, BatchesOfSeveralIntervalsAreCountedApart) {
    World world;
    world.upload_unique(50, kFirst, 0);
    world.upload_unique(55, kFirst + 1, 60);

    const auto first = world.cells(world.collect({kFirst, 1}), {kFirst, 1});
    const auto second = world.cells(world.collect({kFirst + 1, 1}), {kFirst + 1, 1});

    EXPECT_EQ(std::accumulate(first.begin(), first.end(), std::int64_t{0}), 50);
    EXPECT_EQ(std::accumulate(second.begin(), second.end(), std::int64_t{0}), 55);
    EXPECT_EQ(first[0], 1);
    EXPECT_EQ(second[0], 0);
}

TEST(Pipeline, EachAggregatorAddsNoiseOfItsOwn) {
    World world;
    SeededRandom leaders(2), helpers(3);
    dp::DiscreteGaussianNoise leader_noise(leaders), helper_noise(helpers);
    world.leader.noise = &leader_noise;
    world.helper.noise = &helper_noise;
    world.upload_unique(60, kFirst);

    const auto noisy = world.cells(world.collect({kFirst, 1}), {kFirst, 1});

    double squares = 0;
    const auto exact = world.expected_cells();
    for (std::size_t i = 0; i < noisy.size(); ++i) squares += static_cast<double>((noisy[i] - exact[i]) * (noisy[i] - exact[i]));
    // The sum over k cells of (error / sd)^2 has mean k and variance 2k: six standard deviations on either side.
    const double variance = 2.0 * world.leader.task().compiled.sigma_squared[0];
    const double k = kCells;
    EXPECT_GT(squares / variance, k - 6 * std::sqrt(2 * k));
    EXPECT_LT(squares / variance, k + 6 * std::sqrt(2 * k));
}

TEST(Pipeline, NothingOfABatchIsLeftAfterItsCollection) {
    World world;
    world.upload_unique(60, kFirst);
    world.collect({kFirst, 1});

    for (Aggregator* aggregator : {&world.leader, &world.helper}) {
        EXPECT_EQ(aggregator->report_count({kFirst, 1}), 0u);
        EXPECT_EQ(aggregator->pending({kFirst, 1}), 0u);
        EXPECT_EQ(aggregator->batch_state(kFirst), store::BatchState::collected);
    }
}

}  // namespace
}  // namespace tacit::test
