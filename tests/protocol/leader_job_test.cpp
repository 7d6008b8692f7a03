// What the leader makes of the helper's answers, and of reports that it alone can refuse.
#include <gmock/gmock.h>

#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

using wire::ReportError;

class LeaderJob : public ::testing::Test {
protected:
    Result<protocol::LeaderJobs::Outcome> absorb(const protocol::OpenJob& job, const Bytes& answer) {
        return world.leader.leader_jobs().absorb(world.leader.task(), job, answer);
    }
    // A job of three reports and the helper's answer to it, which a test may change.
    World::Answered job_of_three() {
        world.upload_unique(3, kFirst);
        return *world.answered_job(kFirst);
    }
    Bytes changed(const Bytes& answer, const std::function<void(std::vector<wire::VerifyResp>&)>& change) {
        auto decoded = decode<wire::AggregationJobResp>(answer).value();
        change(decoded.verify_resps);
        return encode(decoded).value();
    }
    std::uint64_t counted() { return world.leader.report_count({kFirst, kDays}); }
    std::uint64_t pending() { return world.leader.pending({kFirst, kDays}); }

    World world;
};

TEST_F(LeaderJob, CountsTheReportsThatTheHelperCounted) {
    const auto [job, answer] = job_of_three();
    EXPECT_EQ(pending(), 3u);

    const auto outcome = must(absorb(job, answer));

    EXPECT_EQ(outcome.aggregated, 3u);
    EXPECT_EQ(counted(), 3u);
    EXPECT_EQ(pending(), 0u);
    EXPECT_EQ(world.helper.report_count({kFirst, 1}), 3u);
}

TEST_F(LeaderJob, HoldsReportsOfOneBucketOnly) {
    world.upload_unique(2, kFirst);
    world.upload_unique(3, kFirst + 1, 10);

    const auto built = must(world.leader.leader_jobs().build(world.leader.task(), kFirst + 1));

    const auto request = decode<wire::AggregationJobInitReq>(built.job->job.request).value();
    EXPECT_EQ(request.verify_inits.size(), 3u);
    for (const auto& init : request.verify_inits) EXPECT_EQ(init.report_share.report_metadata.time, kFirst + 1);
}

TEST_F(LeaderJob, HoldsNoMoreReportsThanAskedFor) {
    world.upload_unique(5, kFirst);
    const auto built = must(world.leader.leader_jobs().build(world.leader.task(), kFirst, 2));
    EXPECT_EQ(built.job->reports.size(), 2u);
}

TEST_F(LeaderJob, ChangesNothingWhenItAbsorbsTheSameAnswerTwice) {
    const auto [job, answer] = job_of_three();
    must(absorb(job, answer));

    const auto again = must(absorb(job, answer));

    EXPECT_EQ(again.aggregated, 0u);
    EXPECT_EQ(counted(), 3u);
}

TEST_F(LeaderJob, StopsTheTaskWhenTheAnswerDoesNotFit) {
    using Resps = std::vector<wire::VerifyResp>;
    const std::vector<std::pair<const char*, std::function<void(Resps&)>>> changes{
        {"missing", [](Resps& resps) { resps.pop_back(); }},
        {"extra", [](Resps& resps) { resps.push_back(wire::VerifyResp::continued({}, {1})); }},
        {"reordered", [](Resps& resps) { std::swap(resps[0], resps[2]); }},
        {"another id", [](Resps& resps) { resps[1].report_id.bytes[0] ^= 1; }},
        {"finish", [](Resps& resps) { resps[1] = wire::VerifyResp::finished(resps[1].report_id); }},
    };
    for (const auto& [what, change] : changes) {
        World each;
        each.upload_unique(3, kFirst);
        const auto [job, answer] = *each.answered_job(kFirst);

        const auto outcome = each.leader.leader_jobs().absorb(each.leader.task(), job, changed(answer, change));

        ASSERT_FALSE(outcome) << what;
        EXPECT_EQ(outcome.error().fault, Fault::corrupt) << what;
        ASSERT_TRUE(each.leader.stopped()) << what;
        EXPECT_THAT(*each.leader.stopped(), ::testing::HasSubstr("helper's answer")) << what;
        EXPECT_EQ(each.leader.pending({kFirst, 1}), 3u) << "nothing is lost: " << what;
    }
}

TEST_F(LeaderJob, StopsTheTaskWhenTheAnswerCannotBeRead) {
    const auto [job, answer] = job_of_three();
    const auto outcome = absorb(job, {1, 2, 3});
    ASSERT_FALSE(outcome);
    EXPECT_TRUE(world.leader.stopped());
}

TEST_F(LeaderJob, RejectsForGoodWhatTheHelperRejects) {
    const auto [job, answer] = job_of_three();
    const Bytes rejecting = changed(answer, [](auto& resps) {
        resps[1] = wire::VerifyResp::rejected(resps[1].report_id, ReportError::hpke_decrypt_error);
    });

    const auto outcome = must(absorb(job, rejecting));

    EXPECT_EQ(outcome.aggregated, 2u);
    EXPECT_EQ(outcome.rejected, (protocol::Rejections{{ReportError::hpke_decrypt_error, 1}}));
    EXPECT_EQ(world.leader.rejected(ReportError::hpke_decrypt_error), 1u);
    EXPECT_EQ(pending(), 0u);
}

TEST_F(LeaderJob, RejectsAReportWhoseFinishMessageIsNotTheOneItExpects) {
    const auto [job, answer] = job_of_three();
    const Bytes forged = changed(answer, [](auto& resps) { resps[0].payload.back() ^= 1; });

    const auto outcome = must(absorb(job, forged));

    EXPECT_EQ(outcome.aggregated, 2u);
    EXPECT_EQ(world.leader.rejected(ReportError::vdaf_verify_error), 1u);
}

