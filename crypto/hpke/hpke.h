// Hybrid public-key encryption, base mode, single shot (RFC 9180 sections 5.1.1 and 6.1), with DHKEM(X25519,
// HKDF-SHA256) and HKDF-SHA256; the AEAD is the caller's choice. Thread-safe.
#pragma once
#include <array>

#include "crypto/base/random.h"
#include "crypto/base/secret.h"
#include "crypto/hpke/aead.h"

namespace tacit::hpke {

inline constexpr std::uint16_t kKemX25519HkdfSha256 = 0x0020;
inline constexpr std::uint16_t kKdfHkdfSha256 = 0x0001;
inline constexpr std::size_t kKeySize = 32;  // of public keys, secret keys and encapsulated keys alike

using PublicKeyBytes = std::array<std::uint8_t, kKeySize>;

struct KeyPair {
    PublicKeyBytes public_key{};
    SecretBytes secret_key;
};

KeyPair generate_key_pair(Random& random);
// The pair that a stored 32-byte secret key belongs to.
Result<KeyPair> key_pair_from_secret(ByteView secret_key);

// What the receiver needs: `enc` is the sender's one-time public key.
struct Sealed {
    Bytes enc;
    Bytes ciphertext;
};

// Encrypts to `public_key` with a fresh one-time key. Refuses a public key that is not 32 bytes, or of small order.
Result<Sealed> seal(Random& random, const Aead& aead, ByteView public_key, ByteView info, ByteView aad,
                    ByteView plaintext);

// Decrypts what seal() made for the same key, info and aad; anything else is an error (malformed where `enc` is not a
// key of the right size, refused otherwise), never a plaintext.
Result<SecretBytes> open(const Aead& aead, const KeyPair& key_pair, ByteView enc, ByteView info, ByteView aad,
                         ByteView ciphertext);

}  // namespace tacit::hpke
