#include "collector/publisher/release.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collector/publisher/estimate.h"
#include "collector/publisher/summary.h"
#include "crypto/sign/minisign.h"
#include "schemas/json/reader.h"
#include "schemas/task/texts.h"
#include "tests/collector/publisher/sample_batch.h"
#include "tests/unit/task/sample_texts.h"
#include "tests/unit/task/samples.h"

namespace tacit::publisher {
namespace {

using test::SampleBatch;
using testing::HasSubstr;
using testing::Not;

class ReleaseFiles : public testing::Test {
protected:
    static constexpr std::uint64_t kCount = 987'654;  // exact, and nowhere in a release

    ReleaseFiles()
        : opened_(open_shares(sample_.task, sample_.terms, sample_.publisher_key,
                              sample_.answered(sample_.plain_totals(), kCount))
                      .value()) {
        gathered_.leader_ledger = sample_.ledger(wire::Role::leader, opened_.leader_share);
        gathered_.helper_ledger = sample_.ledger(wire::Role::helper, opened_.helper_share);
        gathered_.texts = task::texts_document(sample_.terms.id, 1, sample_.task.definition,
                                               task::test::sample_texts(sample_.task.definition));
    }
    Release release() const { return {sample_.task, sample_.terms, opened_, gathered_, {}}; }

    SampleBatch sample_;
    Opened opened_;
    Gathered gathered_;
    const sign::SecretKey key_ = task::test::key_of(3);
};

TEST_F(ReleaseFiles, HaveOneLinePerPublishedCellWithItsNoise) {
    const Files files = release_files(release(), key_).value();

    const std::string& csv = files.at("cells.csv");
    EXPECT_THAT(csv, testing::StartsWith("table,row,column,count,noise_sd,ci_low,ci_high\nsleep,good,,1,"));
    EXPECT_EQ(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')),
              1 + sample_.terms.compiled.output_size);
}

TEST_F(ReleaseFiles, AreCoveredByASignedListOfHashes) {
    const Files files = release_files(release(), key_).value();

    const std::string& sums = files.at("SHA256SUMS");
    EXPECT_TRUE(sign::minisign_verify(key_.public_key(), as_bytes(sums), files.at("SHA256SUMS.minisig")));
    for (const char* name :
         {"cells.csv", "release.json", "task.json", "texts-1.json", "ledger-leader.jsonl", "ledger-helper.jsonl"})
        EXPECT_THAT(sums, HasSubstr(to_hex(sha256(as_bytes(files.at(name)))) + "  " + name + "\n"));
}

TEST_F(ReleaseFiles, HoldTheSharesThatAddUpToTheTable) {
    const Files files = release_files(release(), key_).value();

    const auto document = json::Document::parse(files.at("release.json")).value();
    const json::Value shares = document.root().at("shares").value();
    EXPECT_EQ(from_base64url(shares.text("leader").value()).value(), opened_.leader_share);
    EXPECT_EQ(from_base64url(shares.text("helper").value()).value(), opened_.helper_share);
    EXPECT_EQ(document.root().at("batch")->integer("duration", 0, 100).value(), 3);
    EXPECT_EQ(document.root().at("reports_about")->as_integer(0, 1'000'000).value() % 10, 0);
}

TEST_F(ReleaseFiles, DoNotTellTheExactNumberOfReports) {
    const Files files = release_files(release(), key_).value();

    for (const auto& [name, content] : files) EXPECT_THAT(content, Not(HasSubstr("987654"))) << name;
}

TEST_F(ReleaseFiles, SayThatATrialOnOneMachineProtectsNobody) {
    const auto real = guarantee(sample_.task, sample_.terms).value();
    sample_.task.leader.url = "http://127.0.0.1:1/";
    sample_.task.helper.url = "http://127.0.0.1:2/";
    const auto trial = guarantee(sample_.task, sample_.terms).value();

    EXPECT_THAT(real.front(), Not(HasSubstr("TRIAL")));
    EXPECT_THAT(trial.front(), HasSubstr("TRIAL ON ONE MACHINE"));
}

TEST_F(ReleaseFiles, GiveTheGuaranteeOfOneServersNoiseFirst) {
    const auto words = guarantee(sample_.task, sample_.terms).value();

    // rho = 1/8: 0.5987 rounded up to 59.9 in 100; half of it: 0.5702, rounded up.
    EXPECT_THAT(words, testing::Contains(HasSubstr("59.9 in 100")));
    EXPECT_THAT(words, testing::Contains(HasSubstr("57.1 in 100")));
}

TEST_F(ReleaseFiles, ReadWellInATerminal) {
    const std::string text = summary(release(), "en");

    EXPECT_THAT(text, HasSubstr("Sleep by score"));
    EXPECT_THAT(text, HasSubstr("± "));
    EXPECT_THAT(text, Not(HasSubstr("987654")));
}

TEST(CellsCsv, QuotesWhatWouldBreakTheTable) {
    survey::TableResult table{"a,b", survey::TableKind::margin, 50, false, {{{"x\"y", ""}, -3}}};

    EXPECT_EQ(cells_csv({table}),
              "table,row,column,count,noise_sd,ci_low,ci_high\n\"a,b\",\"x\"\"y\",,-3,10.00,-22.6,16.6\n");
}

}  // namespace
}  // namespace tacit::publisher
