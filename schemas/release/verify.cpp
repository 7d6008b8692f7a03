#include "schemas/release/verify.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <set>

#include "crypto/sign/minisign.h"
#include "schemas/release/analysis.h"
#include "schemas/release/format/files.h"
#include "schemas/release/guarantee.h"
#include "schemas/release/manifest.h"
#include "schemas/release/read.h"
#include "schemas/release/text.h"
#include "schemas/task/ledger.h"

namespace tacit::release {
namespace {

using Outcome = Check::Outcome;

// A number may differ by so many units of its last printed digit: machines round differently.
constexpr double kLastDigits = 2;

constexpr std::string_view kRawTable = "data/noisy_raw.csv";
constexpr std::string_view kResults = "results.json";
constexpr std::string_view kPackage = "datapackage.json";
constexpr std::string_view kSurvey = "survey.json";

tl::unexpected<Error> wrong(std::string what) { return fail(Fault::corrupt, std::move(what)); }

Result<void> check_hashes(const Files& files) {
    TACIT_TRY(const std::string_view sums, text_of(files, kManifest));
    TACIT_TRY(const auto hashes, read_manifest(sums));
    for (const auto& [name, hash] : hashes) {
        const auto file = files.find(name);
        if (file == files.end()) return wrong("the file " + name + " is missing");
        if (to_hex(sha256(as_bytes(file->second))) != hash) return wrong("the file " + name + " was changed");
    }
    for (const auto& [name, content] : files) {
        if (name != kManifest && name != kSignature && name != kPublisherKey && !hashes.contains(name))
            return wrong("the file " + name + " is in no list of hashes: it was added");
    }
    return {};
}

Result<void> check_signature(const Files& files, const task::Task& task) {
    TACIT_TRY(const std::string_view sums, text_of(files, kManifest));
    TACIT_TRY(const std::string_view signature, text_of(files, kSignature));
    TACIT_TRY(const std::string_view key_text, text_of(files, kPublisherKey));
    TACIT_TRY(const sign::PublicKey key, sign::minisign_read_public_key(key_text));
    if (key != task.publisher.signing_key)
        return wrong("publisher.pub is not the publisher's key that task.json names");
    if (!sign::minisign_verify(key, as_bytes(sums), signature))
        return wrong("the signature of SHA256SUMS is not the publisher's");
    return {};
}

// The bytes of a task are what every report was bound to, so only the canonical ones will do.
Result<void> check_task(const Files& files, const Release& release) {
    TACIT_TRY(const std::string_view text, text_of(files, "task.json"));
    if (task::canonical(release.task) != text) return wrong("task.json is not in its canonical form");
    TACIT_TRY(const std::string_view package, text_of(files, "datapackage.json"));
    TACIT_TRY(const json::Document document, json::Document::parse(package));
    TACIT_TRY(const json::Value tacit, document.root().at("tacit"));
    TACIT_TRY(const std::string id, tacit.text("task_id"));
    if (id != wire::to_text(release.terms.id)) return wrong("datapackage.json names another task than task.json is");
    TACIT_TRY(const std::string configuration, tacit.text("task_configuration"));
    TACIT_TRY(const Bytes computed, encode(release.terms.configuration));
    if (configuration != to_base64url(computed))
        return wrong("datapackage.json has another configuration of the task than follows from task.json");
    for (const BatchShares& batch : release.batches) {
        if (!wire::within(batch.interval, task::interval(release.task)))
            return wrong("a batch lies outside of the task's time");
    }
    return {};
}

// Only what task.json names was registered before the first answer.
Result<void> check_said_of_analysis(const Files& files, const Release& release) {
    TACIT_CHECK(check_analysis(release));
    TACIT_TRY(const json::Node computed, analysis_node(release));
    TACIT_TRY(const std::string_view package, text_of(files, "datapackage.json"));
    TACIT_TRY(const json::Document document, json::Document::parse(package));
    TACIT_TRY(const json::Value tacit, document.root().at("tacit"));
    TACIT_TRY(const json::Value said, tacit.at("analysis"));
    if (said.canonical() != json::canonical(computed))
        return wrong("what datapackage.json says of a registered analysis does not fit task.json and the files");
    return {};
}

Result<void> check_signed_wordings(const Release& release) {
    for (const Wording& wording : release.wordings) {
        const std::string name = "texts/" + std::to_string(wording.n) + ".json";
        TACIT_TRY(const task::NumberedTexts texts,
                  task::load_texts_document(wording.document, release.task.definition));
        if (texts.task != release.terms.id || texts.n != wording.n)
            return wrong(name + " is of another task or number");
        if (!task::verify_texts(wording.document, wording.leader_signature, release.task.leader.signing_key))
            return wrong(name + " is not signed by the leader");
        if (!task::verify_texts(wording.document, wording.helper_signature, release.task.helper.signing_key))
            return wrong(name + " is not signed by the helper");
    }
    return {};
}

Result<task::Chain> chain_of(const Release& release, wire::Role role) {
    const bool leads = role == wire::Role::leader;
    const task::Party& party = leads ? static_cast<const task::Party&>(release.task.leader) : release.task.helper;
    auto chain = task::verify_chain(leads ? release.leader_ledger : release.helper_ledger,
                                    {release.terms.id, role, party.signing_key});
    if (!chain)
        return wrong("the ledger of the " + std::string(wire::name(role)) + " does not hold: " + chain.error().what +
                     (chain.error().where.empty() ? "" : " (" + chain.error().where + ")"));
    return chain;
}

struct Ledgers {
    task::Chain leader;
    task::Chain helper;
};

// n -> hash of texts/{n}.json, by one ledger.
std::map<std::uint32_t, Sha256> served_wordings(const task::Chain& chain) {
    std::map<std::uint32_t, Sha256> served;
    for (const task::Entry& entry : chain.entries) {
        if (const auto* event = std::get_if<task::TextsServed>(&entry.event)) served[event->n] = event->sha256;
    }
    return served;
}

// Every version that both served is here: labels come from the newest. One that a single ledger names was never shown,
// and one that none names yet came after these copies of the ledgers.
Result<void> check_served_wordings(const Release& release, const Ledgers& ledgers) {
    const auto of_leader = served_wordings(ledgers.leader);
    const auto of_helper = served_wordings(ledgers.helper);
    std::map<std::uint32_t, Sha256> here;
    for (const Wording& wording : release.wordings) here[wording.n] = sha256(as_bytes(wording.document));
    for (const auto* served : {&of_leader, &of_helper}) {
        for (const auto& [n, hash] : *served) {
            const std::string name = "texts/" + std::to_string(n) + ".json";
            const auto found = here.find(n);
            if (found != here.end() && found->second != hash)
                return wrong(name + " is not the wording that the ledgers name");
            if (found == here.end() && of_leader.contains(n) && of_helper.contains(n))
                return wrong("both ledgers name " + name + ", and it is missing");
        }
    }
    return {};
}

Result<void> check_batch(const task::Chain& chain, const BatchShares& batch, ByteView share, const std::string& who,
                         const std::string& when) {
    std::size_t named = 0;
    for (const task::Entry& entry : chain.entries) {
        if (const auto* collected = std::get_if<task::BatchCollected>(&entry.event)) {
            if (collected->batch != batch.interval && !wire::overlap(collected->batch, batch.interval)) continue;
            if (collected->batch != batch.interval)
                return wrong("the ledger of the " + who + " names a batch that overlaps " + when);
            if (collected->noised_share_sha256 != sha256(share))
                return wrong("the share of the " + who + " for " + when + " is not the one that its ledger names");
            ++named;
        }
        if (const auto* refused = std::get_if<task::BatchRefused>(&entry.event);
            refused != nullptr && wire::overlap(refused->batch, batch.interval) &&
            refused->reason != task::BatchRefused::Reason::too_small)
            return wrong("the ledger of the " + who + " refused " + when + " for ever");
    }
    if (named == 0) return wrong("the ledger of the " + who + " does not name " + when);
    if (named > 1) return wrong("the ledger of the " + who + " names " + when + " twice: noise was drawn twice");
    return {};
}

Result<void> check_shares(const Release& release, const Ledgers& ledgers) {
    for (const BatchShares& batch : release.batches) {
        const std::string when = "the batch " + interval_text(release.task, batch.interval);
        TACIT_CHECK(check_batch(ledgers.leader, batch, batch.leader_share, "leader", when));
        TACIT_CHECK(check_batch(ledgers.helper, batch, batch.helper_share, "helper", when));
    }
    return {};
}

Result<void> check_cost(const task::Chain& chain, const task::Cost& cost, const std::string& who) {
    bool created = false;
    for (const task::Entry& entry : chain.entries) {
        const task::Cost* written = nullptr;
        if (const auto* event = std::get_if<task::TaskCreated>(&entry.event)) {
            written = &event->cost;
            created = true;
        }
        if (const auto* event = std::get_if<task::BatchCollected>(&entry.event)) written = &event->cost;
        if (written != nullptr && *written != cost)
            return wrong("line " + std::to_string(entry.seq) + " of the " + who +
                         "'s ledger names another noise than the survey asks for");
    }
    if (!created) return wrong("the ledger of the " + who + " does not begin with the task");
    return {};
}

// What the survey costs, by both ledgers and by the package.
Result<void> check_noise(const Files& files, const Release& release, const Ledgers& ledgers) {
    TACIT_TRY(const task::Cost cost, task::cost_of(release.terms.compiled, release.task.min_batch_size));
    TACIT_CHECK(check_cost(ledgers.leader, cost, "leader"));
    TACIT_CHECK(check_cost(ledgers.helper, cost, "helper"));
    TACIT_TRY(const std::string_view package, text_of(files, "datapackage.json"));
    TACIT_TRY(const json::Document document, json::Document::parse(package));
    TACIT_TRY(const json::Value tacit, document.root().at("tacit"));
    TACIT_TRY(const json::Value privacy, tacit.at("privacy"));
    TACIT_TRY(const json::Node computed, privacy_node(release.task, release.terms));
    if (privacy.canonical() != json::canonical(computed))
        return wrong("the privacy block of datapackage.json promises something else than the survey gives");
    return {};
}

std::size_t decimals(std::string_view text) {
    const std::size_t dot = text.find('.');
    return dot == std::string_view::npos ? 0 : text.size() - dot - 1;
}

// A number as number() writes it: nothing that only some programs read as one, or read as another.
std::optional<double> plain_number(const std::string& text) {
    if (text.find_first_not_of("-.0123456789") != std::string::npos) return std::nullopt;
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (end != text.c_str() + text.size()) return std::nullopt;
    return value;
}

// Numbers may differ in their last digits, everything else not at all; whole numbers are exact.
bool same_field(const std::string& published, const std::string& computed) {
    if (published == computed) return true;
    if (decimals(published) == 0 || decimals(published) != decimals(computed)) return false;
    const auto a = plain_number(published);
    const auto b = plain_number(computed);
    return a && b &&
           std::abs(*a - *b) <= kLastDigits * 1.01 * std::pow(10.0, -static_cast<double>(decimals(published)));
}

Result<void> check_table(const std::string& name, std::string_view published, std::string_view computed) {
    TACIT_TRY(const auto theirs, csv_records(published));
    TACIT_TRY(const auto ours, csv_records(computed));
    for (std::size_t line = 0; line < std::max(theirs.size(), ours.size()); ++line) {
        const std::string where = name + ", line " + std::to_string(line + 1);
        if (line >= theirs.size()) return wrong(where + " is missing");
        if (line >= ours.size() || theirs[line].size() != ours[line].size())
            return wrong(where + " does not follow from the shares");
        for (std::size_t field = 0; field < ours[line].size(); ++field) {
            if (!same_field(theirs[line][field], ours[line][field]))
                return wrong(where + ", " + ours[0][field] + ": published is '" + theirs[line][field] +
                             "', and the shares give '" + ours[line][field] + "'");
        }
    }
    // Programs disagree about stray quotes and line ends; of what is written as usual there is one reading.
    std::string again;
    for (const std::vector<std::string>& record : theirs) again += csv_line(record);
    if (again != published) return wrong(name + " has quotes or line ends that programs read in different ways");
    return {};
}

// Thousandths and rounded counts may differ by one: machines round differently.
bool same_numbers(const json::Node& published, const json::Node& computed) {
    if (published.integer() != nullptr && computed.integer() != nullptr)
        return std::abs(*published.integer() - *computed.integer()) <= 1;
    if (published.items() != nullptr && computed.items() != nullptr)
        return std::equal(published.items()->begin(), published.items()->end(), computed.items()->begin(),
                          computed.items()->end(), same_numbers);
    return published == computed;
}

template <class Same>
bool same_members(const json::Node& published, const json::Node& computed, Same same) {
    if (published.members() == nullptr || computed.members() == nullptr) return published == computed;
    return std::equal(published.members()->begin(), published.members()->end(), computed.members()->begin(),
                      computed.members()->end(), [&](const auto& a, const auto& b) {
                          return a.first == b.first && same(a.first, a.second, b.second);
                      });
}

bool same_table(const json::Node& published, const json::Node& computed) {
    return same_members(published, computed, [](std::string_view key, const json::Node& a, const json::Node& b) {
        const bool measured = key == "cells" || key == "rows" || key == "people" || key == "mean";
        return measured ? same_numbers(a, b) : a == b;
    });
}

// Only what was measured may differ at all: the numbers of `factors` say whose cells these are.
bool same_results(const json::Node& published, const json::Node& computed) {
    return same_members(published, computed, [](std::string_view key, const json::Node& a, const json::Node& b) {
        if (key != "tables" || a.items() == nullptr || b.items() == nullptr) return a == b;
        return std::equal(a.items()->begin(), a.items()->end(), b.items()->begin(), b.items()->end(), same_table);
    });
}

Result<void> check_results(const Files& files, const Files& computed) {
    TACIT_TRY(const std::string_view text, text_of(files, kResults));
    TACIT_TRY(const json::Document published, json::Document::parse(text));
    TACIT_TRY(const json::Document ours, json::Document::parse(computed.at(std::string(kResults))));
    if (!same_results(published.root().node(), ours.root().node()))
        return wrong(std::string(kResults) + " does not follow from the shares");
    return {};
}

Result<void> check_tables(const Files& files, const Files& computed,
                          const std::function<bool(std::string_view)>& which) {
    for (const auto& [name, ours] : computed) {
        if (!name.starts_with("data/") || !which(name)) continue;
        TACIT_TRY(const std::string_view theirs, text_of(files, name));
        TACIT_CHECK(check_table(name, theirs, ours));
    }
    for (const auto& [name, theirs] : files) {
        if (name.starts_with("data/") && which(name) && !computed.contains(name))
            return wrong(name + " is a table that this release cannot have");
    }
    return {};
}

Result<void> check_figures(const Files& files, const Files& computed) {
    TACIT_CHECK(check_tables(files, computed, [](std::string_view name) { return name != kRawTable; }));
    return check_results(files, computed);
}

// Where two values part, as a JSON Pointer; empty where they are equal.
std::string first_difference(const json::Node& a, const json::Node& b) {
    if (a == b) return {};
    const auto* of_a = a.members();
    const auto* of_b = b.members();
    if (of_a == nullptr || of_b == nullptr) return "/";
    for (const auto& [key, value] : *of_b) {
        const json::Node* theirs = a.find(key);
        if (theirs == nullptr || *theirs != value)
            return "/" + key + (theirs == nullptr ? std::string() : first_difference(*theirs, value));
    }
    for (const auto& [key, value] : *of_a) {
        if (b.find(key) == nullptr) return "/" + key;
    }
    return "/";  // the same members in another order
}

// Members in words of which another version of this program may choose others.
constexpr std::array kPackageWords{std::string_view("$schema"),     std::string_view("title"),
                                   std::string_view("description"), std::string_view("keywords"),
                                   std::string_view("licenses"),    std::string_view("contributors")};
constexpr std::array kTacitWords{std::string_view("format"), std::string_view("methods"), std::string_view("caution"),
                                 std::string_view("sample")};

// A package without its words, its tables by name and hash alone.
Result<json::Node> facts_of(const json::Document& package) {
    json::Node facts = package.root().node();
    for (const std::string_view words : kPackageWords) facts.erase(words);
    TACIT_TRY(const json::Value tacit, package.root().at("tacit"));
    json::Node about = tacit.node();
    for (const std::string_view words : kTacitWords) about.erase(words);
    facts.set("tacit", std::move(about));
    json::Node list = json::Node::array();
    TACIT_TRY(const auto resources, package.root().array("resources"));
    for (const json::Value& resource : resources) {
        TACIT_TRY(const std::string path, resource.text("path"));
        list.push(path);
    }
    facts.set("resources", std::move(list));
    return facts;
}

// What the package says of the release, and the hashes of its tables, beside the block that check_noise() looked at.
Result<void> check_package(const Files& files, const Files& computed) {
    TACIT_TRY(const std::string_view package, text_of(files, kPackage));
    TACIT_TRY(const json::Document document, json::Document::parse(package));
    TACIT_TRY(const auto resources, document.root().array("resources"));
    for (const json::Value& resource : resources) {
        TACIT_TRY(const std::string path, resource.text("path"));
        TACIT_TRY(const std::string hash, resource.text("hash"));
        TACIT_TRY(const std::int64_t bytes, resource.integer("bytes", 0, json::kIntegerMax));
        TACIT_TRY(const std::string_view text, text_of(files, path));
        if (hash != "sha256:" + to_hex(sha256(as_bytes(text))) || static_cast<std::size_t>(bytes) != text.size())
            return wrong("datapackage.json names another hash or size of " + path);
    }
    TACIT_TRY(const json::Document expected, json::Document::parse(computed.at(std::string(kPackage))));
    TACIT_TRY(const json::Node theirs, facts_of(document));
    TACIT_TRY(const json::Node ours, facts_of(expected));
    if (const std::string place = first_difference(theirs, ours); !place.empty())
        return wrong("datapackage.json says something else than the other files: " + place);
    return {};
}

// survey.json is task.json's definition with the newest wording, for people; somebody may read it instead of them.
Result<void> check_survey(const Files& files, const Files& computed) {
    TACIT_TRY(const std::string_view text, text_of(files, kSurvey));
    TACIT_TRY(const json::Document published, json::Document::parse(text));
    TACIT_TRY(const json::Document ours, json::Document::parse(computed.at(std::string(kSurvey))));
    if (published.root().canonical() != ours.root().canonical())
        return wrong("survey.json is not the survey of task.json with the newest wording");
    return {};
}

Result<void> check_description(const Files& files, const Files& computed) {
    TACIT_CHECK(check_package(files, computed));
    return check_survey(files, computed);
}

// The package with the sizes and hashes of the tables as they are: those may differ in a last digit.
Result<std::string> package_for(const Files& files, const std::string& computed) {
    TACIT_TRY(const json::Document document, json::Document::parse(computed));
    json::Node list = json::Node::array();
    TACIT_TRY(const auto resources, document.root().array("resources"));
    for (const json::Value& resource : resources) {
        TACIT_TRY(const std::string path, resource.text("path"));
        TACIT_TRY(const std::string_view text, text_of(files, path));
        json::Node node = resource.node();
        node.set("bytes", text.size());
        node.set("hash", "sha256:" + to_hex(sha256(as_bytes(text))));
        list.push(std::move(node));
    }
    json::Node package = document.root().node();
    package.set("resources", std::move(list));
    return json::pretty(package);
}

// Files that this program would write otherwise, and those that it would not write at all.
struct Unlike {
    std::vector<std::string> rewritten, foreign;
};
Unlike unlike(const Files& files, const Files& computed) {
    Unlike names;
    for (const auto& [name, ours] : computed) {
        if (name.starts_with("data/") || name == kResults) continue;
        const auto theirs = files.find(name);
        const Result<std::string> expected = name == kPackage ? package_for(files, ours) : Result<std::string>(ours);
        if (theirs == files.end() || !expected || theirs->second != *expected) names.rewritten.push_back(name);
    }
    for (const auto& [name, theirs] : files) {
        if (name != kManifest && name != kSignature && name != kPublisherKey && !computed.contains(name))
            names.foreign.push_back(name);
    }
    return names;
}

std::size_t batches_left_out(const Release& release, const task::Chain& chain) {
    std::size_t count = 0;
    for (const task::Entry& entry : chain.entries) {
        const auto* collected = std::get_if<task::BatchCollected>(&entry.event);
        if (collected == nullptr) continue;
        const bool there = std::any_of(release.batches.begin(), release.batches.end(),
                                       [&](const BatchShares& batch) { return batch.interval == collected->batch; });
        if (!there) ++count;
    }
    return count;
}

class Verifier {
public:
    explicit Verifier(const Files& files) : files_(files) {}

