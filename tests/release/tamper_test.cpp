// Releases that somebody changed, each in one way, and the reason for which each is refused: by this library, and by
// tools/verify.py, which shares no code with it. Who tampers may be anybody, or the publisher, who can sign again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "crypto/sign/minisign.h"
#include "schemas/release/format/files.h"
#include "schemas/release/manifest.h"
#include "schemas/release/verify.h"
#include "schemas/task/ledger.h"
#include "tests/release/sample_release.h"
#include "tests/release/tamperings.h"
#include "tests/support/temp_folder.h"

namespace tacit::release {
namespace {

using testing::HasSubstr;

class Tampered : public testing::TestWithParam<Tampering> {
protected:
    Files files() const {
        Files changed = untouched();
        GetParam().change(changed);
        if (GetParam().by != By::stranger) {
            if (GetParam().by == By::publisher) changed["SHA256SUMS"] = manifest(changed);
            changed["SHA256SUMS.minisig"] =
                sign::minisign_sign(test::publisher_key(), as_bytes(changed["SHA256SUMS"]), "signed again");
        }
        return changed;
    }
};

struct Ended {
    int exit_code = 0;
    std::string output;
};

Ended verify_py(const std::filesystem::path& folder) {
    Ended run;
    const std::string command = TACIT_PYTHON " -B " TACIT_VERIFY_PY " '" + folder.string() + "' 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 512> part{};
    while (fgets(part.data(), part.size(), pipe) != nullptr) run.output += part.data();
    run.exit_code = pclose(pipe);
    return run;
}

void write_files(const Files& files, const std::filesystem::path& folder) {
    for (const auto& [name, content] : files) {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream(folder / name, std::ios::binary) << content;
    }
}

Ended verify_py(const Files& files) {
    const tacit::test::TempFolder folder;
    write_files(files, folder.path());
    return verify_py(folder.path());
}

void expect_refused(const Tampering& tampering, const Files& files) {
    const Verdict verdict = verify(files);

    ASSERT_FALSE(verdict.holds());
    EXPECT_EQ(verdict.first_failure()->name, tampering.refused_by) << to_text(verdict);
    EXPECT_THAT(verdict.first_failure()->found, HasSubstr(tampering.reason));
    EXPECT_THAT(to_text(verdict), HasSubstr("DOES NOT HOLD"));
}

TEST_P(Tampered, IsRefusedForItsReason) { expect_refused(GetParam(), files()); }

TEST_P(Tampered, IsRefusedByTheOtherVerifierToo) {
    const Ended run = verify_py(files());

    EXPECT_NE(run.exit_code, 0);
    EXPECT_THAT(run.output, HasSubstr("DOES NOT HOLD"));
    EXPECT_THAT(run.output, HasSubstr(GetParam().python));
}

class EstimateTampered : public Tampered {};

TEST_P(EstimateTampered, IsRefusedAndTheOtherVerifierClaimsNothing) {
    expect_refused(GetParam(), files());

    EXPECT_THAT(
        verify_py(files()).output,
        testing::AnyOf(HasSubstr("Estimates, intervals, number of people, days, labels and pages were not computed"),
                       HasSubstr("DOES NOT HOLD")));
}

INSTANTIATE_TEST_SUITE_P(An, EstimateTampered, testing::ValuesIn(estimates_changed()),
                         [](const testing::TestParamInfo<Tampering>& tested) { return tested.param.name; });
INSTANTIATE_TEST_SUITE_P(A, Tampered, testing::ValuesIn(tamperings()),
                         [](const testing::TestParamInfo<Tampering>& tested) { return tested.param.name; });

TEST(Untouched, HoldsForBothVerifiers) {
    const Verdict verdict = verify(untouched());
    EXPECT_TRUE(verdict.holds()) << to_text(verdict);
    for (const Check& check : verdict.checks)
        EXPECT_EQ(check.outcome, Check::Outcome::holds) << check.name << check.found;
    EXPECT_THAT(to_text(verdict), HasSubstr("HOLDS"));

    const Ended run = verify_py(untouched());
    EXPECT_EQ(run.exit_code, 0) << run.output;
}

TEST(Untouched, IsNotRefusedForAnotherMachinesLastDigit) {
    Files files = untouched();
    std::string& cells = files["data/cells.csv"];
    const std::size_t line = cells.find('\n') + 1;
    std::size_t at = line;
    for (int field = 0; field < 11; ++field) at = cells.find(',', at) + 1;  // count_est
    char& last = cells[cells.find(',', at) - 1];
    last = last == '9' ? '8' : static_cast<char>(last + 1);
    sign_again(files);

    const Verdict verdict = verify(files);

    // The description names the hash of the file as it was; nothing else is wrong.
    ASSERT_NE(verdict.first_failure(), nullptr);
    EXPECT_EQ(verdict.first_failure()->name, "package") << to_text(verdict);
}

TEST(ATask, ThatIsNotTheOneOfTheReportsIsRefused) {
    Files files = untouched();
    replace(files["task.json"], "\"min_batch_size\":100", "\"min_batch_size\":10000");
    sign_again(files);

    EXPECT_FALSE(verify(files).holds());
    EXPECT_THAT(verify_py(files).output, HasSubstr("task.json is not the one of the reports"));
}

TEST(AReportThatWasReworded, IsNoted) {
    Files files = untouched();
    replace(files["index.html"], "Why there is no ranking", "Why this is a ranking");
    sign_again(files);

    const Verdict verdict = verify(files);

    EXPECT_TRUE(verdict.holds());
    EXPECT_THAT(to_text(verdict), HasSubstr("But note: Written otherwise: index.html"));
}

TEST(ADescriptionThatWasReworded, IsNoted) {
    Files files = untouched();
    replace(files["datapackage.json"], "to the survey", "to this trial");
    sign_again(files);

    const Verdict verdict = verify(files);

    EXPECT_TRUE(verdict.holds()) << to_text(verdict);
    EXPECT_THAT(to_text(verdict), HasSubstr("Written otherwise: datapackage.json"));
}

TEST(AFileThatNoReleaseHas, IsNoted) {
    Files files = untouched();
    files["press.html"] = "Treatment A wins";
    sign_again(files);

    const Verdict verdict = verify(files);

    EXPECT_TRUE(verdict.holds()) << to_text(verdict);
    EXPECT_THAT(to_text(verdict), HasSubstr("Not part of a release: press.html"));
}

// Variances that have no small common multiple: the sum of the fractions is then rounded up by everybody alike.
TEST(ManyWeights, HoldForBothVerifiers) {
    std::string questions, tables, question_texts, table_texts;
    for (const int weight : {1, 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47}) {
        const std::string id = "\"q" + std::to_string(weight) + '"';
        const std::string comma = questions.empty() ? "" : ",";
        questions += comma + R"({"id":)" + id + R"(,"kind":"single","options":["a","b"]})";
        tables += comma + R"({"id":)" + id + R"(,"kind":"margin","of":[)" + id + R"(],"weight":)" +
                  std::to_string(weight) + "}";
        question_texts += comma + id + R"(:{"text":"?","options":{"a":"A","b":"B"}})";
        table_texts += comma + id + R"(:{"title":"T","base":"B"})";
    }
    const auto file = survey::load_file(R"({"id":"many","version":"1","profile":"strict","questions":[)" + questions +
                                        R"(],"derived":[],"groups":[],"tables":[)" + tables +
                                        R"(],"texts":{"en":{"title":"Many","cells":{"no_answer":"n","not_asked":"a",)" +
                                        R"("missing":"m"},"questions":{)" + question_texts + R"(},"tables":{)" +
                                        table_texts + "}}}}");
    ASSERT_TRUE(file) << to_text(file.error());
    const std::vector<std::vector<std::int64_t>> exact{std::vector<std::int64_t>(16 * 3, 100)};
    const Release many = test::release_of(test::task_of(file->survey), file->texts, exact, 7);
    const Files files = signed_files(many, test::publisher_key()).value();
    const std::uint64_t rounded = std::uint64_t{1} << 40;
    EXPECT_EQ(rounded % task::cost_of(many.terms.compiled, 100)->rho_this_server.denominator(), 0);

    EXPECT_TRUE(verify(files).holds()) << to_text(verify(files));
    const Ended run = verify_py(files);
    EXPECT_EQ(run.exit_code, 0) << run.output;
}

// Counts that are masked are in no table but the raw one, and the other verifier knows which those may be.
TEST(MaskedCounts, HoldForBothVerifiers) {
    const AnalysisFile masking{"main.json", R"({"format": "tacit-analysis-1", "mask_below": "cms"})"};
    const Files files = signed_files(test::small_release(2, masking), test::publisher_key()).value();
    ASSERT_THAT(files.at("data/cells.csv"), HasSubstr(",Q,masked,"));

    EXPECT_TRUE(verify(files).holds()) << to_text(verify(files));
    const Ended run = verify_py(files);
    EXPECT_EQ(run.exit_code, 0) << run.output;
}

// Too few reports had come when somebody first asked: no noise was drawn.
TEST(ABatchThatWasTooSmallBefore, HoldsForBothVerifiers) {
    Release made = test::small_release(2);
    append_line(made.helper_ledger, test::helper_key(),
                task::BatchRefused{made.batches[1].interval, task::BatchRefused::Reason::too_small});
    const Files files = signed_files(made, test::publisher_key()).value();

    EXPECT_TRUE(verify(files).holds()) << to_text(verify(files));
    const Ended run = verify_py(files);
    EXPECT_EQ(run.exit_code, 0) << run.output;
}

// A link shows the next reader whatever it leads to then; reading a pipe would wait for ever.
TEST(AFolder, WithAnythingButFilesInItIsRefusedByTheOtherVerifier) {
    const tacit::test::TempFolder folder;
    write_files(untouched(), folder.path());
    const std::filesystem::path odd = folder / "data/odd.csv";
    const auto refuses = [&] {
        const Ended run = verify_py(folder.path());
        EXPECT_NE(run.exit_code, 0);
        EXPECT_THAT(run.output, HasSubstr("DOES NOT HOLD: the folder holds links or pipes"));
        std::filesystem::remove(odd);
    };
    std::filesystem::create_symlink(folder / "README.md", odd);
    refuses();
    std::filesystem::create_directory_symlink(folder / "texts", odd);
    refuses();
    ASSERT_EQ(::mkfifo(odd.c_str(), 0600), 0);
    refuses();
    EXPECT_EQ(verify_py(folder.path()).exit_code, 0);
}

// A version that one organisation alone has served was shown to nobody.
TEST(AWordingThatOneLedgerNames, NeedNotBeThere) {
    Files files = untouched();
    const std::string leader = files["ledger/leader.jsonl"];
    serve_second_wording(files);
    files["ledger/leader.jsonl"] = leader;
    sign_again(files);

    EXPECT_TRUE(verify(files).holds()) << to_text(verify(files));
    EXPECT_EQ(verify_py(files).exit_code, 0);
}

}  // namespace
}  // namespace tacit::release
