// What the helper makes of aggregation jobs, whatever the leader sends.
#include <gmock/gmock.h>

#include <numeric>
#include <thread>

#include "collector/protocol/report_check.h"
#include "crypto/vdaf/ping_pong.h"
#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

using wire::ProblemType;
using wire::ReportError;

class HelperJob : public ::testing::Test {
protected:
    // What an honest leader sends about this report.
    wire::VerifyInit init(const Client::Shares& shares, wire::Report report) {
        const auto& task = world.leader.task();
        auto leader = vdaf::leader_init(task.vdaf, task.secrets.verify_key.view(), task.vdaf_ctx,
                                        shares.metadata.report_id.bytes, shares.public_share,
                                        shares.input_shares[0].view());
        return {{report.report_metadata, report.public_share, report.helper_encrypted_input_share},
                std::move(leader.value().message)};
    }
    wire::VerifyInit init(const Client::Shares& shares) { return init(shares, client.seal(shares)); }
    wire::VerifyInit honest(std::uint16_t cell = 3, wire::Time day = kFirst) { return init(shares(cell, day)); }
    Client::Shares shares(std::uint16_t cell = 3, wire::Time day = kFirst) {
        return client.shard(client.encode({cell, 0, {}}), day);
    }

    static Bytes body(std::vector<wire::VerifyInit> inits) {
        wire::AggregationJobInitReq request;
        request.verify_inits = std::move(inits);
        return encode(request).value();
    }
    Result<protocol::HelperJobs::Answer, wire::Problem> send(const Bytes& bytes) {
        return world.helper.helper_jobs().accept(world.helper.task(), bytes);
    }
    std::vector<wire::VerifyResp> answers(const Bytes& bytes) {
        return decode<wire::AggregationJobResp>(must(send(bytes)).response).value().verify_resps;
    }
    // The reason why the only report of this job was rejected; nothing where it was accepted.
    std::optional<ReportError> reason(wire::VerifyInit one) {
        const auto resps = answers(body({std::move(one)}));
        if (resps.front().verify_resp_type != wire::VerifyRespType::reject) return std::nullopt;
        return resps.front().report_error;
    }
    ProblemType problem(const Bytes& bytes) {
        const auto answer = send(bytes);
        return answer ? ProblemType::about_blank : answer.error().type;
    }
    std::uint64_t counted() { return world.helper.report_count({kFirst, kDays}); }

    World world;
    Client client = world.client();
};

TEST_F(HelperJob, CountsAnHonestReportAndContinuesIt) {
    const auto resps = answers(body({honest()}));

    ASSERT_EQ(resps.size(), 1u);
    EXPECT_EQ(resps[0].verify_resp_type, wire::VerifyRespType::continue_);
    EXPECT_EQ(counted(), 1u);
}

TEST_F(HelperJob, TheAssociatedDataHasTheLayoutOfTheMessage) {
    const auto one = honest();
    const auto& task = world.helper.task();

    const auto& metadata = one.report_share.report_metadata;
    const auto& public_share = one.report_share.public_share;
    EXPECT_EQ(protocol::input_share_aad(task, metadata, public_share),
              encode(wire::InputShareAad{task.id, task.configuration, metadata, public_share}).value());
}

TEST_F(HelperJob, RefusesARequestCutAnywhereInsideItsReport) {
    const Bytes whole = body({honest()});

    for (std::size_t size = 0; size < whole.size(); size += 7)
        EXPECT_EQ(problem({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}), ProblemType::invalidMessage)
            << "accepted the first " << size << " bytes";
    EXPECT_EQ(counted(), 0u);
}

TEST_F(HelperJob, RefusesAnUnknownVerificationKey) {
    wire::AggregationJobInitReq request{1, {}, {}, {honest()}};
    EXPECT_EQ(problem(encode(request).value()), ProblemType::invalidMessage);
}

TEST_F(HelperJob, RefusesAnAggregationParameter) {
    wire::AggregationJobInitReq request{0, {1}, {}, {honest()}};
    EXPECT_EQ(problem(encode(request).value()), ProblemType::invalidAggregationParameter);
}

