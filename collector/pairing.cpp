#include "collector/pairing.h"

#include "collector/ops/failpoint.h"
#include "collector/ops/files.h"
#include "collector/protocol/keys.h"
#include "schemas/survey/load.h"
#include "schemas/task/texts.h"

namespace tacit::collector {
namespace {

namespace fs = std::filesystem;

fs::path offers_of(const ops::Config& config) { return config.tasks / "offers"; }

Result<protocol::KeyRing> ring_of(const ops::KeyFile& keys) {
    return protocol::KeyRing::load(as_text(keys.hpke_ring.view()));
}

Result<StoredTask> stored(task::Task task, const survey::Texts* texts) {
    TACIT_TRY(task::Terms terms, task::terms(task));
    std::string json = task::canonical(task);
    std::optional<std::string> document;
    if (texts != nullptr) document = task::texts_document(terms.id, 1, task.definition, *texts);
    return StoredTask{std::move(task), std::move(terms), std::move(json), std::move(document)};
}

SecretBytes token_text(const SecretBytes& token) { return SecretBytes(as_bytes(to_base64url(token.view()))); }

Result<task::Offer> find_offer(const ops::Config& config, const task::Acceptance& acceptance) {
    std::error_code error;
    std::optional<Error> reason;
    for (const auto& entry : fs::directory_iterator(offers_of(config), error)) {
        TACIT_TRY(const std::string text, ops::read_file(entry.path()));
        TACIT_TRY(task::Offer offer, task::load_offer(text));
        const auto checked = task::check_acceptance(offer, acceptance);
        if (checked) return offer;
        // An offer of the same draft says most about what is wrong.
        if (!reason || checked.error().where != "/task") reason = checked.error();
    }
    if (reason) return tl::make_unexpected(*std::move(reason));
    return fail(Fault::refused, "this collector has made no offer", config.tasks.string(),
                "run this where pair offer was run, or make an offer first: tacit-collector pair offer --help");
}

// Secrets first: a task without its secrets would refuse everything, secrets without a task harm nobody.
Result<void> keep(const ops::Config& config, const ops::KeyFile& keys, const StoredTask& task) {
    TACIT_CHECK(ops::save_keys(config.keys, keys));
    TACIT_FAILPOINT("pairing.keys_saved");
    return save_task(config.tasks, task);
}

}  // namespace

Result<task::Offer> make_offer(const ops::Config& config, const OfferTerms& terms) {
    if (!config.roles.leader)
        return fail(Fault::refused, "this collector is not a leader", config.file.string(),
                    "add \"leader\" to its roles, or make the offer on the leader's collector");
    TACIT_TRY(const ops::KeyFile keys, ops::load_keys(config.keys));
    TACIT_TRY(const protocol::KeyRing ring, ring_of(keys));
    TACIT_TRY(survey::SurveyFile file, survey::load_file(terms.survey_file));
    TACIT_TRY(const survey::Compiled compiled, survey::compile(file.survey));

    task::Offer offer;
    offer.draft.definition = std::move(file.survey);
    offer.draft.leader = own_party(config, keys);
    if (terms.publisher) {
        offer.draft.publisher = *terms.publisher;
    } else {
        TACIT_TRY(offer.draft.publisher, own_publisher(config, keys));
    }
    offer.draft.opens = terms.opens;
    offer.draft.closes = terms.closes;
    offer.draft.time_precision = terms.time_precision;
    offer.draft.min_batch_size = terms.min_batch_size.value_or(compiled.default_min_batch_size);
    offer.draft.analysis = terms.analysis;
    offer.texts = std::move(file.texts);
    TACIT_TRY(offer.leader_keys, wire::decode_hpke_config_list(ring.list()));

    const std::string text = task::to_text(offer);
    TACIT_CHECK(task::load_offer(text));  // every rule that the other side will apply
    TACIT_CHECK(task::check_supported(offer.draft));
    TACIT_CHECK(ops::make_folder(offers_of(config)));
    TACIT_CHECK(ops::write_file(offers_of(config) / (to_hex(sha256(as_bytes(text))) + ".json"), as_bytes(text),
                                ops::Access::owner));
    return offer;
}

Result<void> check_is_helper(const ops::Config& config) {
    if (config.roles.helper) return {};
    return fail(Fault::refused, "this collector is not a helper", config.file.string(),
                "add \"helper\" to its roles, or accept on the helper's collector");
}

Result<Accepted> accept_offer(const ops::Config& config, Random& random, const task::Offer& offer) {
    TACIT_CHECK(check_is_helper(config));
    TACIT_TRY(const auto lock, ops::KeyFileLock::acquire(config.keys));
    TACIT_TRY(ops::KeyFile keys, ops::load_keys(config.keys));
    const task::Party own = own_party(config, keys);
    if (own.signing_key == offer.draft.leader.signing_key)
        return fail(Fault::refused, "this collector is the leader of this offer", config.file.string(),
                    "the helper is another organisation's collector; for a trial make a second one with init --folder");
    TACIT_CHECK(task::check_supported(offer.draft));
    TACIT_TRY(StoredTask task, stored(task::complete(offer.draft, own), &offer.texts));
    TACIT_CHECK(task::check(task.task));

    task::Secrets secrets;
    if (const ops::TaskKeys* known = keys.find(task.terms.id, wire::Role::helper)) {
        TACIT_TRY(const Bytes token, from_base64url(as_text(known->peer_token.view())));
        secrets = {known->verify_key.clone(), SecretBytes(token)};
    } else {
        secrets = task::generate_secrets(random);
        keys.put({task.terms.id,
                  wire::Role::helper,
                  secrets.verify_key.clone(),
                  token_text(secrets.leader_to_helper_token),
                  {}});
    }
    TACIT_CHECK(keep(config, keys, task));

    task::Acceptance acceptance;
    acceptance.task = task.task;
    acceptance.signature = task::sign_acceptance(task.terms.id, keys.signing);
    TACIT_TRY(const protocol::KeyRing ring, ring_of(keys));
    TACIT_TRY(acceptance.helper_keys, wire::decode_hpke_config_list(ring.list()));
    for (const wire::HpkeConfig& key : offer.leader_keys.configs) {
        const hpke::Aead* aead = protocol::find_aead(key.aead_id);
        if (aead == nullptr || key.kem_id != hpke::kKemX25519HkdfSha256) continue;
        TACIT_TRY(acceptance.sealed_secrets, task::seal_secrets(random, *aead, key, task.terms.id, secrets));
        return Accepted{std::move(task), task::to_text(acceptance)};
    }
    return fail(Fault::refused, "the offer has no key that this program can seal to", {},
                "ask for an offer of a newer version");
}

Result<Completed> complete(const ops::Config& config, const task::Acceptance& acceptance) {
    TACIT_TRY(const task::Offer offer, find_offer(config, acceptance));
    TACIT_TRY(const auto lock, ops::KeyFileLock::acquire(config.keys));
    TACIT_TRY(ops::KeyFile keys, ops::load_keys(config.keys));
    TACIT_TRY(const protocol::KeyRing ring, ring_of(keys));
    TACIT_TRY(StoredTask task, stored(acceptance.task, &offer.texts));

    const wire::HpkeConfigId id = acceptance.sealed_secrets.config_id;
    const hpke::KeyPair* pair = ring.find_pair(id);
    const hpke::Aead* aead = nullptr;
    for (const wire::HpkeConfig& key : offer.leader_keys.configs) {
        if (key.id == id) aead = protocol::find_aead(key.aead_id);
    }
    if (pair == nullptr || aead == nullptr)
        return fail(Fault::refused, "the acceptance is sealed to a key that this collector does not have", {},
                    "run this with the key file that made the offer");
    auto secrets = task::open_secrets(*aead, *pair, task.terms.id, acceptance.sealed_secrets);
    if (!secrets)
        return fail(Fault::refused, "the secrets in the acceptance do not open with this collector's key", {},
                    "run this with the key file that made the offer; else ask for the acceptance again");

    keys.put({task.terms.id, wire::Role::leader, secrets->verify_key.clone(),
              token_text(secrets->leader_to_helper_token), keys.publisher_token.clone()});
    std::optional<Access> access;
    if (keys.publisher && task.task.publisher.hpke_config == keys.publisher->config())
        keys.put({task.terms.id, wire::Role::collector, {}, {}, keys.publisher_token.clone()});
    else
        access = Access{task.task, keys.publisher_token.clone()};
    TACIT_CHECK(keep(config, keys, task));
    return Completed{std::move(task), std::move(access)};
}

Result<StoredTask> receive(const ops::Config& config, Access access) {
    TACIT_TRY(const auto lock, ops::KeyFileLock::acquire(config.keys));
    TACIT_TRY(ops::KeyFile keys, ops::load_keys(config.keys));
    if (!keys.publisher || access.task.publisher.hpke_config != keys.publisher->config())
        return fail(Fault::refused, "this collector is not the publisher of that task", config.keys.string(),
                    "use the collector whose publisher.json went into the offer");
    TACIT_TRY(StoredTask task, stored(std::move(access.task), nullptr));
    keys.put({task.terms.id, wire::Role::collector, {}, {}, std::move(access.token)});
    TACIT_CHECK(keep(config, keys, task));
    return task;
}

}  // namespace tacit::collector
