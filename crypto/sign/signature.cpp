#include "crypto/sign/signature.h"

#include <sodium.h>

namespace tacit::sign {
namespace {

Bytes signed_bytes(Kind kind, ByteView canonical_bytes) {
    Bytes message = to_bytes(as_bytes("tacit v1 "));
    append(message, as_bytes(to_text(kind)));
    message.push_back(0);
    append(message, sha256(canonical_bytes));
    return message;
}

}  // namespace

SecretKey::SecretKey(ByteView seed) : key_(crypto_sign_SECRETKEYBYTES) {
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> public_key;
    crypto_sign_seed_keypair(public_key.data(), key_.data(), seed.data());
}

SecretKey SecretKey::generate(Random& random) {
    SecretBytes seed(kSeedSize);
    random.fill(seed.mutable_view());
    return SecretKey(seed.view());
}

Result<SecretKey> SecretKey::from_seed(ByteView seed) {
    if (seed.size() != kSeedSize) return fail(Fault::malformed, "the seed of a signing key has 32 bytes");
    return SecretKey(seed);
}

ByteView SecretKey::seed() const { return key_.view().first(kSeedSize); }

PublicKey SecretKey::public_key() const {
    PublicKey key;
    std::copy_n(key_.data() + kSeedSize, key.bytes.size(), key.bytes.begin());
    return key;
}

std::string_view to_text(Kind kind) {
    switch (kind) {
        case Kind::acceptance: return "acceptance";
        case Kind::texts: return "texts";
        case Kind::ledger: return "ledger";
        case Kind::close: return "close";
        case Kind::counted: return "counted";
        case Kind::form: return "form";
    }
    TACIT_ASSERT(false);
}

Signature sign(const SecretKey& key, Kind kind, ByteView canonical_bytes) {
    return sign_raw(key, signed_bytes(kind, canonical_bytes));
}

bool verify(const PublicKey& key, Kind kind, ByteView canonical_bytes, const Signature& signature) {
    return verify_raw(key, signed_bytes(kind, canonical_bytes), signature);
}

Signature sign_raw(const SecretKey& key, ByteView message) {
    TACIT_ASSERT(!key.key_.empty());  // a key that was moved from signs nothing
    Signature signature;
    crypto_sign_detached(signature.bytes.data(), nullptr, message.data(), message.size(), key.key_.data());
    return signature;
}

bool verify_raw(const PublicKey& key, ByteView message, const Signature& signature) {
    return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(), key.bytes.data()) == 0;
}

}  // namespace tacit::sign
