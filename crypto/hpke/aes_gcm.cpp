#include "crypto/hpke/aes_gcm.h"

#include <openssl/evp.h>

#include <limits>
#include <memory>

namespace tacit::hpke {
namespace {

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

// OpenSSL counts in int.
bool fits(ByteView bytes) { return bytes.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()) - 64; }
int length(ByteView bytes) { return static_cast<int>(bytes.size()); }

tl::unexpected<Error> library_failed() { return fail(Fault::internal, "AES-128-GCM failed in OpenSSL"); }

class Aes128Gcm final : public Aead {
public:
    std::uint16_t id() const override { return kAeadAes128Gcm; }
    std::size_t key_size() const override { return 16; }

    Result<Bytes> seal(ByteView key, ByteView nonce, ByteView aad, ByteView plaintext) const override {
        TACIT_ASSERT(key.size() == key_size() && nonce.size() == kNonceSize);
        if (!fits(plaintext) || !fits(aad)) return fail(Fault::refused, "the message is too long to encrypt");
        const Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
        Bytes ciphertext(plaintext.size() + kTagSize);
        std::uint8_t* const tag = ciphertext.data() + plaintext.size();
        int size = 0;
        if (!cipher || EVP_EncryptInit_ex(cipher.get(), EVP_aes_128_gcm(), nullptr, key.data(), nonce.data()) != 1 ||
            EVP_EncryptUpdate(cipher.get(), nullptr, &size, aad.data(), length(aad)) != 1 ||
            EVP_EncryptUpdate(cipher.get(), ciphertext.data(), &size, plaintext.data(), length(plaintext)) != 1 ||
            EVP_EncryptFinal_ex(cipher.get(), tag, &size) != 1 ||
            EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, kTagSize, tag) != 1)
            return library_failed();
        return ciphertext;
    }

    Result<SecretBytes> open(ByteView key, ByteView nonce, ByteView aad, ByteView ciphertext) const override {
        TACIT_ASSERT(key.size() == key_size() && nonce.size() == kNonceSize);
        if (ciphertext.size() < kTagSize) return fail(Fault::refused, "the ciphertext is shorter than its tag");
        if (!fits(ciphertext) || !fits(aad)) return fail(Fault::refused, "the message is too long to decrypt");
        const ByteView body = ciphertext.first(ciphertext.size() - kTagSize);
        Bytes tag = to_bytes(ciphertext.last(kTagSize));  // OpenSSL's setter takes a pointer to non-const
        SecretBytes plaintext(body.size() + kTagSize);    // never empty: no null pointer goes to OpenSSL
        const Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
        int size = 0;
        if (!cipher || EVP_DecryptInit_ex(cipher.get(), EVP_aes_128_gcm(), nullptr, key.data(), nonce.data()) != 1 ||
            EVP_DecryptUpdate(cipher.get(), nullptr, &size, aad.data(), length(aad)) != 1 ||
            EVP_DecryptUpdate(cipher.get(), plaintext.data(), &size, body.data(), length(body)) != 1 ||
            EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, kTagSize, tag.data()) != 1)
            return library_failed();
        if (EVP_DecryptFinal_ex(cipher.get(), plaintext.data() + body.size(), &size) != 1)
            return fail(Fault::refused, "the ciphertext does not open with this key");
        plaintext.resize(body.size());
        return plaintext;
    }
};

}  // namespace

const Aead& aes_128_gcm() {
    static const Aes128Gcm aead;
    return aead;
}

}  // namespace tacit::hpke
