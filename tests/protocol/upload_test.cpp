// The order of checks on upload. What a client may do next hangs on it: only outdated_config allows to build a report
// anew, so it is said of no report that was ever stored.
#include <gmock/gmock.h>

#include "collector/protocol/upload.h"
#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

using protocol::Refusal;
using store::BatchState;
using testing::ElementsAre;
using testing::IsEmpty;
using wire::ReportError;

class Uploading : public testing::Test {
protected:
    Refusal upload(const wire::Report& report) {
        const auto errors = must(world.leader.upload(upload_request({report})));
        if (errors.status.empty()) return std::nullopt;
        EXPECT_EQ(errors.status.size(), 1u);
        EXPECT_EQ(errors.status[0].id, report.report_metadata.report_id);
        return errors.status[0].error;
    }
    wire::Report report(wire::Time time = kFirst) { return client.report({3, 1, {0}}, time); }
    // The same report, as if the client had learned keys that the servers do not have.
    static wire::Report with_leader_key(wire::Report report, wire::HpkeConfigId id) {
        report.leader_encrypted_input_share.config_id = id;
        return report;
    }
    static wire::Report with_helper_key(wire::Report report, wire::HpkeConfigId id) {
        report.helper_encrypted_input_share.config_id = id;
        return report;
    }
    static wire::Report at(wire::Report report, wire::Time time) {
        report.report_metadata.time = time;
        return report;
    }
    static wire::Report longer(wire::Report report) {
        report.public_share.push_back(0);
        return report;
    }
    void put_batch(const wire::Interval& interval, BatchState state) {
        must(world.leader.store().write("test", [&](store::Tx& tx) {
            return tx.put_batch(world.leader.task().key, {interval, state});
        }));
    }
    std::uint64_t stored() { return world.leader.pending({0, 100'000}); }

    static constexpr wire::HpkeConfigId kUnknownKey = 0xfe;
    World world;
    Client client = world.client();
};

TEST_F(Uploading, AReportThatWasTakenIsOnDisk) {
    EXPECT_EQ(upload(report()), std::nullopt);

    world.restart(world.leader);
    EXPECT_EQ(stored(), 1u);
}

TEST_F(Uploading, ABodyThatCannotBeReadIsRefusedAsAWhole) {
    Bytes body = upload_request({report(), report()});
    body.pop_back();

    const auto errors = world.leader.upload(body);

    ASSERT_FALSE(errors);
    EXPECT_EQ(errors.error().type, wire::ProblemType::invalidMessage);
    EXPECT_EQ(errors.error().status, 400);
    EXPECT_EQ(stored(), 0u);
}

TEST_F(Uploading, AnUnknownTaskIsNamedOnlyOnceTheBodyCanBeRead) {
    class NoWriter final : public protocol::ReportWriter {
        Result<std::vector<Refusal>> append(std::vector<protocol::NewReport>) override {
            return fail(Fault::internal, "nobody asked for this");
        }
    } writer;
    const protocol::Upload uploads(world.leader.store(), world.clock, world.leader.keys(), world.leader.tasks(),
                                   writer);
    const wire::TaskId unknown{};

    EXPECT_EQ(uploads.accept(unknown, upload_request({report()})).error().type, wire::ProblemType::unrecognizedTask);
    EXPECT_EQ(uploads.accept(unknown, Bytes{1}).error().type, wire::ProblemType::invalidMessage);
}

TEST_F(Uploading, TheHelperTakesNoUploads) {
    const auto errors = world.helper.upload(upload_request({report()}));

    ASSERT_FALSE(errors);
    EXPECT_EQ(errors.error().type, wire::ProblemType::unrecognizedTask);
}

TEST_F(Uploading, NothingInARequestIsNothingToRefuse) { EXPECT_THAT(must(world.leader.upload({})).status, IsEmpty()); }

TEST_F(Uploading, TheGoodReportsAreStoredAndTheOthersNamedInRequestOrder) {
    const wire::Report early = report(kToday + 2);
    const wire::Report outside = report(kFirst - 1);
    const wire::Report outdated = with_leader_key(report(), kUnknownKey);

    const auto errors = must(world.leader.upload(upload_request({early, report(), outside, report(), outdated})));

    EXPECT_THAT(
        errors.status,
        ElementsAre(wire::ReportUploadStatus{early.report_metadata.report_id, ReportError::report_too_early},
                    wire::ReportUploadStatus{outside.report_metadata.report_id, ReportError::report_dropped},
                    wire::ReportUploadStatus{outdated.report_metadata.report_id, ReportError::outdated_config}));
    EXPECT_EQ(stored(), 2u);
}

TEST_F(Uploading, TheSameReportTwiceIsTakenTwiceAndStoredOnce) {
    const wire::Report twice = report();

    EXPECT_THAT(must(world.leader.upload(upload_request({twice, twice}))).status, IsEmpty());
    EXPECT_EQ(upload(twice), std::nullopt);
    EXPECT_EQ(stored(), 1u);
}

TEST_F(Uploading, AStoredReportIsASuccessWhateverElseIsWrongWithIt) {
    const wire::Report known = report();
    ASSERT_EQ(upload(known), std::nullopt);

    EXPECT_EQ(upload(with_leader_key(known, kUnknownKey)), std::nullopt);
    EXPECT_EQ(upload(with_helper_key(known, kUnknownKey)), std::nullopt);
    EXPECT_EQ(upload(at(known, kFirst - 1)), std::nullopt);
    EXPECT_EQ(upload(at(known, kToday + 3)), std::nullopt);
    EXPECT_EQ(upload(longer(known)), std::nullopt);
    put_batch({kFirst, 1}, BatchState::closing);
    EXPECT_EQ(upload(known), std::nullopt);
    must(world.leader.closing().close_as_leader(world.leader.task(), true));
    EXPECT_EQ(upload(known), std::nullopt);
    EXPECT_EQ(stored(), 1u);
}

TEST_F(Uploading, AnAggregatedReportIsASuccessToo) {
    const wire::Report known = report();
    ASSERT_EQ(upload(known), std::nullopt);
    world.aggregate();
    ASSERT_EQ(stored(), 0u);

    EXPECT_EQ(upload(known), std::nullopt);
    EXPECT_EQ(upload(with_leader_key(known, kUnknownKey)), std::nullopt);
    EXPECT_EQ(stored(), 0u);
}

TEST_F(Uploading, ARejectedReportIsNotTakenAgain) {
    wire::Report bad = report();
    bad.helper_encrypted_input_share.payload[5] ^= 1;
    ASSERT_EQ(upload(bad), std::nullopt);
    world.aggregate();
    ASSERT_EQ(world.leader.rejected(ReportError::hpke_decrypt_error), 1u);

    EXPECT_EQ(upload(bad), std::nullopt);
    EXPECT_EQ(stored(), 0u);
}

TEST_F(Uploading, ABucketThatIsBeingCollectedOrLostTakesNothingNew) {
    wire::Time day = kFirst;
    for (const auto state : {BatchState::closing, BatchState::collected, BatchState::corrupt, BatchState::refused}) {
        put_batch({day, 1}, state);
        EXPECT_EQ(upload(report(day)), ReportError::report_replayed) << store::name(state);
        EXPECT_EQ(upload(with_leader_key(report(day), kUnknownKey)), ReportError::report_replayed)
            << "outdated_config of a report that may have been counted: " << store::name(state);
        EXPECT_EQ(upload(longer(report(day))), ReportError::report_replayed) << store::name(state);
        ++day;
    }
    EXPECT_EQ(upload(report(day)), std::nullopt) << "the next bucket is open";
    EXPECT_EQ(stored(), 1u);
}

TEST_F(Uploading, AReportOfACollectedDayCannotBeToldFromOneThatCounted) {
    const wire::Report counted = report();
    ASSERT_EQ(upload(counted), std::nullopt);
    world.upload_unique(60, kFirst, 10);
    world.collect({kFirst, 1});

    EXPECT_EQ(upload(counted), ReportError::report_replayed);
    EXPECT_EQ(upload(report()), ReportError::report_replayed);
}

TEST_F(Uploading, AClosedTaskTakesNothingNew) {
    put_batch({kFirst + 1, 1}, BatchState::collected);
    must(world.leader.closing().close_as_leader(world.leader.task(), true));

    EXPECT_EQ(upload(report()), ReportError::task_expired);
    EXPECT_EQ(upload(with_leader_key(report(), kUnknownKey)), ReportError::task_expired);
    EXPECT_EQ(upload(report(kFirst + 1)), ReportError::report_replayed) << "the bucket is looked at first";
    EXPECT_EQ(stored(), 0u);
}

TEST_F(Uploading, ATimeOutsideTheTaskIsDropped) {
    EXPECT_EQ(upload(report(kFirst - 1)), ReportError::report_dropped);
    EXPECT_EQ(upload(report(kFirst)), std::nullopt);
    world.set_today(kFirst + kDays + 5);
    EXPECT_EQ(upload(report(kFirst + kDays)), ReportError::report_dropped);
    EXPECT_EQ(upload(report(kFirst + kDays - 1)), std::nullopt);
    EXPECT_EQ(upload(report(~wire::Time{0})), ReportError::report_dropped);
}

TEST_F(Uploading, AClockThatRunsFiveMinutesAheadIsForgivenAndNotMore) {
    world.clock.set(start_of(kToday + 1) - std::chrono::minutes(5));
    EXPECT_EQ(upload(report(kToday + 1)), std::nullopt);

    world.clock.set(start_of(kToday + 1) - std::chrono::minutes(5) - std::chrono::seconds(1));
    EXPECT_EQ(upload(report(kToday + 1)), ReportError::report_too_early);
}

TEST_F(Uploading, AnUnknownKeyOfEitherServerIsOutdated) {
    EXPECT_EQ(upload(with_leader_key(report(), kUnknownKey)), ReportError::outdated_config);
    EXPECT_EQ(upload(with_helper_key(report(), kUnknownKey)), ReportError::outdated_config);
    EXPECT_EQ(stored(), 0u);
}

TEST_F(Uploading, ARetiredKeyIsNotOutdated) {
    const wire::Report sealed_before = report();
    world.leader.keys().replace(
        world.leader.keys().now()->rotated(world.random, std::chrono::floor<std::chrono::days>(world.clock.now())));

    EXPECT_EQ(upload(sealed_before), std::nullopt);
}

TEST_F(Uploading, WhoDoesNotKnowTheHelpersListDoesNotRefuseItsKeys) {
    world.restart(world.leader);  // forgets the list

    EXPECT_EQ(upload(with_helper_key(report(), kUnknownKey)), std::nullopt);
}

TEST_F(Uploading, TheIntervalIsLookedAtBeforeTheKeys) {
    EXPECT_EQ(upload(with_leader_key(report(kFirst - 1), kUnknownKey)), ReportError::report_dropped);
    EXPECT_EQ(upload(with_leader_key(report(kToday + 2), kUnknownKey)), ReportError::report_too_early);
    EXPECT_EQ(upload(longer(with_leader_key(report(), kUnknownKey))), ReportError::outdated_config);
}

TEST_F(Uploading, AReportOfAnotherSizeIsInvalid) {
    wire::Report extended = report();
    extended.report_metadata.public_extensions.push_back({0xff99, Bytes(3)});
    wire::Report shorter = report();
    shorter.leader_encrypted_input_share.payload.pop_back();

    EXPECT_EQ(upload(longer(report())), ReportError::invalid_message);
    EXPECT_EQ(upload(shorter), ReportError::invalid_message);
    EXPECT_EQ(upload(extended), ReportError::invalid_message);
    EXPECT_EQ(stored(), 0u);
}

TEST_F(Uploading, AFailureOfOursIsA503WithoutText) {
    class FullDisk final : public protocol::ReportWriter {
        Result<std::vector<Refusal>> append(std::vector<protocol::NewReport>) override {
            return fail(Fault::unavailable, "the disk is full", "/srv/secret/path");
        }
    } writer;
    const protocol::Upload uploads(world.leader.store(), world.clock, world.leader.keys(), world.leader.tasks(),
                                   writer);

    const auto errors = uploads.accept(world.leader.task().id, upload_request({report()}));

    ASSERT_FALSE(errors);
    EXPECT_EQ(errors.error().status, 503);
    EXPECT_EQ(errors.error().type, wire::ProblemType::about_blank);
    EXPECT_TRUE(errors.error().detail.empty());
}

TEST_F(Uploading, ABucketThatClosesBetweenTheLookAndTheCommitTakesNothing) {
    // The batch closes just before the reports are committed.
    class ClosingWriter final : public protocol::ReportWriter {
    public:
        explicit ClosingWriter(Aggregator& leader) : leader_(leader) {}
        Result<std::vector<Refusal>> append(std::vector<protocol::NewReport> reports) override {
            return leader_.store().write("test", [&](store::Tx& tx) -> Result<std::vector<Refusal>> {
                TACIT_CHECK(tx.put_batch(leader_.task().key, {{kFirst, 1}, BatchState::closing}));
                TACIT_TRY(const protocol::Standing found, protocol::store_report(tx, reports.at(0)));
                return std::vector{found.refusal};
            });
        }

    private:
        Aggregator& leader_;
    } writer(world.leader);
    const protocol::Upload uploads(world.leader.store(), world.clock, world.leader.keys(), world.leader.tasks(),
                                   writer);

    const auto errors = must(uploads.accept(world.leader.task().id, upload_request({report()})));

    ASSERT_EQ(errors.status.size(), 1u);
    EXPECT_EQ(errors.status[0].error, ReportError::report_replayed);
    EXPECT_EQ(stored(), 0u);
}

}  // namespace
}  // namespace tacit::test
