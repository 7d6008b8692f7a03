#include "collector/publisher/estimate.h"

#include <gtest/gtest.h>

namespace tacit::publisher {
namespace {

survey::TableResult table(std::uint32_t sigma_squared, bool sums_to_reports, const std::vector<std::int64_t>& cells) {
    survey::TableResult result{"t", survey::TableKind::margin, sigma_squared, sums_to_reports, {}};
    for (const std::int64_t cell : cells) result.cells.push_back({{"", ""}, cell});
    return result;
}

TEST(Estimate, SpreadsByTheNoiseOfBothAggregators) {
    EXPECT_DOUBLE_EQ(noise_sd(50), 10.0);
    EXPECT_DOUBLE_EQ(noise_interval(7, 50).low, 7 - 19.6);
    EXPECT_DOUBLE_EQ(noise_interval(7, 50).high, 7 + 19.6);
}

TEST(Estimate, TrustsTheTableWithLessNoiseMore) {
    // Weights 1/(2·4·2) and 1/(2·16·2): 4 to 1, so (4·100 + 200)/5 = 120.
    EXPECT_EQ(reports_about({table(4, true, {60, 40}), table(16, true, {150, 50})}), 120);
}

TEST(Estimate, LeavesOutTablesThatDoNotCountEveryReportOnce) {
    EXPECT_EQ(reports_about({table(4, true, {60, 40}), table(4, false, {9000, 9000})}), 100);
    EXPECT_EQ(reports_about({table(4, false, {9000})}), 0);
}

TEST(Estimate, RoundsToTensAndNeverBelowZero) {
    EXPECT_EQ(reports_about({table(4, true, {104})}), 100);
    EXPECT_EQ(reports_about({table(4, true, {106})}), 110);
    EXPECT_EQ(reports_about({table(4, true, {-106})}), 0);
}

}  // namespace
}  // namespace tacit::publisher