TEST_F(HelperJob, NamesTheExtensionsItDoesNotKnow) {
    wire::AggregationJobInitReq request{0, {}, {{7, {}}, {9, {}}}, {honest()}};

    const auto answer = send(encode(request).value());

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().type, ProblemType::unsupportedExtension);
    EXPECT_THAT(answer.error().unsupported_extensions, ::testing::ElementsAre(7, 9));
}

TEST_F(HelperJob, RefusesExtensionsOutOfOrder) {
    wire::AggregationJobInitReq request{0, {}, {{9, {}}, {7, {}}}, {honest()}};
    EXPECT_EQ(problem(encode(request).value()), ProblemType::invalidMessage);
}

TEST_F(HelperJob, RefusesAJobThatNamesAReportTwice) {
    const auto one = honest();
    EXPECT_EQ(problem(body({one, honest(4), one})), ProblemType::invalidMessage);
    EXPECT_EQ(counted(), 0u);
}

TEST_F(HelperJob, RefusesAJobWithoutReports) { EXPECT_EQ(problem(body({})), ProblemType::invalidMessage); }

TEST_F(HelperJob, TellsThreeTimesThatAreWrongApart) {
    EXPECT_EQ(reason(honest(1, kToday + 1)), ReportError::report_too_early);
    EXPECT_EQ(reason(honest(2, kFirst - 1)), ReportError::task_not_started);
    world.set_today(kFirst + kDays + 1);
    EXPECT_EQ(reason(honest(3, kFirst + kDays)), ReportError::task_expired);
}

TEST_F(HelperJob, TakesAReportThatWasTooEarlyWhenItComesAgainWithTheSameBytes) {
    const auto early = honest(1, kToday + 1);
    EXPECT_EQ(reason(early), ReportError::report_too_early);
    EXPECT_EQ(reason(early), ReportError::report_too_early);

    world.set_today(kToday + 1);

    EXPECT_EQ(reason(early), std::nullopt);
    EXPECT_EQ(counted(), 1u);
    EXPECT_EQ(world.helper.rejected(ReportError::report_too_early), 0u) << "no rejection was final";
}

TEST_F(HelperJob, RepeatsTheAnswerOfAJobInWhichOnlySomeReportsWereTooEarly) {
    const Bytes mixed = body({honest(1, kFirst), honest(2, kToday + 1)});
    const auto first = must(send(mixed));

    world.set_today(kToday + 1);

    EXPECT_EQ(must(send(mixed)).response, first.response);
    EXPECT_EQ(counted(), 1u);
}

TEST_F(HelperJob, AllowsAClockThatRunsAFewMinutesAhead) {
    world.clock.set(start_of(kToday) - std::chrono::minutes(6));
    EXPECT_EQ(reason(honest(1, kToday)), ReportError::report_too_early);
    world.clock.set(start_of(kToday) - std::chrono::minutes(4));
    EXPECT_EQ(reason(honest(2, kToday)), std::nullopt);
}

TEST_F(HelperJob, CannotDecryptWhatWasSealedForAnythingElse) {
    const auto with = [&](auto change) {
        Client other = world.client();
        const auto one = shares();
        Client::Shares sealed_as{one.metadata, one.public_share, {}};
        for (const SecretBytes& share : one.input_shares) sealed_as.input_shares.push_back(share.clone());
        change(other, sealed_as);
        wire::Report report = other.seal(sealed_as);
        report.report_metadata = one.metadata;
        report.public_share = one.public_share;
        return reason(init(one, std::move(report)));
    };
    const auto sealed = [&](auto member) {
        return with([&](Client& other, Client::Shares&) { member(other.configuration); });
    };

    EXPECT_EQ(with([](Client&, Client::Shares&) {}), std::nullopt);
    EXPECT_EQ(with([](Client& other, Client::Shares&) { other.task_id.bytes[31] ^= 1; }), ReportError::hpke_decrypt_error);
    EXPECT_EQ(with([](Client&, Client::Shares& s) { ++s.metadata.time; }), ReportError::hpke_decrypt_error);
    EXPECT_EQ(with([](Client&, Client::Shares& s) { s.metadata.report_id.bytes[0] ^= 1; }),
              ReportError::hpke_decrypt_error);
    EXPECT_EQ(with([](Client&, Client::Shares& s) { s.public_share[5] ^= 1; }), ReportError::hpke_decrypt_error);
    EXPECT_EQ(sealed([](auto& c) { c.task_info[0] ^= 1; }), ReportError::hpke_decrypt_error);
    EXPECT_EQ(sealed([](auto& c) { c.leader_aggregator_endpoint.pop_back(); }), ReportError::hpke_decrypt_error);
    EXPECT_EQ(sealed([](auto& c) { c.helper_aggregator_endpoint += 'x'; }), ReportError::hpke_decrypt_error);
    EXPECT_EQ(sealed([](auto& c) { --c.min_batch_size; }), ReportError::hpke_decrypt_error);
    EXPECT_EQ(sealed([](auto& c) { c.time_precision = 3600; }), ReportError::hpke_decrypt_error);
    EXPECT_EQ(sealed([](auto& c) { c.vdaf_configuration[3] ^= 1; }), ReportError::hpke_decrypt_error);
    EXPECT_EQ(sealed([](auto& c) { c.extensions.clear(); }), ReportError::hpke_decrypt_error);
}

