#include "schemas/release/verify/evidence.h"

#include <map>

#include "crypto/sign/minisign.h"
#include "schemas/release/analysis.h"
#include "schemas/release/guarantee.h"
#include "schemas/release/manifest.h"
#include "schemas/release/read.h"
#include "schemas/release/text.h"
#include "schemas/release/verify/wrong.h"

namespace tacit::release {
namespace {

// n -> hash of texts/{n}.json, by one ledger.
std::map<std::uint32_t, Sha256> served_wordings(const task::Chain& chain) {
    std::map<std::uint32_t, Sha256> served;
    for (const task::Entry& entry : chain.entries) {
        if (const auto* event = std::get_if<task::TextsServed>(&entry.event)) served[event->n] = event->sha256;
    }
    return served;
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

}  // namespace

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

Result<void> check_shares(const Release& release, const Ledgers& ledgers) {
    for (const BatchShares& batch : release.batches) {
        const std::string when = "the batch " + interval_text(release.task, batch.interval);
        TACIT_CHECK(check_batch(ledgers.leader, batch, batch.leader_share, "leader", when));
        TACIT_CHECK(check_batch(ledgers.helper, batch, batch.helper_share, "helper", when));
    }
    return {};
}

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

}  // namespace tacit::release