    Verdict run() {
        step("hashes", "Every file has the hash that SHA256SUMS lists, and no file is missing or was added.",
             "The folder is complete and unchanged since it was signed.", check_hashes(files_));
        Result<Release> release = read_release(files_);
        if (!release) {
            step("task", "task.json, shares.json, the ledgers and the wording can be read.", "",
                 tl::make_unexpected(release.error()));
            return finish();
        }
        verdict_.release_id = release_id(*release);
        name_keys(release->task);
        step("signature", "SHA256SUMS is signed (minisign) by the publisher that task.json names.",
             release->task.publisher.name + " published exactly these files.", check_signature(files_, release->task));
        step("task", "The task's identifier follows from task.json; every batch lies in its time.",
             "Questions, tables, dates and keys are those that every report was bound to.",
             check_task(files_, *release));
        step("analysis", "What is called a registered analysis has the hash that task.json names.",
             analysis_words(*release), check_said_of_analysis(files_, *release));
        step("wording", "Every version of the wording is signed by both organisations.",
             "Nobody was shown other words by one of the two.", check_signed_wordings(*release));
        check_evidence(*release);
        return finish();
    }

private:
    void check_evidence(const Release& release) {
        auto leader = chain_of(release, wire::Role::leader);
        auto helper = chain_of(release, wire::Role::helper);
        Result<void> held;
        if (!leader) held = tl::make_unexpected(leader.error());
        if (leader && !helper) held = tl::make_unexpected(helper.error());
        step("ledgers", "Every line of both ledgers is signed by its organisation and names the line before.",
             "Neither organisation's record was changed, shortened in the middle or reordered.", held);
        if (!held) return;
        const Ledgers ledgers{*std::move(leader), *std::move(helper)};
        step("served", "The wording here is that which both ledgers name, and none of it is missing.",
             "What the labels say is what people were shown.", check_served_wordings(release, ledgers));
        step("shares", "Each noised share has the hash that its organisation's ledger names, once for each batch.",
             "Both organisations handed out these totals, and drew their noise once.", check_shares(release, ledgers));
        step("noise",
             "Sensitivity, variances, rho and epsilon, computed again from the survey, are those in both "
             "ledgers and in datapackage.json.",
             "The privacy that was promised is the privacy that this survey's noise gives.",
             check_noise(files_, release, ledgers));
        const auto computed = content_files(release);
        if (!computed) {
            step("sums", "The two shares are added up again.", "", tl::make_unexpected(computed.error()));
            return;
        }
        step("sums", "The two shares of every batch, added up again, are data/noisy_raw.csv.",
             "The published counts are what the two organisations handed out, and nothing else.",
             check_tables(files_, *computed, [](std::string_view name) { return name == kRawTable; }));
        step("figures", "All other tables in data/, and results.json, are computed again from the counts.",
             "Estimates, shares and intervals follow from the counts by the published methods.",
             check_figures(files_, *computed));
        step("package",
             "datapackage.json has the hashes of the tables, and says of batches, people, quality and incidents what "
             "follows from the other files; survey.json is the survey of task.json.",
             "The description fits the files.", check_description(files_, *computed));
        note_report(*computed);
        if (const std::size_t count = batches_left_out(release, ledgers.leader); count > 0)
            verdict_.checks.push_back({"batches", "Every batch that the leader's ledger names is in the release.",
                                       Outcome::noted,
                                       std::to_string(count) + " collected batch" + (count == 1 ? " is" : "es are") +
                                           " not in this release. Ask the publisher why."});
    }

