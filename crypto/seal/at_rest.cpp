#include "crypto/seal/at_rest.h"

#include <sodium.h>

namespace tacit::seal {
namespace {

constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
static_assert(kNonceSize + crypto_aead_xchacha20poly1305_ietf_ABYTES == kOverhead);
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == kKeySize);

}  // namespace

Bytes seal_at_rest(Random& random, ByteView key, ByteView context, ByteView plaintext) {
    TACIT_ASSERT(key.size() == kKeySize);
    Bytes sealed(plaintext.size() + kOverhead);
    random.fill(MutableByteView(sealed).first(kNonceSize));
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + kNonceSize, nullptr, plaintext.data(), plaintext.size(),
                                               context.data(), context.size(), nullptr, sealed.data(), key.data());
    return sealed;
}

Result<SecretBytes> open_at_rest(ByteView key, ByteView context, ByteView sealed) {
    if (key.size() != kKeySize) return fail(Fault::corrupt, "the storage key has the wrong size");
    if (sealed.size() < kOverhead) return fail(Fault::corrupt, "sealed bytes are too short");
    const ByteView body = sealed.subspan(kNonceSize);
    SecretBytes plaintext(sealed.size() - kOverhead);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plaintext.data(), nullptr, nullptr, body.data(), body.size(),
                                                   context.data(), context.size(), sealed.data(), key.data()) != 0)
        return fail(Fault::corrupt, "sealed bytes do not open with the storage key");
    return plaintext;
}

}  // namespace tacit::seal
