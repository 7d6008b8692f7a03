#include "schemas/task/pairing.h"

#include "schemas/survey/load.h"
#include "schemas/task/fields.h"

namespace tacit::task {
namespace {

constexpr std::string_view kOfferFormat = "tacit-offer-1";
constexpr std::string_view kAcceptanceFormat = "tacit-acceptance-1";
constexpr std::string_view kSecretsLabel = "tacit v1 pairing secrets";
constexpr std::size_t kSecretSize = 32;

Result<void> check_format(const json::Value& root, std::string_view expected, std::string remedy) {
    const auto format = root.find("format");
    if (!format || !format->is_text())
        return root.malformed("this is not a file of the pairing: it has no \"format\"", std::move(remedy));
    TACIT_TRY(const std::string text, format->as_text());
    if (text != expected)
        return format->malformed("this is another file (\"" + std::string(expected) + "\" was expected)",
                                 std::move(remedy));
    return {};
}

Result<wire::HpkeConfigList> load_keys(const json::Value& root, std::string_view key) {
    TACIT_TRY(const json::Value value, root.at(key));
    TACIT_TRY(const Bytes bytes, load_base64url(root, key));
    auto keys = wire::decode_hpke_config_list(bytes);
    if (!keys) return value.malformed("not a list of HPKE keys: " + keys.error().what);
    return *std::move(keys);
}

// Messages that were decoded or made by our own code fit their fields.
template <class M>
std::string in_base64url(const M& message) {
    const auto bytes = encode(message);
    return bytes ? to_base64url(*bytes) : std::string();
}

Bytes acceptance_bytes(const wire::TaskId& task) {
    return to_bytes(as_bytes(json::canonical(json::Node::object({{"task_id", wire::to_text(task)}}))));
}

}  // namespace

std::string to_text(const Offer& offer) {
    return json::pretty(json::Node::object({{"format", kOfferFormat},
                                            {"draft", to_node(offer.draft)},
                                            {"texts", survey::texts_node(offer.draft.definition, offer.texts)},
                                            {"leader_keys", in_base64url(offer.leader_keys)}}));
}

Result<Offer> load_offer(std::string_view json_text) {
    TACIT_TRY(const json::Document document, json::Document::parse(json_text));
    const json::Value root = document.root();
    TACIT_CHECK(check_format(root, kOfferFormat, "Give the offer.json that the leader's operator sent."));
    TACIT_CHECK(root.only({"format", "draft", "texts", "leader_keys"}));
    Offer offer;
    TACIT_TRY(const json::Value draft, root.at("draft"));
    TACIT_TRY(offer.draft, load_draft(draft));
    TACIT_TRY(const json::Value texts, root.at("texts"));
    TACIT_TRY(offer.texts, survey::load_texts(texts, offer.draft.definition));
    TACIT_TRY(offer.leader_keys, load_keys(root, "leader_keys"));
    return offer;
}

Secrets generate_secrets(Random& random) {
    Secrets secrets{SecretBytes(kSecretSize), SecretBytes(kSecretSize)};
    random.fill(secrets.verify_key.mutable_view());
    random.fill(secrets.leader_to_helper_token.mutable_view());
    return secrets;
}

Result<wire::HpkeCiphertext> seal_secrets(Random& random, const hpke::Aead& aead, const wire::HpkeConfig& leader_key,
                                          const wire::TaskId& task, const Secrets& secrets) {
    if (leader_key.kem_id != hpke::kKemX25519HkdfSha256 || leader_key.kdf_id != hpke::kKdfHkdfSha256 ||
        leader_key.aead_id != aead.id())
        return fail(Fault::refused, "the leader's key is of another HPKE suite");
    SecretBytes plaintext = secrets.verify_key.clone();
    plaintext.append(secrets.leader_to_helper_token.view());
    TACIT_TRY(hpke::Sealed sealed,
              hpke::seal(random, aead, leader_key.public_key, as_bytes(kSecretsLabel), task.bytes, plaintext.view()));
    return wire::HpkeCiphertext{leader_key.id, std::move(sealed.enc), std::move(sealed.ciphertext)};
}

Result<Secrets> open_secrets(const hpke::Aead& aead, const hpke::KeyPair& leader_key, const wire::TaskId& task,
                             const wire::HpkeCiphertext& sealed) {
    TACIT_TRY(const SecretBytes plaintext,
              hpke::open(aead, leader_key, sealed.enc, as_bytes(kSecretsLabel), task.bytes, sealed.payload));
    if (plaintext.size() != 2 * kSecretSize) return fail(Fault::malformed, "the sealed secrets have the wrong size");
    return Secrets{SecretBytes(plaintext.view().first(kSecretSize)), SecretBytes(plaintext.view().last(kSecretSize))};
}

sign::Signature sign_acceptance(const wire::TaskId& task, const sign::SecretKey& key) {
    return sign::sign(key, sign::Kind::acceptance, acceptance_bytes(task));
}

std::string to_text(const Acceptance& acceptance) {
    return json::pretty(json::Node::object({{"format", kAcceptanceFormat},
                                            {"task", to_node(acceptance.task)},
                                            {"signature", to_base64url(acceptance.signature.bytes)},
                                            {"helper_keys", in_base64url(acceptance.helper_keys)},
                                            {"sealed_secrets", in_base64url(acceptance.sealed_secrets)}}));
}

Result<Acceptance> load_acceptance(std::string_view json_text) {
    TACIT_TRY(const json::Document document, json::Document::parse(json_text));
    const json::Value root = document.root();
    TACIT_CHECK(
        check_format(root, kAcceptanceFormat, "Give the acceptance.json that the helper's operator sent back."));
    TACIT_CHECK(root.only({"format", "task", "signature", "helper_keys", "sealed_secrets"}));
    Acceptance acceptance;
    TACIT_TRY(const json::Value task, root.at("task"));
    TACIT_TRY(acceptance.task, load_task(task));
    TACIT_TRY(const Bytes signature, load_base64url(root, "signature"));
    if (signature.size() != acceptance.signature.bytes.size())
        return root.at("signature")->malformed("not a signature of 64 bytes");
    std::copy(signature.begin(), signature.end(), acceptance.signature.bytes.begin());
    TACIT_TRY(acceptance.helper_keys, load_keys(root, "helper_keys"));
    TACIT_TRY(const Bytes sealed, load_base64url(root, "sealed_secrets"));
    auto ciphertext = decode<wire::HpkeCiphertext>(sealed);
    if (!ciphertext) return root.at("sealed_secrets")->malformed("not an HPKE ciphertext: " + ciphertext.error().what);
    acceptance.sealed_secrets = *std::move(ciphertext);
    return acceptance;
}

Result<wire::TaskId> check_acceptance(const Offer& offer, const Acceptance& acceptance) {
    const Draft& accepted = acceptance.task;
    if (json::canonical(to_node(accepted)) != json::canonical(to_node(offer.draft)))
        return fail(Fault::refused, "the accepted task is not the one that was offered", "/task",
                    "Ask the other organisation to accept the last file that you sent.");
    TACIT_TRY(const wire::TaskId id, task_id(acceptance.task));
    if (!sign::verify(acceptance.task.helper.signing_key, sign::Kind::acceptance, acceptance_bytes(id),
                      acceptance.signature))
        return fail(Fault::refused, "the helper's signature does not fit the task", "/signature",
                    "The file was changed on its way; ask for it again.");
    return id;
}

}  // namespace tacit::task
