#include "collector/protocol/keys.h"

#include <algorithm>

#include "crypto/hpke/aes_gcm.h"
#include "schemas/json/node.h"
#include "schemas/json/reader.h"

namespace tacit::protocol {
namespace {

constexpr std::string_view kFormat = "tacit-hpke-keys-1";
// Every list offers these, in this order.
constexpr std::array<std::uint16_t, 2> kOffered{hpke::kAeadChaCha20Poly1305, hpke::kAeadAes128Gcm};

}  // namespace

const hpke::Aead* find_aead(std::uint16_t aead_id) {
    if (aead_id == hpke::kAeadChaCha20Poly1305) return &hpke::chacha20_poly1305();
    if (aead_id == hpke::kAeadAes128Gcm) return &hpke::aes_128_gcm();
    return nullptr;
}

KeyRing::Key KeyRing::make_key(wire::HpkeConfigId id, std::uint16_t aead_id, hpke::KeyPair pair,
                               std::optional<std::chrono::sys_days> retired) {
    wire::HpkeConfig config{id, hpke::kKemX25519HkdfSha256, hpke::kKdfHkdfSha256, aead_id, to_bytes(pair.public_key)};
    return Key{std::move(config), std::move(pair), retired};
}

void KeyRing::encode_list() {
    wire::HpkeConfigList list;
    for (const Key& key : keys_) {
        if (!key.retired) list.configs.push_back(key.config);
    }
    Result<Bytes> bytes = encode(list);
    TACIT_ASSERT(bytes.has_value());
    list_ = *std::move(bytes);
}

KeyRing KeyRing::generate(Random& random) {
    KeyRing ring;
    wire::HpkeConfigId id = 0;
    for (const std::uint16_t aead_id : kOffered)
        ring.keys_.push_back(make_key(id++, aead_id, hpke::generate_key_pair(random), std::nullopt));
    ring.encode_list();
    return ring;
}

KeyRing KeyRing::rotated(Random& random, std::chrono::sys_days today) const {
    KeyRing ring;
    std::vector<Key> kept;
    for (const Key& key : keys_) {
        if (key.retired && today - *key.retired > kRetiredKeyLifetime) continue;
        kept.push_back(make_key(key.config.id, key.config.aead_id, {key.pair.public_key, key.pair.secret_key.clone()},
                                key.retired.value_or(today)));
    }
    // Ids go round, so that an id means another key as late as possible.
    wire::HpkeConfigId next = 0;
    for (const Key& key : keys_) {
        if (!key.retired) next = std::max(next, key.config.id);
    }
    for (const std::uint16_t aead_id : kOffered) {
        do {
            ++next;
        } while (std::any_of(kept.begin(), kept.end(), [&](const Key& key) { return key.config.id == next; }));
        ring.keys_.push_back(make_key(next, aead_id, hpke::generate_key_pair(random), std::nullopt));
    }
    std::move(kept.begin(), kept.end(), std::back_inserter(ring.keys_));
    ring.encode_list();
    return ring;
}

Result<KeyRing> KeyRing::load(std::string_view key_file) {
    TACIT_TRY(const json::Document document, json::Document::parse(key_file));
    const json::Value root = document.root();
    TACIT_CHECK(root.only({"format", "keys"}));
    TACIT_TRY(const std::string format, root.text("format"));
    if (format != kFormat) return root.malformed("this is not a file of HPKE keys", "give the hpke_keys file that init made");
    KeyRing ring;
    TACIT_TRY(const auto items, root.array("keys"));
    for (const json::Value& item : items) {
        TACIT_CHECK(item.only({"id", "aead", "secret", "retired_day"}));
        TACIT_TRY(const std::int64_t id, item.integer("id", 0, 255));
        TACIT_TRY(const std::int64_t aead_id, item.integer("aead", 0, 0xFFFF));
        if (find_aead(static_cast<std::uint16_t>(aead_id)) == nullptr) return item.refused("unknown AEAD");
        TACIT_TRY(std::string text, item.text("secret"));
        TACIT_TRY(Bytes secret, from_base64url(text));
        wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
        auto pair = hpke::key_pair_from_secret(secret);
        wipe(secret);
        if (!pair) return item.malformed("this is not an X25519 secret key");
        std::optional<std::chrono::sys_days> retired;
        if (item.find("retired_day")) {
            TACIT_TRY(const std::int64_t day, item.integer("retired_day", 0, 1'000'000));
            retired = std::chrono::sys_days(std::chrono::days(day));
        }
        const auto config_id = static_cast<wire::HpkeConfigId>(id);
        if (ring.knows(config_id)) return item.malformed("two keys have this id");
        ring.keys_.push_back(make_key(config_id, static_cast<std::uint16_t>(aead_id), *std::move(pair), retired));
    }
    if (std::all_of(ring.keys_.begin(), ring.keys_.end(), [](const Key& key) { return key.retired.has_value(); }))
        return root.malformed("no key is on offer");
    ring.encode_list();
    return ring;
}

SecretBytes KeyRing::to_key_file() const {
    json::Node keys = json::Node::array();
    for (const Key& key : keys_) {
        json::Node node = json::Node::object({{"id", key.config.id},
                                              {"aead", key.config.aead_id},
                                              {"secret", to_base64url(key.pair.secret_key.view())}});
        if (key.retired) node.set("retired_day", key.retired->time_since_epoch().count());
        keys.push(std::move(node));
    }
    std::string text = json::pretty(json::Node::object({{"format", kFormat}, {"keys", std::move(keys)}}));
    SecretBytes file(as_bytes(text));
    wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    return file;
}

bool KeyRing::knows(wire::HpkeConfigId id) const {
    return std::any_of(keys_.begin(), keys_.end(), [&](const Key& key) { return key.config.id == id; });
}

const hpke::KeyPair* KeyRing::find_pair(wire::HpkeConfigId id) const {
    const auto key = std::find_if(keys_.begin(), keys_.end(), [&](const Key& one) { return one.config.id == id; });
    return key == keys_.end() ? nullptr : &key->pair;
}

Result<SecretBytes> KeyRing::open(const wire::HpkeCiphertext& ciphertext, ByteView info, ByteView aad) const {
    const auto key = std::find_if(keys_.begin(), keys_.end(),
                                  [&](const Key& candidate) { return candidate.config.id == ciphertext.config_id; });
    if (key == keys_.end()) return fail(Fault::refused, "no key has this id");
    return hpke::open(*find_aead(key->config.aead_id), key->pair, ciphertext.enc, info, aad, ciphertext.payload);
}

}  // namespace tacit::protocol
