// Authenticated encryption as HPKE uses it (RFC 9180 section 7.3): a 12-byte nonce, a 16-byte tag after the ciphertext.
// Objects are stateless constants and may be used from any thread.
#pragma once
#include "crypto/base/bytes.h"
#include "crypto/base/secret.h"

namespace tacit::hpke {

inline constexpr std::uint16_t kAeadAes128Gcm = 0x0001;
inline constexpr std::uint16_t kAeadChaCha20Poly1305 = 0x0003;

class Aead {
public:
    static constexpr std::size_t kNonceSize = 12;
    static constexpr std::size_t kTagSize = 16;

    virtual ~Aead() = default;
    virtual std::uint16_t id() const = 0;  // the code point of RFC 9180
    virtual std::size_t key_size() const = 0;

    // ciphertext ‖ tag. Key and nonce have the sizes above (asserted). Fails only where the library does.
    virtual Result<Bytes> seal(ByteView key, ByteView nonce, ByteView aad, ByteView plaintext) const = 0;
    // The plaintext, or Fault::refused where the tag does not fit; nothing of the plaintext leaves before it does.
    virtual Result<SecretBytes> open(ByteView key, ByteView nonce, ByteView aad, ByteView ciphertext) const = 0;
};

// From libsodium; the one every client has. AES-128-GCM is in aes_gcm.h, a target of its own.
const Aead& chacha20_poly1305();

}  // namespace tacit::hpke
