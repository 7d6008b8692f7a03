// The parts of task.json: reading and writing one member of it each.
#include "schemas/task/task_parts.h"
#include "schemas/task/fields.h"
#include "schemas/task/task_json.h"

namespace tacit::task {
namespace {

Result<sign::PublicKey> load_signing_key(const json::Value& party) {
    TACIT_TRY(const json::Value value, party.at("signing_key"));
    TACIT_TRY(const Bytes bytes, load_base64url(party, "signing_key"));
    sign::PublicKey key;
    if (bytes.size() != key.bytes.size()) return value.malformed("not a public key of 32 bytes");
    std::copy(bytes.begin(), bytes.end(), key.bytes.begin());
    return key;
}

Result<Party> load_party_members(const json::Value& value) {
    Party party;
    TACIT_TRY(party.name, load_line(value, "name"));
    TACIT_TRY(party.contact, load_line(value, "contact"));
    TACIT_TRY(const json::Value url, value.at("url"));
    TACIT_TRY(party.url, url.as_text());
    if (auto parsed = parse_url(party.url); !parsed)
        return url.malformed(std::move(parsed.error().what), std::move(parsed.error().remedy));
    TACIT_TRY(party.signing_key, load_signing_key(value));
    return party;
}

Result<wire::HpkeConfig> load_hpke_config(const json::Value& publisher) {
    TACIT_TRY(const json::Value value, publisher.at("hpke_config"));
    TACIT_TRY(const Bytes bytes, load_base64url(publisher, "hpke_config"));
    auto config = decode<wire::HpkeConfig>(bytes);
    if (!config) return value.malformed("not an HPKE configuration: " + config.error().what);
    if (config->kem_id != hpke::kKemX25519HkdfSha256 || config->kdf_id != hpke::kKdfHkdfSha256 ||
        (config->aead_id != hpke::kAeadAes128Gcm && config->aead_id != hpke::kAeadChaCha20Poly1305) ||
        config->public_key.size() != hpke::kKeySize)
        return value.refused("an HPKE suite that this version does not have",
                             "Use X25519, HKDF-SHA256 and ChaCha20-Poly1305 or AES-128-GCM.");
    return *std::move(config);
}

}  // namespace

Result<Party> load_party(const json::Value& value) {
    TACIT_CHECK(value.only({"name", "contact", "url", "signing_key"}));
    return load_party_members(value);
}

Result<Publisher> load_publisher(const json::Value& value) {
    TACIT_CHECK(value.only({"name", "contact", "url", "signing_key", "hpke_config"}));
    Publisher publisher;
    TACIT_TRY(static_cast<Party&>(publisher), load_party_members(value));
    TACIT_TRY(publisher.hpke_config, load_hpke_config(value));
    return publisher;
}

Result<Admission> load_admission(const json::Value& object) {
    TACIT_TRY(const json::Value value, object.at("admission"));
    TACIT_TRY(const std::string text, value.as_text());
    for (const Admission admission : {Admission::open, Admission::invitation}) {
        if (text == to_text(admission)) return admission;
    }
    return value.malformed("expected \"open\" or \"invitation\"");
}

std::string_view to_text(Admission admission) {
    switch (admission) {
        case Admission::open: return "open";
        case Admission::invitation: return "invitation";
    }
    return {};
}

Result<void> load_times(const json::Value& object, Draft& draft) {
    TACIT_TRY(const std::int64_t precision, object.integer("time_precision", kTimePrecisionMin, kTimePrecisionMax));
    draft.time_precision = static_cast<std::uint64_t>(precision);
    for (const auto& [key, time] : {std::pair{"opens", &draft.opens}, std::pair{"closes", &draft.closes}}) {
        TACIT_TRY(*time, object.integer(key, 0, json::kIntegerMax));
        if (*time % precision != 0)
            return object.at(key)->malformed("not a multiple of time_precision",
                                             "Use " + std::to_string(*time - *time % precision) + " or " +
                                                 std::to_string(*time - *time % precision + precision) + ".");
    }
    if (draft.closes <= draft.opens)
        return object.at("closes")->malformed("the task closes before it opens",
                                              "Give a time after " + std::to_string(draft.opens) + ".");
    return {};
}

json::Node to_node(const Party& party) {
    return json::Node::object({{"name", party.name},
                               {"contact", party.contact},
                               {"url", party.url},
                               {"signing_key", to_base64url(party.signing_key.bytes)}});
}

json::Node to_node(const Publisher& publisher) {
    json::Node node = to_node(static_cast<const Party&>(publisher));
    // A configuration that was checked always encodes; an empty one shows up as an empty text and is refused on
    // reading.
    const auto encoded = encode(publisher.hpke_config);
    node.set("hpke_config", encoded ? to_base64url(*encoded) : std::string());
    return node;
}

}  // namespace tacit::task
