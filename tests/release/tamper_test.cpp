// Releases that somebody changed, each in one way, and the reason for which each is refused: by this library, and by
// tools/verify.py, which shares no code with it. Who tampers may be anybody, or the publisher, who can sign again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "crypto/sign/minisign.h"
#include "schemas/release/format/files.h"
#include "schemas/release/manifest.h"
#include "schemas/release/verify.h"
#include "schemas/task/entry.h"
#include "tests/release/sample_release.h"
#include "tests/support/temp_folder.h"

namespace tacit::release {
namespace {

using testing::HasSubstr;

enum class By { stranger, publisher };  // the publisher lists and signs the files again

struct Tampering {
    const char* name;
    By by;
    void (*change)(Files&);
    const char* refused_by;  // the check
    const char* reason;      // part of what the library says
    const char* python;      // part of what verify.py says
};

// Of a task that registered an analysis; the publisher included it.
const Release& release() {
    static const Release made = test::small_release(2, test::some_script());
    return made;
}
const Files& untouched() {
    static const Files files = signed_files(release(), test::publisher_key()).value();
    return files;
}

void replace(std::string& text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
}

// Another count in the first line after the header.
void raise_first_count(std::string& csv) {
    const std::size_t line = csv.find('\n') + 1;
    const std::size_t end = csv.find('\n', line);
    const std::size_t comma = csv.rfind(',', end);
    const std::int64_t count = std::stoll(csv.substr(comma + 1, end - comma - 1));
    csv.replace(comma + 1, end - comma - 1, std::to_string(count + 100));
}

// The ledger's second share, one bit changed, named by a line that somebody else signed.
std::string resigned_ledger(std::string_view ledger, const sign::SecretKey& key) {
    std::string result;
    Sha256 last{};
    while (!ledger.empty()) {
        task::Entry entry = task::parse_entry(ledger.substr(0, ledger.find('\n'))).value();
        ledger.remove_prefix(ledger.find('\n') + 1);
        entry.prev = last;
        const std::string line = task::sign_entry(entry, key);
        last = sha256(as_bytes(line));
        result += line + "\n";
    }
    return result;
}

// A ledger of the helper's own making whose noise is half of what the survey asks for.
std::string cheaper_ledger(std::string_view ledger) {
    std::string result;
    Sha256 last{};
    while (!ledger.empty()) {
        task::Entry entry = task::parse_entry(ledger.substr(0, ledger.find('\n'))).value();
        ledger.remove_prefix(ledger.find('\n') + 1);
        if (auto* collected = std::get_if<task::BatchCollected>(&entry.event))
            collected->cost.blocks[0].sigma_squared /= 2;
        entry.prev = last;
        const std::string line = task::sign_entry(entry, test::helper_key());
        last = sha256(as_bytes(line));
        result += line + "\n";
    }
    return result;
}

std::string hash_of(const std::string& content) { return to_hex(sha256(as_bytes(content))); }

// The analysis that a publisher wrote when it knew the numbers, wherever the registered one was named.
void write_analysis_afterwards(Files& files, std::initializer_list<const char*> named_in) {
    const std::string afterwards = "stop(\"this shows what I wanted to see\")\n";
    for (const char* name : named_in) replace(files[name], hash_of(test::some_script().content), hash_of(afterwards));
    files["analysis/main.R"] = afterwards;
}

// The files of a task that registered nothing, with an analysis that its publisher nevertheless calls registered.
Files called_registered() {
    Release made = test::small_release(2);
    made.analysis = test::some_script();
    Files files = signed_files(made, test::publisher_key()).value();
    replace(files["datapackage.json"], "\"registered_before_the_first_answer\": false",
            "\"registered_before_the_first_answer\": true");
    return files;
}

std::string without_line(const std::string& text, std::size_t line) {
    std::size_t begin = 0;
    for (std::size_t i = 1; i < line; ++i) begin = text.find('\n', begin) + 1;
    return text.substr(0, begin) + text.substr(text.find('\n', begin) + 1);
}

const std::array kTamperings{
    Tampering{"AChangedCell", By::stranger, [](Files& files) { raise_first_count(files["data/noisy_raw.csv"]); },
              "hashes", "data/noisy_raw.csv was changed", "data/noisy_raw.csv was changed"},
    Tampering{"AMissingFile", By::stranger, [](Files& files) { files.erase("CHERRIES.md"); }, "hashes",
              "CHERRIES.md is missing", "CHERRIES.md is missing"},
    Tampering{"AnAddedFile", By::stranger, [](Files& files) { files["data/extra.csv"] = "a\n1\n"; }, "hashes",
              "data/extra.csv is in no list", "data/extra.csv is in no list"},
    Tampering{"AChangedListOfHashes", By::stranger,
              [](Files& files) {
                  files["LICENSE"] += "\n";
                  files["SHA256SUMS"] = manifest(files);
              },
              "signature", "not the publisher's", "signature of SHA256SUMS is not the publisher's"},
    Tampering{"AnotherPublishersSignature", By::stranger,
              [](Files& files) {
                  const sign::SecretKey other = test::key_of(9);
                  files["SHA256SUMS.minisig"] = sign::minisign_sign(other, as_bytes(files["SHA256SUMS"]), "other");
                  files["publisher.pub"] = sign::minisign_public_key(other.public_key());
              },
              "signature", "not the publisher's key", "not the publisher's key"},
    Tampering{"CountsThatNoShareGives", By::publisher,
              [](Files& files) { raise_first_count(files["data/noisy_raw.csv"]); }, "sums",
              "data/noisy_raw.csv, line 2", "data/noisy_raw.csv, batch 1, cell 1"},
    Tampering{"ANarrowerNoise", By::publisher,
              [](Files& files) {
                  std::string& cells = files["data/cells.csv"];
                  const std::size_t line = cells.find('\n') + 1;
                  std::size_t at = line;
                  for (int field = 0; field < 10; ++field) at = cells.find(',', at) + 1;
                  cells.replace(at, cells.find(',', at) - at, "1.00");
              },
              "figures", "noise_sd", "count or noise_sd does not follow"},
    Tampering{"AnotherShare", By::publisher,
              [](Files& files) {
                  std::vector<BatchShares> batches = release().batches;
                  batches[0].helper_share[0] ^= 1;
                  files["shares.json"] = shares_json(release().terms.id, batches);
              },
              "shares", "the share of the helper", "the share of the helper"},
    Tampering{"ALedgerLineLeftOut", By::publisher,
              [](Files& files) { files["ledger/leader.jsonl"] = without_line(files["ledger/leader.jsonl"], 2); },
              "ledgers", "the ledger of the leader does not hold", "leader's ledger does not follow"},
    Tampering{"ALedgerThatThePublisherWrote", By::publisher,
              [](Files& files) {
                  files["ledger/helper.jsonl"] = resigned_ledger(files["ledger/helper.jsonl"], test::publisher_key());
              },
              "ledgers", "the ledger of the helper does not hold", "helper's ledger is not signed"},
    Tampering{"LessNoiseThanTheSurveyAsksFor", By::publisher,
              [](Files& files) { files["ledger/helper.jsonl"] = cheaper_ledger(files["ledger/helper.jsonl"]); },
              "noise", "another noise than the survey asks for", "another noise than the survey asks for"},
    Tampering{"AnotherWording", By::publisher,
              [](Files& files) { replace(files["texts/1.json"], "How is your mood?", "How bad is your mood?"); },
              "wording", "not signed by the leader", "not signed by the leader"},
    Tampering{"AnAnalysisThatWasChanged", By::publisher, [](Files& files) { write_analysis_afterwards(files, {}); },
              "analysis", "is not the analysis that was registered", "is not the analysis that was registered"},
    Tampering{"AnAnalysisThatWasChangedWithItsHash", By::publisher,
              [](Files& files) { write_analysis_afterwards(files, {"datapackage.json"}); }, "analysis",
              "is not the analysis that was registered", "is not the analysis that was registered"},
    Tampering{"AnAnalysisThatWasPutIntoTheTaskAfterwards", By::publisher,
              [](Files& files) {
                  write_analysis_afterwards(files, {"datapackage.json", "task.json"});
              },
              "task", "another task", "task.json is not the one of the reports"},
    Tampering{"AnAnalysisThatIsCalledRegisteredAndIsNot", By::publisher,
              [](Files& files) { files = called_registered(); }, "analysis", "does not fit task.json",
              "does not fit task.json"},
    Tampering{"ARegisteredAnalysisThatIsKeptQuiet", By::publisher,
              [](Files& files) {
                  Release without = test::small_release(2);
                  files["datapackage.json"] = content_files(without).value().at("datapackage.json");
                  replace(files["datapackage.json"], wire::to_text(without.terms.id),
                          wire::to_text(release().terms.id));
                  replace(files["datapackage.json"], to_base64url(encode(without.terms.configuration).value()),
                          to_base64url(encode(release().terms.configuration).value()));
                  files.erase("analysis/main.R");
              },
              "analysis", "does not fit task.json", "does not fit task.json"},
    Tampering{"ASecondAnalysis", By::publisher, [](Files& files) { files["analysis/better.R"] = "\n"; }, "task",
              "more than one file", "is not the analysis that was registered"},
    Tampering{"AConfigurationOfAnotherTask", By::publisher,
              [](Files& files) {
                  replace(files["datapackage.json"], to_base64url(encode(release().terms.configuration).value()),
                          to_base64url(encode(test::small_release(2).terms.configuration).value()));
              },
              "task", "another configuration", "task.json is not the one of the reports"},
    Tampering{"ASmallerEpsilon", By::publisher,
              [](Files& files) {
                  std::string& package = files["datapackage.json"];
                  const std::string key = "\"epsilon_at_delta_1e-6\": \"";
                  const std::size_t at = package.find(key) + key.size();
                  package.replace(at, package.find('"', at) - at, "0.10");
              },
              "noise", "promises something else", "promises something else"},
};

class Tampered : public testing::TestWithParam<Tampering> {
protected:
    Files files() const {
        Files changed = untouched();
        GetParam().change(changed);
        if (GetParam().by == By::publisher) {
            changed["SHA256SUMS"] = manifest(changed);
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

Ended verify_py(const Files& files) {
    const tacit::test::TempFolder folder;
    for (const auto& [name, content] : files) {
        const std::filesystem::path path = folder / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << content;
    }
    Ended run;
    const std::string command = TACIT_PYTHON " -B " TACIT_VERIFY_PY " '" + folder.path().string() + "' 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 512> part{};
    while (fgets(part.data(), part.size(), pipe) != nullptr) run.output += part.data();
    run.exit_code = pclose(pipe);
    return run;
}

TEST_P(Tampered, IsRefusedForItsReason) {
    const Verdict verdict = verify(files());

    ASSERT_FALSE(verdict.holds());
    EXPECT_EQ(verdict.first_failure()->name, GetParam().refused_by) << to_text(verdict);
    EXPECT_THAT(verdict.first_failure()->found, HasSubstr(GetParam().reason));
    EXPECT_THAT(to_text(verdict), HasSubstr("DOES NOT HOLD"));
}

TEST_P(Tampered, IsRefusedByTheOtherVerifierToo) {
    const Ended run = verify_py(files());

    EXPECT_NE(run.exit_code, 0);
    EXPECT_THAT(run.output, HasSubstr("DOES NOT HOLD"));
    EXPECT_THAT(run.output, HasSubstr(GetParam().python));
}

INSTANTIATE_TEST_SUITE_P(A, Tampered, testing::ValuesIn(kTamperings),
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
    files["SHA256SUMS"] = manifest(files);
    files["SHA256SUMS.minisig"] = sign::minisign_sign(test::publisher_key(), as_bytes(files["SHA256SUMS"]), "again");

    const Verdict verdict = verify(files);

    // The description names the hash of the file as it was; nothing else is wrong.
    ASSERT_NE(verdict.first_failure(), nullptr);
    EXPECT_EQ(verdict.first_failure()->name, "package") << to_text(verdict);
}

TEST(ATask, ThatIsNotTheOneOfTheReportsIsRefused) {
    Files files = untouched();
    replace(files["task.json"], "\"min_batch_size\":100", "\"min_batch_size\":10000");
    files["SHA256SUMS"] = manifest(files);
    files["SHA256SUMS.minisig"] = sign::minisign_sign(test::publisher_key(), as_bytes(files["SHA256SUMS"]), "again");

    EXPECT_FALSE(verify(files).holds());
    EXPECT_THAT(verify_py(files).output, HasSubstr("task.json is not the one of the reports"));
}

TEST(AReportThatWasReworded, IsNoted) {
    Files files = untouched();
    replace(files["index.html"], "Why there is no ranking", "Why this is a ranking");
    files["SHA256SUMS"] = manifest(files);
    files["SHA256SUMS.minisig"] = sign::minisign_sign(test::publisher_key(), as_bytes(files["SHA256SUMS"]), "again");

    const Verdict verdict = verify(files);

    EXPECT_TRUE(verdict.holds());
    EXPECT_THAT(to_text(verdict), HasSubstr("Written otherwise: index.html"));
}

}  // namespace
}  // namespace tacit::release
