#include "crypto/hpke/kem_x25519.h"

#include <sodium.h>

#include "crypto/hpke/hkdf.h"

namespace tacit::hpke {
namespace {

constexpr std::array<std::uint8_t, 5> kSuiteId = {'K', 'E', 'M', kKemX25519HkdfSha256 >> 8,
                                                  kKemX25519HkdfSha256 & 0xff};

Result<SecretBytes> diffie_hellman(ByteView secret_key, ByteView public_key) {
    if (public_key.size() != kKeySize) return fail(Fault::malformed, "an X25519 public key has 32 bytes");
    if (secret_key.size() != kKeySize) return fail(Fault::malformed, "an X25519 secret key has 32 bytes");
    SecretBytes shared(kKeySize);
    // libsodium fails exactly where the result is all zeros.
    if (crypto_scalarmult(shared.data(), secret_key.data(), public_key.data()) != 0)
        return fail(Fault::refused, "the X25519 public key is of small order");
    return shared;
}

SecretBytes extract_and_expand(ByteView shared, ByteView enc, ByteView public_key) {
    const SecretBytes extracted = labeled_extract(kSuiteId, {}, "eae_prk", shared);
    Bytes kem_context = to_bytes(enc);
    append(kem_context, public_key);
    return labeled_expand(kSuiteId, extracted.view(), "shared_secret", kem_context, kHashSize);
}

}  // namespace

Result<KeyPair> derive_key_pair(ByteView key_material) {
    const SecretBytes extracted = labeled_extract(kSuiteId, {}, "dkp_prk", key_material);
    const SecretBytes secret_key = labeled_expand(kSuiteId, extracted.view(), "sk", {}, kKeySize);
    return key_pair_from_secret(secret_key.view());
}

KeyPair generate_key_pair(Random& random) {
    SecretBytes key_material(kKeySize);
    random.fill(key_material.mutable_view());
    auto key_pair = derive_key_pair(key_material.view());
    TACIT_ASSERT(key_pair.has_value());
    return *std::move(key_pair);
}

Result<KeyPair> key_pair_from_secret(ByteView secret_key) {
    if (secret_key.size() != kKeySize) return fail(Fault::malformed, "an X25519 secret key has 32 bytes");
    KeyPair pair{.public_key = {}, .secret_key = SecretBytes(secret_key)};
    // As crypto_scalarmult_base(), without its 30 kB of tables, which the form would download.
    constexpr std::array<std::uint8_t, kKeySize> kBasePoint{9};
    const int failed = crypto_scalarmult(pair.public_key.data(), pair.secret_key.data(), kBasePoint.data());
    TACIT_ASSERT(failed == 0);
    return pair;
}

Result<SecretBytes> encapsulate(const KeyPair& ephemeral, ByteView public_key) {
    TACIT_TRY(const SecretBytes shared, diffie_hellman(ephemeral.secret_key.view(), public_key));
    return extract_and_expand(shared.view(), ephemeral.public_key, public_key);
}

Result<SecretBytes> decapsulate(const KeyPair& key_pair, ByteView enc) {
    TACIT_TRY(const SecretBytes shared, diffie_hellman(key_pair.secret_key.view(), enc));
    return extract_and_expand(shared.view(), enc, key_pair.public_key);
}

}  // namespace tacit::hpke
