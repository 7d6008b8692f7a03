// The HPKE keys of this collector (draft-ietf-ppm-dap-18, "HPKE Configuration Request").
//
// A ring offers two configurations over X25519, ChaCha20-Poly1305 first and AES-128-GCM second. Rotation puts a fresh pair
// on offer; what was offered before goes on opening reports for at least 30 days.
#pragma once
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/base/random.h"
#include "crypto/base/secret.h"
#include "crypto/hpke/hpke.h"
#include "schemas/wire/hpke_config.h"
#include "schemas/wire/types.h"

namespace tacit::protocol {

inline constexpr std::chrono::days kRetiredKeyLifetime{31};

// The AEAD with this HPKE number, or null where this build does not know it.
const hpke::Aead* find_aead(std::uint16_t aead_id);

// A ring is a value that does not change; rotation makes another one.
class KeyRing {
public:
    static KeyRing generate(Random& random);
    // Reads what to_key_file() wrote. `where` of an error is a JSON Pointer.
    static Result<KeyRing> load(std::string_view key_file);
    SecretBytes to_key_file() const;

    // A ring with a fresh pair on offer. Keys that were retired longer than kRetiredKeyLifetime before `today` are gone.
    KeyRing rotated(Random& random, std::chrono::sys_days today) const;

    // The encoded HpkeConfigList: the body of GET hpke_config.
    const Bytes& list() const { return list_; }
    bool knows(wire::HpkeConfigId id) const;  // on offer or retired
    // The pair itself, for what is not a report (pairing); null where the id is unknown.
    const hpke::KeyPair* find_pair(wire::HpkeConfigId id) const;
    // Fails with Fault::refused where the key is unknown or does not open the ciphertext.
    Result<SecretBytes> open(const wire::HpkeCiphertext& ciphertext, ByteView info, ByteView aad) const;

private:
    struct Key {
        wire::HpkeConfig config;
        hpke::KeyPair pair;
        std::optional<std::chrono::sys_days> retired;
    };
    static Key make_key(wire::HpkeConfigId id, std::uint16_t aead_id, hpke::KeyPair pair,
                        std::optional<std::chrono::sys_days> retired);
    void encode_list();

    std::vector<Key> keys_;  // those on offer first, in order of preference
    Bytes list_;
};

// The ring in use. Thread-safe; readers hold the ring that they began with.
class Keys {
public:
    explicit Keys(KeyRing ring) : ring_(std::make_shared<const KeyRing>(std::move(ring))) {}
    std::shared_ptr<const KeyRing> now() const {
        const std::scoped_lock lock(mutex_);
        return ring_;
    }
    void replace(KeyRing ring) {
        auto fresh = std::make_shared<const KeyRing>(std::move(ring));
        const std::scoped_lock lock(mutex_);
        ring_ = std::move(fresh);
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const KeyRing> ring_;
};

}  // namespace tacit::protocol
