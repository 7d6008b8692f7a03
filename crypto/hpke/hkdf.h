// HKDF-SHA256 (RFC 5869) with the labels of HPKE (RFC 9180 section 4). Inside crypto/hpke only.
#pragma once
#include <string_view>

#include "crypto/base/bytes.h"
#include "crypto/base/secret.h"

namespace tacit::hpke {

inline constexpr std::size_t kHashSize = 32;

SecretBytes hkdf_extract(ByteView salt, ByteView key_material);
// At most 255·32 bytes (asserted).
SecretBytes hkdf_expand(ByteView pseudorandom_key, ByteView info, std::size_t size);

// The suite id separates the KEM's keys from those of the encryption: "KEM" ‖ id, or "HPKE" ‖ the three ids.
SecretBytes labeled_extract(ByteView suite_id, ByteView salt, std::string_view label, ByteView key_material);
SecretBytes labeled_expand(ByteView suite_id, ByteView pseudorandom_key, std::string_view label, ByteView info,
                           std::size_t size);

// The two-byte big-endian form of a code point or length (I2OSP(n, 2)).
void append_u16(Bytes& to, std::size_t number);

}  // namespace tacit::hpke
