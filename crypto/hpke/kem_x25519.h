// DHKEM(X25519, HKDF-SHA256) (RFC 9180 section 4.1). Inside crypto/hpke, and for its known-answer tests.
#pragma once
#include "crypto/hpke/hpke.h"

namespace tacit::hpke {

// DeriveKeyPair: the same 32 bytes of key material always give the same pair.
Result<KeyPair> derive_key_pair(ByteView key_material);

// The secret that both sides arrive at. Refused where the other side's key is of small order: the Diffie-Hellman value
// would then be all zeros, whatever our key (RFC 9180 section 7.1.4).
Result<SecretBytes> encapsulate(const KeyPair& ephemeral, ByteView public_key);
Result<SecretBytes> decapsulate(const KeyPair& key_pair, ByteView enc);

}  // namespace tacit::hpke
