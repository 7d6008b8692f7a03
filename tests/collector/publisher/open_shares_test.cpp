#include "collector/publisher/open_shares.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/collector/publisher/sample_batch.h"

namespace tacit::publisher {
namespace {

using test::SampleBatch;
using testing::HasSubstr;

TEST(OpenShares, AddsTheTwoSharesUpToSignedTotals) {
    SampleBatch sample;
    const auto totals = sample.plain_totals();

    const auto opened = open_shares(sample.task, sample.terms, sample.publisher_key, sample.answered(totals, 500));

    ASSERT_TRUE(opened) << to_text(opened.error());
    EXPECT_EQ(opened->totals, totals);
    EXPECT_EQ(opened->report_count, 500u);
    ASSERT_FALSE(opened->tables.empty());
    EXPECT_EQ(opened->tables[0].cells[1].total, totals[1]);
}

TEST(OpenShares, RefusesSharesThatWereMadeForAnotherRequest) {
    SampleBatch sample;
    CollectionFile file = sample.answered(sample.plain_totals(), 500);
    file.request = new_collection(sample.terms.id, {sample.batch.start, 4})->request;

    const auto opened = open_shares(sample.task, sample.terms, sample.publisher_key, file);

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::refused);
    EXPECT_THAT(opened.error().remedy, HasSubstr("key file"));
}

TEST(OpenShares, RefusesTheLeadersShareInThePlaceOfTheHelpers) {
    SampleBatch sample;
    CollectionFile file = sample.answered(sample.plain_totals(), 500);
    auto response = decode<wire::CollectionJobResp>(file.response).value();
    response.helper_encrypted_agg_share = response.leader_encrypted_agg_share;
    file.response = encode(response).value();

    const auto opened = open_shares(sample.task, sample.terms, sample.publisher_key, file);

    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().what, HasSubstr("helper"));
}

TEST(OpenShares, CallsATotalCorruptThatReportsAndNoiseCannotExplain) {
    SampleBatch sample;
    const survey::CompiledTable& table = sample.terms.compiled.tables.front();
    // 40 standard deviations of the noise of both servers, rounded down and up.
    const auto slack = static_cast<std::int64_t>(40 * std::sqrt(2.0 * table.sigma_squared));
    std::vector<std::int64_t> totals(sample.terms.compiled.output_size, 0);

    totals[table.first_cell] = 500 * table.cell_max + slack;
    EXPECT_TRUE(check_plausible(sample.terms.compiled, 500, totals));
    totals[table.first_cell] += 1;
    const auto above = check_plausible(sample.terms.compiled, 500, totals);
    totals[table.first_cell] = 500 * table.cell_min - slack - 1;
    const auto below = check_plausible(sample.terms.compiled, 500, totals);

    ASSERT_FALSE(above);
    EXPECT_EQ(above.error().fault, Fault::corrupt);
    EXPECT_THAT(above.error().what, HasSubstr(table.id));
    EXPECT_FALSE(below);
}

}  // namespace
}  // namespace tacit::publisher