TEST_F(HelperJob, CannotDecryptTheLeadersCiphertext) {
    // Sealed to the helper's key, but as the leader's share: only the role byte of the info differs.
    const auto one = shares();
    wire::Report report = client.seal(one);
    client.leader_config = client.helper_config;
    report.helper_encrypted_input_share =
        client.seal_for(wire::Role::leader, one, {{}, to_bytes(one.input_shares[1].view())});
    EXPECT_EQ(reason(init(one, std::move(report))), ReportError::hpke_decrypt_error);
}

TEST_F(HelperJob, CannotDecryptForAKeyItDoesNotHave) {
    const auto one = shares();
    wire::Report report = client.seal(one);
    report.helper_encrypted_input_share.config_id = 200;
    EXPECT_EQ(reason(init(one, std::move(report))), ReportError::hpke_decrypt_error);
}

TEST_F(HelperJob, FindsExtensionsThatAreUnknownUnsortedOrTwice) {
    const auto with = [&](std::vector<wire::Extension> open, const std::vector<wire::Extension>& hidden) {
        Client::Shares one = shares();
        one.metadata.public_extensions = std::move(open);
        return reason(init(one, client.seal(one, hidden)));
    };

    EXPECT_EQ(with({{5, {}}}, {}), ReportError::invalid_message);
    EXPECT_EQ(with({}, {{5, {}}}), ReportError::invalid_message);
    EXPECT_EQ(with({}, {{6, {}}, {5, {}}}), ReportError::invalid_message);
    EXPECT_EQ(with({}, {{5, {}}, {5, {}}}), ReportError::invalid_message);
    EXPECT_EQ(with({{5, {}}}, {{5, {}}}), ReportError::invalid_message);
    EXPECT_EQ(with({}, {}), std::nullopt);
}

TEST_F(HelperJob, CannotReadAPlaintextThatIsNotAnInputShare) {
    const auto one = shares();
    wire::Report report = client.seal(one);
    report.helper_encrypted_input_share = client.seal_for(wire::Role::helper, one, {{}, Bytes(63)});
    EXPECT_EQ(reason(init(one, std::move(report))), ReportError::invalid_message);
}

TEST_F(HelperJob, RejectsOnlyTheReportWithTheInvalidProof) {
    auto encoded = client.encode({3, 0, {}});
    encoded[10] += field::Field64::one();
    auto bad = init(client.shard(encoded, kFirst));

    const auto resps = answers(body({honest(1), bad, honest(2)}));

    ASSERT_EQ(resps.size(), 3u);
    EXPECT_EQ(resps[0].verify_resp_type, wire::VerifyRespType::continue_);
    EXPECT_EQ(resps[1], wire::VerifyResp::rejected(bad.report_share.report_metadata.report_id, ReportError::vdaf_verify_error));
    EXPECT_EQ(resps[2].verify_resp_type, wire::VerifyRespType::continue_);
    EXPECT_EQ(counted(), 2u);
    EXPECT_EQ(world.helper.rejected(ReportError::vdaf_verify_error), 1u);
}

TEST_F(HelperJob, RejectsALeaderMessageThatIsNotOne) {
    auto one = honest();
    one.payload.pop_back();
    EXPECT_EQ(reason(one), ReportError::invalid_message);
    one = honest();
    one.payload[0] = 2;
    EXPECT_EQ(reason(one), ReportError::invalid_message);
}

