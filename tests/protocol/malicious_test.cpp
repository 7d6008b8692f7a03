// Reports that no honest client makes: each is refused for its own reason, at whichever aggregator can see it, and the totals
// do not move.
#include <gtest/gtest.h>

#include "crypto/circuits/questionnaire_config.h"
#include "schemas/wire/labels.h"
#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

using field::Field64;
using wire::ReportError;

// Where the cells of the task's blocks lie in an encoded measurement: choice(cells), choice(sides), multi(marks) with the
// digits of its weight, cross(sides, marks).
constexpr std::size_t kSide = kCells;
constexpr std::size_t kSides = 3;

class Malicious : public ::testing::Test {
protected:
    // A honest encoding, to be spoilt.
    SecretVector<Field64> encoded() { return client.encode({3, 1, {0, 2}}); }
    void expect_rejected(const wire::Report& report, ReportError reason) {
        world.upload_unique(2, kFirst, next_cell_);
        next_cell_ = static_cast<std::uint16_t>(next_cell_ + 2);
        const std::uint64_t before = world.leader.rejected(reason);
        world.upload({report});
        world.aggregate();
        EXPECT_EQ(world.leader.rejected(reason), before + 1);
        EXPECT_EQ(world.leader.report_count({kFirst, 1}), next_cell_);
        EXPECT_EQ(world.helper.report_count({kFirst, 1}), next_cell_);
    }
    void expect_invalid(const SecretVector<Field64>& spoilt) {
        expect_rejected(client.report_of(spoilt, kFirst), ReportError::vdaf_verify_error);
    }
    // The totals after more honest reports hold exactly those.
    void expect_exact_totals() {
        world.upload_unique(static_cast<std::uint16_t>(60 - next_cell_), kFirst, next_cell_);
        EXPECT_EQ(world.cells(world.collect({kFirst, 1}), {kFirst, 1}), world.expected_cells());
    }

    World world;
    Client client = world.client();
    std::uint16_t next_cell_ = 0;
};

TEST_F(Malicious, TheCellsLieWhereTheseTestsThink) {
    const auto honest = encoded();
    EXPECT_EQ(honest[3], Field64::one());
    EXPECT_EQ(honest[kSide + 1], Field64::one());
    EXPECT_EQ(honest[kSide + kSides], Field64::one());
    EXPECT_EQ(honest[kSide + kSides + 2], Field64::one());
}

TEST_F(Malicious, AVoteForTwoOptionsDoesNotCount) {
    auto spoilt = encoded();
    spoilt[7] = Field64::one();
    expect_invalid(spoilt);
    expect_exact_totals();
}

TEST_F(Malicious, AVoteForNoOptionDoesNotCount) {
    auto spoilt = encoded();
    spoilt[3] = Field64();
    expect_invalid(spoilt);
}

TEST_F(Malicious, AVoteOfWeightTwoDoesNotCount) {
    auto spoilt = encoded();
    spoilt[3] = Field64::from_u64(2);
    expect_invalid(spoilt);
    expect_exact_totals();
}

TEST_F(Malicious, ANegativeVoteDoesNotCount) {
    auto spoilt = encoded();
    spoilt[7] = -Field64::one();
    spoilt[8] = Field64::one();  // the sum is right
    expect_invalid(spoilt);
    expect_exact_totals();
}

TEST_F(Malicious, AMarkOfWeightTwoDoesNotCount) {
    auto spoilt = encoded();
    spoilt[kSide + kSides] = Field64::from_u64(2);
    expect_invalid(spoilt);
}

TEST_F(Malicious, AMarkThatItsWeightDoesNotSayDoesNotCount) {
    auto spoilt = encoded();
    spoilt[kSide + kSides + 3] = Field64::one();
    expect_invalid(spoilt);
}

TEST_F(Malicious, AForgedCellOfACrossTableDoesNotCount) {
    auto spoilt = encoded();
    spoilt.back() += Field64::one();
    expect_invalid(spoilt);
    spoilt = encoded();
    spoilt[spoilt.size() - 2] = Field64::one() - spoilt[spoilt.size() - 2];
    expect_invalid(spoilt);
    expect_exact_totals();
}

TEST_F(Malicious, AReportForAnotherTaskFileCannotBeOpened) {
    Client other = world.client();
    other.configuration.task_info[0] ^= 1;
    expect_rejected(other.report({3, 1, {}}, kFirst), ReportError::hpke_decrypt_error);
    expect_exact_totals();
}

TEST_F(Malicious, SwappedCiphertextsCannotBeOpened) {
    wire::Report report = client.report({3, 1, {}}, kFirst);
    const wire::Report other = client.report({4, 1, {}}, kFirst);
    report.leader_encrypted_input_share = other.leader_encrypted_input_share;
    expect_rejected(report, ReportError::hpke_decrypt_error);

    report = client.report({3, 1, {}}, kFirst);
    report.helper_encrypted_input_share = other.helper_encrypted_input_share;
    expect_rejected(report, ReportError::hpke_decrypt_error);
    expect_exact_totals();
}

TEST_F(Malicious, AReportFromTheFutureIsTooEarly) {
    const wire::Report report = client.report({3, 1, {}}, kToday + 1);
    const auto errors = must(world.leader.upload(upload_request({report})));
    ASSERT_EQ(errors.status.size(), 1u);
    EXPECT_EQ(errors.status[0].error, ReportError::report_too_early);
}

TEST_F(Malicious, ATruncatedReportIsAnInvalidMessage) {
    Bytes request = upload_request({client.report({3, 1, {}}, kFirst)});
    request.pop_back();
    const auto errors = world.leader.upload(request);
    ASSERT_FALSE(errors);
    EXPECT_EQ(errors.error().type, wire::ProblemType::invalidMessage);
}

TEST_F(Malicious, AReplayedReportCountsOnce) {
    const wire::Report report = client.report({90, 1, {}}, kFirst);
    ++world.expected[90];
    world.upload({report});
    world.aggregate();
    world.upload({report});
    world.upload({report, report});
    world.aggregate();
    expect_exact_totals();
}

TEST_F(Malicious, AReplayOfACollectedDayIsReplayed) {
    const wire::Report report = client.report({90, 1, {}}, kFirst);
    ++world.expected[90];
    world.upload({report});
    expect_exact_totals();

    const auto errors = must(world.leader.upload(upload_request({report})));

    ASSERT_EQ(errors.status.size(), 1u);
    EXPECT_EQ(errors.status[0].error, ReportError::report_replayed);
}

}  // namespace
}  // namespace tacit::test
