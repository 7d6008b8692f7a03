// SHA-256 of a text that is still growing: the hash of every beginning of a long file in one pass over it.
#pragma once
#include <sodium.h>

#include "crypto/base/bytes.h"

namespace tacit {

class RunningSha256 {
public:
    RunningSha256() { crypto_hash_sha256_init(&state_); }
    void add(ByteView more) { crypto_hash_sha256_update(&state_, more.data(), more.size()); }
    // Of everything added until now; more may follow.
    Sha256 so_far() const {
        crypto_hash_sha256_state copy = state_;
        Sha256 hash;
        crypto_hash_sha256_final(&copy, hash.data());
        return hash;
    }

private:
    crypto_hash_sha256_state state_;
};

}  // namespace tacit
