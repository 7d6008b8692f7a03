// The smaller parts of the statistics: Holm, trends, the test of independence, the file of options.
#include <gtest/gtest.h>

#include <cmath>

#include "schemas/release/stats/compare.h"
#include "schemas/release/stats/independence.h"
#include "schemas/release/stats/trend.h"
#include "tests/unit/release/stats/example.h"

namespace tacit::release {
namespace {

TEST(Holm, MultipliesStepByStepAndNeverFalls) {
    const std::vector<double> p{0.01, 0.04, 0.03, 0.005};

    const std::vector<double> corrected = holm(p);

    EXPECT_NEAR(corrected[3], 0.02, 1e-12);
    EXPECT_NEAR(corrected[0], 0.03, 1e-12);
    EXPECT_NEAR(corrected[2], 0.06, 1e-12);
    EXPECT_NEAR(corrected[1], 0.06, 1e-12);
    EXPECT_EQ(holm(std::vector<double>{0.9, 0.8}), (std::vector<double>{1, 1}));
    EXPECT_NEAR(two_sided_p(1.959963984540054), 0.05, 1e-9);
}

Share point(double value, double error) {
    Share share;
    share.estimate = Estimate{value, error, {}};
    return share;
}

TEST(Trend, ChangeIsLastMinusFirstOfWhatWasPublished) {
    Share nothing;
    const std::vector<Share> points{nothing, point(0.2, 0.03), point(0.9, 0.5), point(0.5, 0.04), nothing};

    const auto change = change_over(points);

    EXPECT_NEAR(change->value, 0.3, 1e-12);
    EXPECT_NEAR(change->error, 0.05, 1e-12);
    EXPECT_FALSE(change_over(std::vector<Share>{point(0.2, 0.1), nothing}));
}

// Three equal errors e: the slope is (last − first)/2 with e/√2.
TEST(Trend, SlopeIsThatOfLeastSquares) {
    const std::vector<Share> points{point(0.1, 0.02), point(0.4, 0.02), point(0.3, 0.02)};

    const auto slope = slope_over(points);

    EXPECT_NEAR(slope->value, 0.1, 1e-12);
    EXPECT_NEAR(slope->error, 0.02 / std::sqrt(2.0), 1e-12);
    EXPECT_FALSE(slope_over(std::span(points).first(2)));
}

TEST(Independence, IsRejectedWhereRowsDiffer) {
    const std::vector<double> apart{400, 100, 100, 400};
    const std::vector<double> alike{300, 200, 305, 195};

    EXPECT_LE(test_independence(apart, 2, 128, 199, 1).p, 0.005);
    EXPECT_GT(test_independence(alike, 2, 128, 199, 1).p, 0.2);
    EXPECT_EQ(test_independence(alike, 2, 128, 199, 1).p, test_independence(alike, 2, 128, 199, 1).p);
}

constexpr const char* kOptions = R"json({"format": "tacit-analysis-1", "mask_below": "nhs",
  "primary": [{"table": "xy", "column": "c", "row": "a", "other": "b"}],
  "script": {"name": "main.R", "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}})json";

TEST(Options, AreReadFromAFile) {
    const test::Example two = test::two_choices();

    const auto options = load_options(kOptions, two.compiled);

    ASSERT_TRUE(options) << to_text(options.error());
    EXPECT_EQ(options->mask_below, 8);
    EXPECT_EQ(options->primary, (std::vector<Contrast>{{"xy", "c", "a", "b"}}));
    EXPECT_EQ(options->script, (json::NamedFile{"main.R", sha256(as_bytes("foo"))}));
}

TEST(Options, NamesThatTheSurveyDoesNotHaveAreRefused) {
    const test::Example two = test::two_choices();
    const auto refused = [&](std::string_view from, std::string_view to) {
        std::string text = kOptions;
        text.replace(text.find(from), from.size(), to);
        const auto options = load_options(text, two.compiled);
        return options ? std::string() : options.error().where;
    };

    EXPECT_EQ(refused("\"xy\"", "\"zz\""), "/primary/0");
    EXPECT_EQ(refused("\"column\": \"c\"", "\"column\": \"e\""), "/primary/0");
    EXPECT_EQ(refused("\"other\": \"b\"", "\"other\": \"e\""), "/primary/0/other");
    EXPECT_EQ(refused("\"other\": \"b\"", "\"other\": \"a\""), "/primary/0");
    EXPECT_EQ(refused("\"nhs\"", "\"nsa\""), "/mask_below");
    EXPECT_EQ(refused("\"mask_below\"", "\"mask\""), "/mask");
    EXPECT_EQ(refused("main.R", "../main.R"), "/script/name");
    EXPECT_EQ(refused("2c26", "2C26"), "/script/sha256");
}

}  // namespace
}  // namespace tacit::release
