#include "tests/release/tamperings.h"

#include <gtest/gtest.h>

#include <array>

#include "crypto/sign/minisign.h"
#include "schemas/release/format/files.h"
#include "schemas/release/manifest.h"
#include "tests/release/sample_release.h"

namespace tacit::release {
namespace {

// Of a task that registered an analysis; the publisher included it.
const Release& release() {
    static const Release made = test::small_release(2, test::some_script());
    return made;
}

}  // namespace

const Files& untouched() {
    static const Files files = signed_files(release(), test::publisher_key()).value();
    return files;
}

void sign_again(Files& files) {
    files["SHA256SUMS"] = manifest(files);
    files["SHA256SUMS.minisig"] = sign::minisign_sign(test::publisher_key(), as_bytes(files["SHA256SUMS"]), "again");
}

void replace(std::string& text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
}

void append_line(std::string& ledger, const sign::SecretKey& key, task::Event event) {
    const std::size_t line = ledger.rfind('\n', ledger.size() - 2) + 1;
    const std::string last = ledger.substr(line, ledger.size() - 1 - line);
    task::Entry entry = task::parse_entry(last).value();
    ++entry.seq;
    entry.prev = sha256(as_bytes(last));
    entry.event = std::move(event);
    ledger += task::sign_entry(entry, key) + "\n";
}

void serve_second_wording(Files& files) {
    append_line(files["ledger/leader.jsonl"], test::leader_key(), task::TextsServed{2, Sha256{}});
    append_line(files["ledger/helper.jsonl"], test::helper_key(), task::TextsServed{2, Sha256{}});
}

namespace {

// Another count in the first line after the header.
void raise_first_count(std::string& csv) {
    const std::size_t line = csv.find('\n') + 1;
    const std::size_t end = csv.find('\n', line);
    const std::size_t comma = csv.rfind(',', end);
    const std::int64_t count = std::stoll(csv.substr(comma + 1, end - comma - 1));
    csv.replace(comma + 1, end - comma - 1, std::to_string(count + 100));
}

// The ledger with its entries changed, chained and signed again.
template <class Change>
std::string rewritten_ledger(std::string_view ledger, const sign::SecretKey& key, Change change) {
    std::string result;
    Sha256 last{};
    while (!ledger.empty()) {
        task::Entry entry = task::parse_entry(ledger.substr(0, ledger.find('\n'))).value();
        ledger.remove_prefix(ledger.find('\n') + 1);
        change(entry);
        entry.prev = last;
        const std::string line = task::sign_entry(entry, key);
        last = sha256(as_bytes(line));
        result += line + "\n";
    }
    return result;
}

// What stood at one place and what stood at the other, exchanged: all of them.
void exchange(std::string& text, const std::string& one, const std::string& other) {
    const std::string between = "\x01";
    const auto all = [&](const std::string& from, const std::string& to) {
        ASSERT_NE(text.find(from), std::string::npos) << from;
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    };
    all(one, between);
    all(other, one);
    all(between, other);
}

// The field of the first line after the header.
void set_first(std::string& csv, int field, const std::string& value) {
    std::size_t at = csv.find('\n') + 1;
    for (int i = 0; i < field; ++i) at = csv.find(',', at) + 1;
    csv.replace(at, csv.find_first_of(",\n", at) - at, value);
}

// The hashes and sizes in the package as those of the tables are.
void describe_again(Files& files) {
    std::string& package = files["datapackage.json"];
    for (const auto& [name, content] : files) {
        const std::size_t at = package.find("\"path\": \"" + name + '"');
        if (at == std::string::npos || !name.starts_with("data/")) continue;
        const std::string size = "\"bytes\": ", hash = "\"hash\": \"sha256:";
        const std::size_t bytes = package.find(size, at) + size.size();
        package.replace(bytes, package.find(',', bytes) - bytes, std::to_string(content.size()));
        package.replace(package.find(hash, at) + hash.size(), 64, to_hex(sha256(as_bytes(content))));
    }
}

// The helper's share of the first batch with this bit of its first cell changed, and named so by the helper itself.
void change_helper_share(Files& files, std::size_t byte, std::uint8_t bit) {
    std::vector<BatchShares> batches = release().batches;
    batches[0].helper_share[byte] ^= bit;
    files["shares.json"] = shares_json(release().terms.id, batches);
    bool first = true;
    files["ledger/helper.jsonl"] =
        rewritten_ledger(files["ledger/helper.jsonl"], test::helper_key(), [&](task::Entry& entry) {
            auto* collected = std::get_if<task::BatchCollected>(&entry.event);
            if (collected != nullptr && std::exchange(first, false))
                collected->noised_share_sha256 = sha256(batches[0].helper_share);
        });
}

// A ledger of the helper's own making whose noise is half of what the survey asks for.
std::string cheaper_ledger(std::string_view ledger) {
    return rewritten_ledger(ledger, test::helper_key(), [](task::Entry& entry) {
        if (auto* collected = std::get_if<task::BatchCollected>(&entry.event))
            collected->cost.blocks[0].sigma_squared /= 2;
    });
}

// The helper's entry of the first batch.
task::BatchCollected first_collected(const Files& files) {
    const task::LedgerOf helper{release().terms.id, wire::Role::helper, test::helper_key().public_key()};
    const task::Chain chain = task::verify_chain(files.at("ledger/helper.jsonl"), helper).value();
    for (const task::Entry& entry : chain.entries) {
        if (const auto* collected = std::get_if<task::BatchCollected>(&entry.event)) return *collected;
    }
    return {};
}

// What stands between these words and the next quotation mark.
void set_after(std::string& text, std::size_t from, std::string_view words, std::string_view value) {
    const std::size_t at = text.find(words, from) + words.size();
    text.replace(at, text.find('"', at) - at, value);
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
              "hashes", "data/noisy_raw.csv was changed", "  data/noisy_raw.csv'"},
    Tampering{"AMissingFile", By::stranger, [](Files& files) { files.erase("CHERRIES.md"); }, "hashes",
              "CHERRIES.md is missing", "  CHERRIES.md'}"},
    Tampering{"AnAddedFile", By::stranger, [](Files& files) { files["data/extra.csv"] = "a\n1\n"; }, "hashes",
              "data/extra.csv is in no list", "  data/extra.csv'}"},
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
    Tampering{
        "AnotherTrustedComment", By::stranger,
        [](Files& files) { replace(files["SHA256SUMS.minisig"], "\ntrusted comment: ", "\ntrusted comment: not "); },
        "signature", "not the publisher's", "signature of SHA256SUMS is not the publisher's"},
    Tampering{"ASignatureOfAnotherKind", By::stranger,
              [](Files& files) { replace(files["SHA256SUMS.minisig"], "\nRU", "\nRW"); }, "signature",
              "not the publisher's", "signature of SHA256SUMS is not the publisher's"},
    Tampering{"CountsThatNoShareGives", By::publisher,
              [](Files& files) { raise_first_count(files["data/noisy_raw.csv"]); }, "sums",
              "data/noisy_raw.csv, line 2", "data/noisy_raw.csv, line 2"},
    Tampering{"ANarrowerNoise", By::publisher,
              [](Files& files) {
                  std::string& cells = files["data/cells.csv"];
                  const std::size_t line = cells.find('\n') + 1;
                  std::size_t at = line;
                  for (int field = 0; field < 10; ++field) at = cells.find(',', at) + 1;
                  cells.replace(at, cells.find(',', at) - at, "1.00");
              },
              "figures", "noise_sd", "data/cells.csv, line 2"},
    Tampering{"AnotherShare", By::publisher,
              [](Files& files) {
                  std::vector<BatchShares> batches = release().batches;
                  batches[0].helper_share[0] ^= 1;
                  files["shares.json"] = shares_json(release().terms.id, batches);
              },
              "shares", "the share of the helper", "the share of the helper"},
    Tampering{"AShareThatTheHelperChangedLater", By::publisher, [](Files& files) { change_helper_share(files, 0, 1); },
              "sums", "data/noisy_raw.csv, line 2", "data/noisy_raw.csv, line 2"},
    Tampering{"ATotalBeyondAnySurvey", By::publisher, [](Files& files) { change_helper_share(files, 7, 0x10); }, "sums",
              "more than any survey can", "data/noisy_raw.csv, line 2"},
    Tampering{"ALedgerLineLeftOut", By::publisher,
              [](Files& files) { files["ledger/leader.jsonl"] = without_line(files["ledger/leader.jsonl"], 2); },
              "ledgers", "the ledger of the leader does not hold", "leader's ledger does not follow"},
    Tampering{"ALedgerThatThePublisherWrote", By::publisher,
              [](Files& files) {
                  files["ledger/helper.jsonl"] =
                      rewritten_ledger(files["ledger/helper.jsonl"], test::publisher_key(), [](task::Entry&) {});
              },
              "ledgers", "the ledger of the helper does not hold", "helper's ledger is not signed"},
    Tampering{"ALedgerLineThatFollowsAnother", By::publisher,
              [](Files& files) {
                  std::string& ledger = files["ledger/helper.jsonl"];
                  const std::size_t line = ledger.rfind('\n', ledger.size() - 2) + 1;
                  task::Entry entry = task::parse_entry(ledger.substr(line, ledger.size() - 1 - line)).value();
                  entry.prev = Sha256{};
                  ledger = ledger.substr(0, line) + task::sign_entry(entry, test::helper_key()) + "\n";
              },
              "ledgers", "not that of the line before", "helper's ledger does not follow"},
    Tampering{"ALedgerOfAnotherTask", By::publisher,
              [](Files& files) {
                  files["ledger/helper.jsonl"] =
                      rewritten_ledger(files["ledger/helper.jsonl"], test::helper_key(),
                                       [](task::Entry& entry) { entry.task = test::small_release(2).terms.id; });
              },
              "ledgers", "the line is of another task", "helper's ledger does not follow"},
    Tampering{"ALedgerOfTheOtherRole", By::publisher,
              [](Files& files) {
                  files["ledger/helper.jsonl"] =
                      rewritten_ledger(files["ledger/helper.jsonl"], test::helper_key(),
                                       [](task::Entry& entry) { entry.role = wire::Role::leader; });
              },
              "ledgers", "the line is of the other aggregator", "helper's ledger does not follow"},
    Tampering{
        "ABatchWhoseNoiseWasDrawnTwice", By::publisher,
        [](Files& files) { append_line(files["ledger/helper.jsonl"], test::helper_key(), first_collected(files)); },
        "shares", "noise was drawn twice", "the share of the helper"},
    Tampering{"ABatchThatWasRefusedForEver", By::publisher,
              [](Files& files) {
                  wire::Interval later = release().batches[1].interval;
                  ++later.start;
                  append_line(files["ledger/helper.jsonl"], test::helper_key(),
                              task::BatchRefused{later, task::BatchRefused::Reason::restored});
              },
              "shares", "for ever", "the share of the helper"},
    Tampering{"LessNoiseThanTheSurveyAsksFor", By::publisher,
              [](Files& files) { files["ledger/helper.jsonl"] = cheaper_ledger(files["ledger/helper.jsonl"]); },
              "noise", "another noise than the survey asks for", "another noise than the survey asks for"},
    Tampering{"AnotherWording", By::publisher,
              [](Files& files) { replace(files["texts/1.json"], "How is your mood?", "How bad is your mood?"); },
              "wording", "not signed by the leader", "not signed by the leader"},
    Tampering{"AWordingUnderAnotherNumber", By::publisher,
              [](Files& files) {
                  for (const char* rest : {".json", ".leader.sig", ".helper.sig"})
                      files[std::string("texts/2") + rest] = files[std::string("texts/1") + rest];
              },
              "wording", "texts/2.json is of another task or number", "texts/2.json is not signed by the leader"},
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
    Tampering{"AConfigurationWithOtherTerms", By::publisher,
              [](Files& files) {
                  wire::TaskConfiguration other = release().terms.configuration;
                  other.min_batch_size = 1;
                  replace(files["datapackage.json"], to_base64url(encode(release().terms.configuration).value()),
                          to_base64url(encode(other).value()));
              },
              "task", "another configuration", "task.json is not the one of the reports"},
    Tampering{"ASmallerEpsilon", By::publisher,
              [](Files& files) { set_after(files["datapackage.json"], 0, "\"epsilon_at_delta_1e-6\": \"", "0.10"); },
              "noise", "promises something else", "promises something else"},
    Tampering{"ASmallerEpsilonForManySurveys", By::publisher,
              [](Files& files) {
                  std::string& package = files["datapackage.json"];
                  set_after(package, package.find("\"times\": 12"), "\"epsilon_at_delta_1e-6\": \"", "0.10");
              },
              "noise", "promises something else", "promises something else"},
    Tampering{"ASmallerRho", By::publisher,
              [](Files& files) {
                  std::string& package = files["datapackage.json"];
                  set_after(package, package.find("\"against_someone_who_knows"), "\"rho\": \"", "1/1000");
              },
              "noise", "promises something else", "promises another rho"},
    Tampering{"LessNoiseInTheDescription", By::publisher,
              [](Files& files) {
                  replace(files["datapackage.json"], "\"sigma_squared_per_organisation\": 6",
                          "\"sigma_squared_per_organisation\": 4");
              },
              "noise", "promises something else", "promises something else"},
    Tampering{"AnEasierGuess", By::publisher,
              [](Files& files) { replace(files["datapackage.json"], "69.2 in 100", "51.0 in 100"); }, "noise",
              "promises something else", "promises something else"},
    Tampering{"LessNoiseInTheVariances", By::publisher,
              [](Files& files) { set_first(files["data/variances.csv"], 3, "2"); }, "figures",
              "data/variances.csv, line 2", "data/variances.csv, line 2"},
    Tampering{"ABatchCountedTwice", By::publisher,
              [](Files& files) {
                  std::vector<BatchShares> batches = release().batches;
                  batches.push_back(batches.back());
                  files["shares.json"] = shares_json(release().terms.id, batches);
              },
              "task", "begins before the one before it ends", "begins before another one ends"},
    Tampering{"SharesOfAnotherBatch", By::publisher,
              [](Files& files) {
                  std::vector<BatchShares> batches = release().batches;
                  std::swap(batches[0].leader_share, batches[1].leader_share);
                  std::swap(batches[0].helper_share, batches[1].helper_share);
                  files["shares.json"] = shares_json(release().terms.id, batches);
              },
              "shares", "the share of the leader", "the share of the leader"},
    Tampering{"LedgersExchanged", By::publisher,
              [](Files& files) { std::swap(files["ledger/leader.jsonl"], files["ledger/helper.jsonl"]); }, "ledgers",
              "the ledger of the leader does not hold", "leader's ledger is not signed"},
    Tampering{"ALedgerWithOtherLineEnds", By::publisher,
              [](Files& files) { replace(files["ledger/leader.jsonl"], "\n", "\r\n"); }, "ledgers",
              "the ledger of the leader does not hold", "leader's ledger is not signed"},
    Tampering{"TheCountsOfTwoAnswersExchanged", By::publisher,
              [](Files& files) {
                  for (const char* name : {"data/noisy_raw.csv", "data/cells.csv"})
                      exchange(files[name], ",mood,low,", ",mood,high,");
              },
              "sums", "data/noisy_raw.csv, line 2, row", "'row': 'low'"},
    Tampering{"TheCellsOfTwoAnswersExchanged", By::publisher,
              [](Files& files) { exchange(files["data/cells.csv"], ",mood,low,", ",mood,high,"); }, "figures",
              "data/cells.csv, line 2, row", "data/cells.csv, line 2"},
    Tampering{"AnotherCountInTheCells", By::publisher,
              [](Files& files) { set_first(files["data/cells.csv"], 9, "1000"); }, "figures", "count_noisy",
              "data/cells.csv, line 2"},
    Tampering{"ACountThatIsLeftOut", By::publisher, [](Files& files) { set_first(files["data/cells.csv"], 9, ""); },
              "figures", "count_noisy", "data/cells.csv, line 2"},
    Tampering{"ACellThatIsLeftOut", By::publisher,
              [](Files& files) { files["data/cells.csv"] = without_line(files["data/cells.csv"], 2); }, "figures",
              "data/cells.csv, line 2", "data/cells.csv has a column twice, or other lines"},
    Tampering{"TheVarianceOfAnotherCell", By::publisher,
              [](Files& files) { set_first(files["data/variances.csv"], 1, "2"); }, "figures",
              "data/variances.csv, line 2, cell", "data/variances.csv, line 2"},
    Tampering{"AnotherTask", By::publisher,
              [](Files& files) { replace(files["task.json"], "\"min_batch_size\":100", "\"min_batch_size\":101"); },
              "task", "shares are of another task", "task.json is not the one of the reports"},
    Tampering{"ADescriptionOfAnotherTask", By::publisher,
              [](Files& files) {
                  set_after(files["datapackage.json"], 0, "\"task_id\": \"",
                            wire::to_text(test::small_release(2).terms.id));
              },
              "task", "names another task", "task.json is not the one of the reports"},
    Tampering{"AnotherPublisherInTheTask", By::stranger,
              [](Files& files) {
                  const sign::SecretKey other = test::key_of(9);
                  replace(files["task.json"], to_base64url(test::publisher_key().public_key().bytes),
                          to_base64url(other.public_key().bytes));
                  files["SHA256SUMS"] = manifest(files);
                  files["SHA256SUMS.minisig"] = sign::minisign_sign(other, as_bytes(files["SHA256SUMS"]), "other");
                  files["publisher.pub"] = sign::minisign_public_key(other.public_key());
              },
              "task", "shares are of another task", "task.json is not the one of the reports"},
    Tampering{"ATaskThatReadsInTwoWays", By::publisher,
              [](Files& files) {
                  replace(files["task.json"], "\"min_batch_size\":100",
                          "\"min_batch_size\":100,\"min_batch_size\":100");
              },
              "task", "task.json", "a name twice"},
    Tampering{"ADescriptionThatReadsInTwoWays", By::publisher,
              [](Files& files) {
                  replace(files["datapackage.json"],
                          "\"reports_about\": ", "\"reports_about\": 9, \"reports_about\": ");
              },
              "task", "datapackage.json", "a name twice"},
    Tampering{"AnotherSurvey", By::publisher,
              [](Files& files) { replace(files["survey.json"], "\"Low\"", "\"Very low\""); }, "package",
              "survey.json is not the survey", "survey.json is not the survey"},
    Tampering{"AWordingLeftOut", By::publisher, serve_second_wording, "served", "texts/2.json, and it is missing",
              "wording that both ledgers name is missing"},
    Tampering{"LineEndsThatProgramsReadInDifferentWays", By::publisher,
              [](Files& files) {
                  set_first(files["data/cells.csv"], 7, "\r");
                  describe_again(files);
              },
              "figures", "read in different ways", "read in different ways"},
    Tampering{"AColumnThatIsThereTwice", By::publisher,
              [](Files& files) {
                  std::string& raw = files["data/noisy_raw.csv"];
                  std::string twice;
                  for (std::size_t at = 0; at < raw.size(); at = raw.find('\n', at) + 1) {
                      const std::string line = raw.substr(at, raw.find('\n', at) - at);
                      twice += (at == 0 ? "count_noisy," : "1000,") + line + "\n";
                  }
                  raw = twice;
                  describe_again(files);
              },
              "sums", "data/noisy_raw.csv, line 1", "a column twice"},
    // Some programs take the first field for the name of the line, and every other for that of the column before it.
    Tampering{"LinesWithMoreFieldsThanColumns", By::publisher,
              [](Files& files) {
                  std::string& raw = files["data/noisy_raw.csv"];
                  for (std::size_t at = raw.find('\n'); at + 1 < raw.size(); at = raw.find('\n', at + 1))
                      raw.insert(raw.find('\n', at + 1), ",1000");
                  describe_again(files);
              },
              "sums", "data/noisy_raw.csv, line 2", "data/noisy_raw.csv has a column twice, or other lines"},
    Tampering{"AListOfHashesThatLeavesTheFolder", By::listing_publisher,
              [](Files& files) { files["SHA256SUMS"] = std::string(64, '0') + "  ../../etc/passwd\n"; }, "hashes",
              "leaves the folder", "  ../../etc/passwd'"},
    Tampering{"AFileListedTwice", By::listing_publisher,
              [](Files& files) { files["SHA256SUMS"] = manifest(files) + std::string(64, '0') + "  LICENSE\n"; },
              "hashes", "listed twice", "  LICENSE'}"},
    Tampering{"AHashListedTwice", By::listing_publisher,
              [](Files& files) {
                  const std::string sums = manifest(files);
                  files["SHA256SUMS"] = sums + sums.substr(0, sums.find('\n') + 1);
              },
              "hashes", "listed twice", "SHA256SUMS does not list the files"},
};

const std::array kEstimatesChanged{
    Tampering{"MorePeople", By::publisher,
              [](Files& files) { replace(files["datapackage.json"], "\"reports_about\": 1", "\"reports_about\": 11"); },
              "package", "/tacit/reports_about", ""},
    Tampering{"AnEstimate", By::publisher,
              [](Files& files) {
                  set_first(files["data/cells.csv"], 11, "1000.0");
                  describe_again(files);
              },
              "figures", "count_est", ""},
    Tampering{"ALabel", By::publisher,
              [](Files& files) {
                  set_first(files["data/cells.csv"], 4, "High");
                  describe_again(files);
              },
              "figures", "row_label", ""},
    Tampering{"ANumberThatEndsEarly", By::publisher,
              [](Files& files) {
                  std::string& cells = files["data/cells.csv"];
                  const std::size_t line = cells.find('\n') + 1;
                  std::size_t at = line;
                  for (int field = 0; field < 11; ++field) at = cells.find(',', at) + 1;
                  cells.insert(cells.find(',', at), std::string("\0 or so", 8));
                  describe_again(files);
              },
              "figures", "count_est", ""},
    Tampering{"ASettledIncident", By::publisher,
              [](Files& files) { replace(files["datapackage.json"], "\"incidents\": []", "\"incidents\": [\"x\"]"); },
              "package", "/tacit/quality/incidents", ""},
    Tampering{"ATableThatIsNotDescribed", By::publisher,
              [](Files& files) {
                  std::string& package = files["datapackage.json"];
                  const std::size_t end = package.find("    {\n      \"name\": \"shares\"");
                  const std::size_t begin = package.find("    {\n      \"name\": \"cells\"");
                  package.erase(begin, end - begin);
              },
              "package", "/resources", ""},
    Tampering{"OtherPeoplesCellsOnThePage", By::publisher,
              [](Files& files) { replace(files["results.json"], "\"missing\":[3]", "\"missing\":[2]"); }, "figures",
              "results.json does not follow", ""},
};

}  // namespace

std::span<const Tampering> tamperings() { return kTamperings; }
std::span<const Tampering> estimates_changed() { return kEstimatesChanged; }

}  // namespace tacit::release
