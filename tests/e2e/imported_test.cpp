// Surveys that another tool wrote, through the whole pipeline: imported, offered, accepted, answered, collected,
// published.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/deployment.h"
#include "tests/e2e/small_answers.h"

namespace tacit::test {
namespace {

using ::testing::HasSubstr;
using Who = Deployment::Who;

const std::string kSamples = std::string(TACIT_SOURCE_DIR) + "/tests/unit/exchange/";

// The exact totals of a survey, imported as the arguments say, that `people` answer all in the same way.
Totals totals_of(const std::vector<std::string>& import, const std::string& answers, int people) {
    TempDir folder;
    const std::string survey = (folder / "survey.json").string();
    std::vector<std::string> arguments{TACIT_CLIENT, "survey", "import", "--out", survey};
    arguments.insert(arguments.end(), import.begin(), import.end());
    const Finished imported = run({arguments, {}, {}});
    EXPECT_EQ(imported.exit_code, 0) << imported.both();
    EXPECT_THAT(imported.errors, HasSubstr("note: ")) << "what was lost is said";

    Deployment deployment({.survey = survey, .noise = false, .min_batch_size = 50});
    deployment.start_both();
    std::string lines;
    for (int i = 0; i < people; ++i) lines += answers + "\n";
    expect_success(deployment.tacit({"submit", deployment.task_url(), "--answers", "-"}, lines));
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
    const auto release = deployment.file("release");
    expect_success(deployment.collector(Who::publisher, {"publish", "--out", release.string()}));
    return read_cells(read_file(release / "data" / "noisy_raw.csv"));
}

TEST(ImportedSurvey, OfFhirWithThePhqInItRunsToItsRelease) {
    const Totals totals = totals_of(
        {"--from", "fhir", "--without-item-9", kSamples + "phq9.fhir.json"},
        R"({"treated":"yes","phq8":[1,1,1,1,1,1,1,2],"q69722_7":"la6573_5","helped":["talk","medicine"],"nights":"n3"})",
        60);

    const Totals expected{{{"treated", "yes", ""}, 60},    {{"phq8_band", "mild", ""}, 60},
                          {{"phq8_sum", "sum", ""}, -180}, {{"q69722_7", "la6573_5", ""}, 60},
                          {{"helped", "talk", ""}, 60},    {{"helped", "medicine", ""}, 60},
                          {{"nights", "n3", ""}, 60}};
    EXPECT_EQ(totals, expected);
}

TEST(ImportedSurvey, OfAnXlsformRunsToItsRelease) {
    const Totals totals = totals_of({"--from", "xlsform", kSamples + "xlsform"},
                                    R"({"treated":"o1","years":"n1","helped":["medicine"],"again":"yes"})", 60);

    const Totals expected{{{"treated", "o1", ""}, 60},
                          {{"years", "n1", ""}, 60},
                          {{"helped", "medicine", ""}, 60},
                          {{"again", "yes", ""}, 60}};
    EXPECT_EQ(totals, expected);
}

}  // namespace
}  // namespace tacit::test
