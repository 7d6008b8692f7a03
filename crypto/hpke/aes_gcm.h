// AES-128-GCM for HPKE, mandatory in DAP, from OpenSSL. Target `hpke_aes`: the browser build has no OpenSSL, and every
// HPKE configuration list offers ChaCha20-Poly1305 beside it.
#pragma once
#include "crypto/hpke/aead.h"

namespace tacit::hpke {

const Aead& aes_128_gcm();

}  // namespace tacit::hpke
