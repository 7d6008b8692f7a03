// What a server or client keeps on its disk and must not be readable there: XChaCha20-Poly1305 with a random 24-byte
// nonce in front. `context` says what the bytes are and for whom (for example "aggregate share" ‖ task id); bytes
// sealed in one context do not open in another. Thread-safe.
#pragma once
#include "crypto/base/random.h"
#include "crypto/base/secret.h"

namespace tacit::seal {

inline constexpr std::size_t kKeySize = 32;
inline constexpr std::size_t kOverhead = 40;  // nonce and tag

// nonce ‖ ciphertext ‖ tag. The key is 32 bytes (asserted).
Bytes seal_at_rest(Random& random, ByteView key, ByteView context, ByteView plaintext);

// Fault::corrupt where key, context or bytes are not those of seal_at_rest().
Result<SecretBytes> open_at_rest(ByteView key, ByteView context, ByteView sealed);

}  // namespace tacit::seal
