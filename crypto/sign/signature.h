// The project's own signatures: Ed25519 over "tacit v1 " ‖ kind ‖ 0x00 ‖ SHA-256(bytes), where the bytes are the RFC
// 8785 form of a JSON value. The kind keeps a signature made for one purpose from being shown for another. Thread-safe.
#pragma once
#include <array>

#include "crypto/base/random.h"
#include "crypto/base/secret.h"

namespace tacit::sign {

struct PublicKey {
    std::array<std::uint8_t, 32> bytes{};
    auto operator<=>(const PublicKey&) const = default;
};

struct Signature {
    std::array<std::uint8_t, 64> bytes{};
    auto operator<=>(const Signature&) const = default;
};

// Moves, is wiped when destroyed, and leaves the process only as seed().
class SecretKey {
public:
    static constexpr std::size_t kSeedSize = 32;

    static SecretKey generate(Random& random);
    static Result<SecretKey> from_seed(ByteView seed);  // fails unless 32 bytes

    ByteView seed() const;
    PublicKey public_key() const;

private:
    friend Signature sign_raw(const SecretKey& key, ByteView message);
    explicit SecretKey(ByteView seed);

    SecretBytes key_;  // seed ‖ public key, libsodium's form
};

// What is signed; the name is part of the signed bytes.
enum class Kind { acceptance, texts, ledger, close, counted, form };
std::string_view to_text(Kind kind);

Signature sign(const SecretKey& key, Kind kind, ByteView canonical_bytes);
bool verify(const PublicKey& key, Kind kind, ByteView canonical_bytes, const Signature& signature);

// Plain Ed25519 (RFC 8032), for formats that others define. The project's own files use sign() and verify().
Signature sign_raw(const SecretKey& key, ByteView message);
bool verify_raw(const PublicKey& key, ByteView message, const Signature& signature);

}  // namespace tacit::sign
