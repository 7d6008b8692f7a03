// A crash at every failpoint of aggregation, collection, closing and the ledger, then a start from the disk: totals are exact
// and the answer is the same bytes on every request. The list of points comes from the code.
#include <gtest/gtest.h>

#include <algorithm>

#include "collector/ops/failpoint.h"
#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

constexpr std::string_view kRefused = "collection.refused_before_ledger";

class CrashAt : public ::testing::TestWithParam<std::string> {
protected:
    // Runs a step and does it again, after a start from the disk, when it crashed.
    template <class Step>
    auto survive(Step&& step) {
        while (true) {
            try {
                return step();
            } catch (const Crash&) {
                ++crashes;
                world.restart(world.leader);
                world.restart(world.helper);
                must(world.leader.task().peer_keys->learn(world.helper.keys().now()->list()));
            }
        }
    }

    // Finishes what is stored, then what is ready.
    void aggregate() {
        const auto jobs = world.leader.leader_jobs();
        for (store::LeaderJob& stored : must(world.leader.store().read(
                 "test", [&](store::Reader& reader) { return reader.leader_jobs(world.leader.task().key); }))) {
            const auto open = must(jobs.reopen(world.leader.task(), std::move(stored)));
            const auto answer = must(world.helper.helper_jobs().accept(world.helper.task(), open.job.request));
            must(jobs.absorb(world.leader.task(), open, answer.response));
        }
        world.aggregate();
    }

    void close() {
        const auto document = must(world.leader.closing().close_as_leader(world.leader.task(), true));
        const auto confirmed = must(world.helper.closing().close_as_helper(world.helper.task(), document));
        must(world.leader.closing().check_helper(world.leader.task(), confirmed));
    }

    // A helper that has too few opens the days again.
    void be_refused_once(const Bytes& request) {
        const auto collections = world.leader.collections();
        const auto created = collections.create(world.leader.task(), request);
        aggregate();
        must(collections.step(world.leader.task(), created->id));
        must(collections.refused(world.leader.task(), created->id, wire::ProblemType::invalidBatchSize));
    }

    Bytes collect() {
        survive([&] { aggregate(); });
        return world.collect(interval);
    }

    World world;
    int crashes = 0;
    const wire::Interval interval{kFirst, kToday - kFirst + 1};  // ends in the future: the task is closed first
};

TEST_P(CrashAt, NothingIsLostAndNothingCountsTwice) {
    Client client = world.client();
    std::vector<wire::Report> reports;
    for (std::uint16_t i = 0; i < 60; ++i) {
        reports.push_back(client.report({i, 1, {0}}, kFirst + i % 2));
        ++world.expected[i];
    }
    wire::Report bad = client.report({70, 1, {0}}, kFirst);
    bad.helper_encrypted_input_share.payload[3] ^= 1;
    reports.push_back(bad);

    arm_crash(GetParam());
    survive([&] { world.upload(reports); });
    survive([&] { aggregate(); });
    survive([&] { close(); });
    if (GetParam() == kRefused) survive([&] { be_refused_once(world.collection_request(interval)); });
    const Bytes first = survive([&] { return collect(); });
    survive([&] { must(world.leader.closing().delete_uncollected(world.leader.task())); });

    // Refuses what was never collected; what was collected stays as it is.
    survive([&] { must(world.leader.ledger().refuse_batches(world.leader.task(), std::nullopt)); });

    EXPECT_EQ(crashes, 1) << "the failpoint was not passed";
    EXPECT_EQ(world.cells(first, interval), world.expected_cells());
    world.restart(world.leader);
    EXPECT_EQ(must(world.leader.collections().create(world.leader.task(), world.collection_request(interval))).response,
              first);
    EXPECT_FALSE(world.leader.stopped());
    EXPECT_FALSE(world.helper.stopped());
}

std::vector<std::string> failpoints() {
    std::vector<std::string> names;
    for (const std::string_view name : ops::failpoint_names()) names.emplace_back(name);
    return names;
}

INSTANTIATE_TEST_SUITE_P(Failpoints, CrashAt, ::testing::ValuesIn(failpoints()), [](const auto& point) {
    std::string name = point.param;
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
});

TEST(Failpoints, AreAtLeastSixteen) { EXPECT_GE(failpoints().size(), 16u); }

}  // namespace
}  // namespace tacit::test
