#include "crypto/hpke/hpke.h"

#include "crypto/hpke/hkdf.h"
#include "crypto/hpke/kem_x25519.h"
#include "crypto/hpke/key_schedule.h"

namespace tacit::hpke {
namespace {

constexpr std::uint8_t kModeBase = 0;

Bytes suite_id(const Aead& aead) {
    Bytes id = to_bytes(as_bytes("HPKE"));
    for (const std::uint16_t part : {kKemX25519HkdfSha256, kKdfHkdfSha256, aead.id()}) append_u16(id, part);
    return id;
}

}  // namespace

MessageKey key_schedule(const Aead& aead, ByteView shared_secret, ByteView info) {
    const Bytes suite = suite_id(aead);
    const SecretBytes psk_id_hash = labeled_extract(suite, {}, "psk_id_hash", {});  // base mode has no pre-shared key
    const SecretBytes info_hash = labeled_extract(suite, {}, "info_hash", info);
    Bytes context = {kModeBase};
    append(context, psk_id_hash.view());
    append(context, info_hash.view());

    const SecretBytes secret = labeled_extract(suite, shared_secret, "secret", {});
    return {.key = labeled_expand(suite, secret.view(), "key", context, aead.key_size()),
            .base_nonce = labeled_expand(suite, secret.view(), "base_nonce", context, Aead::kNonceSize)};
}

Result<Sealed> seal_with_ephemeral(const KeyPair& ephemeral, const Aead& aead, ByteView public_key, ByteView info,
                                   ByteView aad, ByteView plaintext) {
    TACIT_TRY(const SecretBytes shared_secret, encapsulate(ephemeral, public_key));
    const MessageKey message = key_schedule(aead, shared_secret.view(), info);
    TACIT_TRY(Bytes ciphertext, aead.seal(message.key.view(), message.base_nonce.view(), aad, plaintext));
    return Sealed{.enc = to_bytes(ephemeral.public_key), .ciphertext = std::move(ciphertext)};
}

Result<Sealed> seal(Random& random, const Aead& aead, ByteView public_key, ByteView info, ByteView aad,
                    ByteView plaintext) {
    return seal_with_ephemeral(generate_key_pair(random), aead, public_key, info, aad, plaintext);
}

Result<SecretBytes> open(const Aead& aead, const KeyPair& key_pair, ByteView enc, ByteView info, ByteView aad,
                         ByteView ciphertext) {
    TACIT_TRY(const SecretBytes shared_secret, decapsulate(key_pair, enc));
    const MessageKey message = key_schedule(aead, shared_secret.view(), info);
    return aead.open(message.key.view(), message.base_nonce.view(), aad, ciphertext);
}

}  // namespace tacit::hpke
