#include <sodium.h>

#include "crypto/hpke/aead.h"

namespace tacit::hpke {
namespace {

class ChaCha20Poly1305 final : public Aead {
public:
    std::uint16_t id() const override { return kAeadChaCha20Poly1305; }
    std::size_t key_size() const override { return crypto_aead_chacha20poly1305_ietf_KEYBYTES; }

    Result<Bytes> seal(ByteView key, ByteView nonce, ByteView aad, ByteView plaintext) const override {
        TACIT_ASSERT(key.size() == key_size() && nonce.size() == kNonceSize);
        Bytes ciphertext(plaintext.size() + kTagSize);
        crypto_aead_chacha20poly1305_ietf_encrypt(ciphertext.data(), nullptr, plaintext.data(), plaintext.size(),
                                                  aad.data(), aad.size(), nullptr, nonce.data(), key.data());
        return ciphertext;
    }

    Result<SecretBytes> open(ByteView key, ByteView nonce, ByteView aad, ByteView ciphertext) const override {
        TACIT_ASSERT(key.size() == key_size() && nonce.size() == kNonceSize);
        if (ciphertext.size() < kTagSize) return fail(Fault::refused, "the ciphertext is shorter than its tag");
        SecretBytes plaintext(ciphertext.size() - kTagSize);
        if (crypto_aead_chacha20poly1305_ietf_decrypt(plaintext.data(), nullptr, nullptr, ciphertext.data(),
                                                      ciphertext.size(), aad.data(), aad.size(), nonce.data(),
                                                      key.data()) != 0)
            return fail(Fault::refused, "the ciphertext does not open with this key");
        return plaintext;
    }
};

}  // namespace

const Aead& chacha20_poly1305() {
    static const ChaCha20Poly1305 aead;
    return aead;
}

}  // namespace tacit::hpke