TEST_F(HelperJob, RejectsEveryWrongPartOfTheJointRandomness) {
    for (const std::size_t byte : {0u, 31u, 32u, 63u}) {
        Client::Shares one = shares();
        one.public_share[byte] ^= 1;
        EXPECT_EQ(reason(init(one)), ReportError::vdaf_verify_error) << byte;
    }
    EXPECT_EQ(counted(), 0u);
}

TEST_F(HelperJob, AnswersARepeatedJobWithTheSameBytesAndCountsOnce) {
    const Bytes request = body({honest(1), honest(2)});
    const auto first = must(send(request));

    const auto again = must(send(request));
    world.restart(world.helper);
    const auto after_a_restart = must(send(request));

    EXPECT_EQ(again.id, first.id);
    EXPECT_EQ(again.response, first.response);
    EXPECT_EQ(after_a_restart.response, first.response);
    EXPECT_EQ(counted(), 2u);
}

TEST_F(HelperJob, CountsAReportThatComesInTwoJobsOnce) {
    const auto one = honest(1);
    const auto two = honest(2);
    must(send(body({one})));

    const auto resps = answers(body({two, one}));

    EXPECT_EQ(resps[0].verify_resp_type, wire::VerifyRespType::continue_);
    EXPECT_EQ(resps[1].report_error, ReportError::report_replayed);
    EXPECT_EQ(counted(), 2u);
}

TEST_F(HelperJob, CountsAReportThatComesInManyJobsAtOnceExactlyOnce) {
    const auto shared = honest(1);
    std::vector<Bytes> requests;
    for (std::uint16_t i = 0; i < 6; ++i) requests.push_back(body({shared, honest(static_cast<std::uint16_t>(10 + i))}));
    std::vector<int> accepted(requests.size());
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < requests.size(); ++i) {
            threads.emplace_back([&, i] {
                accepted[i] = answers(requests[i])[0].verify_resp_type == wire::VerifyRespType::continue_ ? 1 : 0;
            });
        }
    }

    EXPECT_EQ(std::accumulate(accepted.begin(), accepted.end(), 0), 1);
    EXPECT_EQ(counted(), 1 + requests.size());
}

TEST_F(HelperJob, TakesNoReportOfACollectedBatch) {
    must(world.helper.store().write("test", [&](store::Tx& tx) {
        return tx.put_batch(world.helper.task().key, {{kFirst, 1}, store::BatchState::collected});
    }));

    const auto resps = answers(body({honest(1, kFirst), honest(2, kFirst + 1)}));

    EXPECT_EQ(resps[0].report_error, ReportError::batch_collected);
    EXPECT_EQ(resps[1].verify_resp_type, wire::VerifyRespType::continue_);
}

TEST_F(HelperJob, AnswersAPollUntilTheJobIsDeleted) {
    const auto answer = must(send(body({honest()})));
    const auto jobs = world.helper.helper_jobs();
    EXPECT_EQ(must(jobs.poll(world.helper.task(), answer.id)).response, answer.response);

    must(jobs.remove(world.helper.task(), answer.id));

    EXPECT_EQ(jobs.poll(world.helper.task(), answer.id).error().type, ProblemType::unrecognizedAggregationJob);
    EXPECT_EQ(jobs.remove(world.helper.task(), answer.id).error().type, ProblemType::unrecognizedAggregationJob);
}

TEST_F(HelperJob, RemembersTheReportsOfADeletedJob) {
    const auto one = honest();
    const auto answer = must(send(body({one})));
    must(world.helper.helper_jobs().remove(world.helper.task(), answer.id));

    const auto resps = answers(body({one}));

    EXPECT_EQ(resps[0].report_error, ReportError::report_replayed);
    EXPECT_EQ(counted(), 1u);
}

TEST_F(HelperJob, OpensReportsForKeysThatWereRetiredLately) {
    const auto before = honest(1);
    const auto day = std::chrono::floor<std::chrono::days>(world.clock.now());
    world.helper.keys().replace(world.helper.keys().now()->rotated(world.random, day));
    EXPECT_EQ(reason(before), std::nullopt);
}

}  // namespace
}  // namespace tacit::test
