// From the KEM's shared secret to the key and nonce of one message (RFC 9180 section 5.1), and sealing with a given
// one-time key. Inside crypto/hpke, and for its known-answer tests.
#pragma once
#include "crypto/hpke/hpke.h"

namespace tacit::hpke {

struct MessageKey {
    SecretBytes key;
    SecretBytes base_nonce;
};

// The nonce of a single message is the base nonce itself: its sequence number is 0.
MessageKey key_schedule(const Aead& aead, ByteView shared_secret, ByteView info);

// seal() with the one-time key given. A key used twice gives two messages one nonce: only seal() and tests call this.
Result<Sealed> seal_with_ephemeral(const KeyPair& ephemeral, const Aead& aead, ByteView public_key, ByteView info,
                                   ByteView aad, ByteView plaintext);

}  // namespace tacit::hpke