TEST_F(LeaderJob, TriesAgainWhatTheHelperFindsTooEarly) {
    world.upload_unique(3, kToday);
    world.clock.set(start_of(kToday) - std::chrono::minutes(4));
    auto built = must(world.leader.leader_jobs().build(world.leader.task(), kToday));
    world.clock.set(start_of(kToday) - std::chrono::minutes(10));
    const auto early = must(world.helper.helper_jobs().accept(world.helper.task(), built.job->job.request));

    const auto outcome = must(absorb(*built.job, early.response));

    EXPECT_EQ(outcome.returned, 3u);
    EXPECT_EQ(pending(), 3u);
    EXPECT_EQ(world.leader.rejected(ReportError::report_too_early), 0u);
    world.set_today(kToday);
    world.aggregate();
    EXPECT_EQ(counted(), 3u);
    EXPECT_EQ(world.helper.report_count({kToday, 1}), 3u);
}

TEST_F(LeaderJob, LeavesReportsFromTheFutureForLater) {
    world.upload_unique(2, kToday);
    world.clock.set(start_of(kToday) - std::chrono::minutes(10));

    const auto built = must(world.leader.leader_jobs().build(world.leader.task(), kToday));

    EXPECT_FALSE(built.job);
    EXPECT_EQ(built.early, 2u);
    EXPECT_EQ(pending(), 2u);
}

TEST_F(LeaderJob, RejectsWhatItCannotVerifyBeforeTheHelperHearsOfIt) {
    Client client = world.client();
    wire::Report swapped = client.report({1, 0, {}}, kFirst);
    std::swap(swapped.leader_encrypted_input_share.enc, swapped.helper_encrypted_input_share.enc);
    world.upload({swapped, client.report({2, 0, {}}, kFirst)});

    const auto built = must(world.leader.leader_jobs().build(world.leader.task(), kFirst));

    EXPECT_EQ(built.rejected, (protocol::Rejections{{ReportError::hpke_decrypt_error, 1}}));
    EXPECT_EQ(built.job->reports.size(), 1u);
    EXPECT_EQ(world.leader.rejected(ReportError::hpke_decrypt_error), 1u);
}

TEST_F(LeaderJob, RefusesForEverAReportThatItRejected) {
    Client client = world.client();
    wire::Report bad = client.report({1, 0, {}}, kFirst);
    bad.leader_encrypted_input_share.payload[0] ^= 1;
    world.upload({bad});
    world.aggregate();
    ASSERT_EQ(world.leader.rejected(ReportError::hpke_decrypt_error), 1u);

    world.upload({bad});  // known: answered as stored, and not stored again

    EXPECT_EQ(pending(), 0u);
}

TEST_F(LeaderJob, GoesOnAfterARestartWithTheSameBytes) {
    world.upload_unique(3, kFirst);
    const auto before = must(world.leader.leader_jobs().build(world.leader.task(), kFirst)).job->job.request;
    world.restart(world.leader);

    auto stored = must(world.leader.store().read(
        "test", [&](store::Reader& reader) { return reader.leader_jobs(world.leader.task().key); }));
    ASSERT_EQ(stored.size(), 1u);
    const auto open = must(world.leader.leader_jobs().reopen(world.leader.task(), stored[0]));
    const auto answer = must(world.helper.helper_jobs().accept(world.helper.task(), open.job.request));
    const auto outcome = must(absorb(open, answer.response));

    EXPECT_EQ(open.job.request, before);
    EXPECT_EQ(outcome.aggregated, 3u);
}

TEST_F(LeaderJob, StopsTheTaskWhenStoredReportsCannotBeOpenedAnyMore) {
    world.upload_unique(3, kFirst);
    must(world.leader.leader_jobs().build(world.leader.task(), kFirst));
    world.leader.keys().replace(protocol::KeyRing::generate(world.random));
    auto stored = must(world.leader.store().read(
        "test", [&](store::Reader& reader) { return reader.leader_jobs(world.leader.task().key); }));

    EXPECT_FALSE(world.leader.leader_jobs().reopen(world.leader.task(), stored[0]));

    ASSERT_TRUE(world.leader.stopped());
    EXPECT_THAT(*world.leader.stopped(), ::testing::HasSubstr("key file"));
}

TEST_F(LeaderJob, StopsOnlyForRefusalsThatRepeatingCannotHelp) {
    const auto jobs = world.leader.leader_jobs();
    EXPECT_FALSE(must(jobs.refused(world.leader.task(), wire::ProblemType::about_blank)));
    EXPECT_FALSE(must(jobs.refused(world.leader.task(), wire::ProblemType::unrecognizedTask)));
    EXPECT_FALSE(world.leader.stopped());
    EXPECT_TRUE(must(jobs.refused(world.leader.task(), wire::ProblemType::invalidMessage)));
    EXPECT_TRUE(world.leader.stopped());
}

TEST_F(LeaderJob, CommitsNothingIntoACollectedBatch) {
    const auto [job, answer] = job_of_three();
    must(world.leader.store().write("test", [&](store::Tx& tx) {
        return tx.put_batch(world.leader.task().key, {{kFirst, 1}, store::BatchState::collected});
    }));

    const auto outcome = must(absorb(job, answer));

    EXPECT_EQ(outcome.aggregated, 0u);
    EXPECT_EQ(world.leader.rejected(ReportError::batch_collected), 3u);
    EXPECT_EQ(counted(), 0u);
}

}  // namespace
}  // namespace tacit::test