    void note_report(const Files& computed) {
        const Unlike names = unlike(files_, computed);
        Check check{"report",
                    "Pages, checklists and helper programs are those that this program writes for these numbers.",
                    Outcome::holds, "What the pages say follows from the numbers."};
        if (!names.rewritten.empty() || !names.foreign.empty()) {
            check.outcome = Outcome::noted;
            check.found.clear();
            if (!names.rewritten.empty()) check.found += "Written otherwise: " + listed(names.rewritten) + ". ";
            if (!names.foreign.empty()) check.found += "Not part of a release: " + listed(names.foreign) + ". ";
            check.found +=
                "Another version of the program does that; so does somebody who rewords a report. The publisher signed "
                "them and nothing was computed again there: believe the tables in data/ rather than them.";
        }
        verdict_.checks.push_back(std::move(check));
    }

    void step(std::string name, std::string checked, std::string meaning, const Result<void>& result) {
        Check check{std::move(name), std::move(checked), Outcome::holds, std::move(meaning)};
        if (!result) {
            check.outcome = Outcome::failed;
            check.found = result.error().what + (result.error().where.empty() ? "" : " (" + result.error().where + ")");
        }
        verdict_.checks.push_back(std::move(check));
    }

    void name_keys(const task::Task& task) {
        const auto add = [&](std::string_view role, const task::Party& party) {
            verdict_.keys.push_back(std::string(role) + " " + party.name + ", " + party.url + ": " +
                                    to_base64url(party.signing_key.bytes));
        };
        add("leader", task.leader);
        add("helper", task.helper);
        add("publisher", task.publisher);
    }

