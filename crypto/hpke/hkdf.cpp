#include "crypto/hpke/hkdf.h"

#include <sodium.h>

#include <initializer_list>

namespace tacit::hpke {
namespace {

constexpr std::string_view kVersion = "HPKE-v1";

// HMAC-SHA256 over the parts in a row; the key may have any length.
void hmac(ByteView key, std::initializer_list<ByteView> parts, std::span<std::uint8_t, kHashSize> out) {
    constexpr std::uint8_t kNoKey = 0;  // libsodium wants an address even of no bytes
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.empty() ? &kNoKey : key.data(), key.size());
    for (const ByteView part : parts) crypto_auth_hmacsha256_update(&state, part.data(), part.size());
    crypto_auth_hmacsha256_final(&state, out.data());
    sodium_memzero(&state, sizeof state);
}

}  // namespace

SecretBytes hkdf_extract(ByteView salt, ByteView key_material) {
    SecretBytes key(kHashSize);
    hmac(salt, {key_material}, std::span<std::uint8_t, kHashSize>(key.data(), kHashSize));
    return key;
}

SecretBytes hkdf_expand(ByteView pseudorandom_key, ByteView info, std::size_t size) {
    TACIT_ASSERT(size <= 255 * kHashSize);
    SecretBytes out;
    SecretBytes block(kHashSize);
    ByteView previous;  // T(0) is empty
    for (std::uint8_t counter = 1; out.size() < size; ++counter) {
        hmac(pseudorandom_key, {previous, info, {&counter, 1}},
             std::span<std::uint8_t, kHashSize>(block.data(), kHashSize));
        out.append(block.view());
        previous = block.view();
    }
    out.resize(size);
    return out;
}

SecretBytes labeled_extract(ByteView suite_id, ByteView salt, std::string_view label, ByteView key_material) {
    SecretBytes labeled;
    for (const ByteView part : {as_bytes(kVersion), suite_id, as_bytes(label), key_material}) labeled.append(part);
    return hkdf_extract(salt, labeled.view());
}

SecretBytes labeled_expand(ByteView suite_id, ByteView pseudorandom_key, std::string_view label, ByteView info,
                           std::size_t size) {
    Bytes labeled;
    append_u16(labeled, size);
    for (const ByteView part : {as_bytes(kVersion), suite_id, as_bytes(label), info}) append(labeled, part);
    return hkdf_expand(pseudorandom_key, labeled, size);
}

void append_u16(Bytes& to, std::size_t number) {
    TACIT_ASSERT(number <= 0xffff);
    to.push_back(static_cast<std::uint8_t>(number >> 8));
    to.push_back(static_cast<std::uint8_t>(number));
}

}  // namespace tacit::hpke