    Verdict finish() {
        verdict_.cannot_show = {
            "that the keys belong to the organisations: compare them with what each publishes elsewhere",
            "that the two organisations did not work together, and that each drew its noise as it says",
            "that those who answered are different people who told the truth",
            "that no report was turned away before it was counted",
            "that no newer version corrects this one: look at the publisher's list of releases",
            "that the ledgers end where these copies end: compare them with those that the organisations serve",
        };
        return std::move(verdict_);
    }

    const Files& files_;
    Verdict verdict_;
};

}  // namespace

bool Verdict::holds() const { return first_failure() == nullptr; }

const Check* Verdict::first_failure() const {
    const auto failed =
        std::find_if(checks.begin(), checks.end(), [](const Check& check) { return check.outcome == Outcome::failed; });
    return failed == checks.end() ? nullptr : &*failed;
}

Verdict verify(const Files& files) { return Verifier(files).run(); }

std::string to_text(const Verdict& verdict) {
    const std::string name = verdict.release_id.empty() ? "This folder" : "The release " + verdict.release_id;
    std::string text =
        verdict.holds() ? name +
                              " HOLDS: it is what both organisations and the publisher signed, and its numbers "
                              "follow from their shares.\n"
                        : name + " DOES NOT HOLD. Do not use or quote it before the publisher has explained this:\n  " +
                              verdict.first_failure()->found + ".\n";
    for (const Check& check : verdict.checks) {
        if (check.outcome == Outcome::noted) text += "  But note: " + check.found + "\n";
    }
    text += "\n";
    for (const Check& check : verdict.checks) {
        const std::string_view word = check.outcome == Outcome::holds   ? "holds "
                                      : check.outcome == Outcome::noted ? "note  "
                                                                        : "FAILED";
        text +=
            "  " + std::string(word) + "  " + check.name + ": " + check.checked + "\n          " + check.found + "\n";
    }
    if (!verdict.keys.empty()) text += "\nSignatures were checked with the keys in task.json:\n";
    for (const std::string& key : verdict.keys) text += "  " + key + "\n";
    text += "\nNo check of files can show:\n";
    for (const std::string& what : verdict.cannot_show) text += "  - " + what + "\n";
    return text;
}

}  // namespace tacit::release
