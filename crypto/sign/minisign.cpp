#include "crypto/sign/minisign.h"

#include <sodium.h>

#include <optional>

namespace tacit::sign {
namespace {

// The lines of the two files. "Ed" in a public key names the key type, "ED" in a signature says that the file was
// hashed.
constexpr std::string_view kUntrusted = "untrusted comment: ";
constexpr std::string_view kTrusted = "trusted comment: ";
constexpr std::string_view kKeyAlgorithm = "Ed";
constexpr std::string_view kHashedAlgorithm = "ED";
constexpr std::size_t kKeyIdSize = 8;
constexpr std::size_t kCommentSizeMax = 1024;

using FileHash = std::array<std::uint8_t, 64>;

FileHash hash(ByteView file) {
    FileHash digest;
    crypto_generichash(digest.data(), digest.size(), file.data(), file.size(), nullptr, 0);
    return digest;
}

std::array<std::uint8_t, kKeyIdSize> key_id(const PublicKey& key) {
    const Sha256 digest = sha256(key.bytes);
    std::array<std::uint8_t, kKeyIdSize> id;
    std::copy_n(digest.begin(), id.size(), id.begin());
    return id;
}

// minisign prints the id as a number, so its last byte comes first.
std::string key_id_text(const PublicKey& key) {
    auto id = key_id(key);
    std::reverse(id.begin(), id.end());
    std::string text = to_hex(id);
    for (char& c : text)
        if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

std::string to_base64(ByteView bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();  // libsodium's terminating zero
    return text;
}

// Exactly `size` bytes, or nothing.
std::optional<Bytes> from_base64(std::string_view text, std::size_t size) {
    Bytes bytes(size);
    std::size_t used = 0;
    const char* end = nullptr;
    if (sodium_base642bin(bytes.data(), size, text.data(), text.size(), nullptr, &used, &end,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return std::nullopt;
    if (used != size || end != text.data() + text.size()) return std::nullopt;
    return bytes;
}

// Takes the next line off the front of `text`; a carriage return before its end is not part of it.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool fits_on_a_line(std::string_view comment) {
    return comment.size() <= kCommentSizeMax && comment.find_first_of("\r\n") == std::string_view::npos;
}

Bytes signed_comment(const Signature& signature, std::string_view trusted_comment) {
    Bytes message = to_bytes(signature.bytes);
    append(message, as_bytes(trusted_comment));
    return message;
}

Signature to_signature(ByteView bytes) {
    Signature signature;
    std::copy(bytes.begin(), bytes.end(), signature.bytes.begin());
    return signature;
}

}  // namespace

std::string minisign_public_key(const PublicKey& key) {
    Bytes body = to_bytes(as_bytes(kKeyAlgorithm));
    append(body, key_id(key));
    append(body, key.bytes);
    return std::string(kUntrusted) + "minisign public key " + key_id_text(key) + "\n" + to_base64(body) + "\n";
}

Result<PublicKey> minisign_read_public_key(std::string_view text) {
    const std::string_view comment = take_line(text);
    const auto body = from_base64(take_line(text), kKeyAlgorithm.size() + kKeyIdSize + 32);
    if (!comment.starts_with(kUntrusted) || !body || !text.empty() ||
        as_text(*body).substr(0, kKeyAlgorithm.size()) != kKeyAlgorithm)
        return fail(Fault::malformed, "not a minisign public key");
    PublicKey key;
    std::copy(body->end() - static_cast<std::ptrdiff_t>(key.bytes.size()), body->end(), key.bytes.begin());
    return key;
}

std::string minisign_sign(const SecretKey& key, ByteView file, std::string_view trusted_comment) {
    TACIT_ASSERT(fits_on_a_line(trusted_comment));
    const Signature signature = sign_raw(key, hash(file));
    const Signature of_comment = sign_raw(key, signed_comment(signature, trusted_comment));
    Bytes body = to_bytes(as_bytes(kHashedAlgorithm));
    append(body, key_id(key.public_key()));
    append(body, signature.bytes);

    std::string text;
    text.append(kUntrusted).append("verify with minisign\n").append(to_base64(body)).append("\n");
    text.append(kTrusted).append(trusted_comment).append("\n").append(to_base64(of_comment.bytes)).append("\n");
    return text;
}

Result<void> minisign_verify(const PublicKey& key, ByteView file, std::string_view signature_text) {
    const std::string_view comment = take_line(signature_text);
    const auto body = from_base64(take_line(signature_text), kHashedAlgorithm.size() + kKeyIdSize + 64);
    const std::string_view trusted = take_line(signature_text);
    const auto of_comment = from_base64(take_line(signature_text), 64);
    if (!comment.starts_with(kUntrusted) || !trusted.starts_with(kTrusted) || !body || !of_comment ||
        !signature_text.empty() || as_text(*body).substr(0, kHashedAlgorithm.size()) != kHashedAlgorithm)
        return fail(Fault::malformed, "not a prehashed minisign signature");

    // The key id only tells two failures apart: keys that minisign itself made carry a random one.
    const Signature signature = to_signature(ByteView(*body).last(64));
    if (!verify_raw(key, hash(file), signature)) {
        const bool same_key = equal(ByteView(*body).subspan(kHashedAlgorithm.size(), kKeyIdSize), key_id(key));
        return fail(Fault::refused, same_key ? "the signature does not fit the file"
                                             : "the signature was made with another key, or for another file");
    }
    if (!verify_raw(key, signed_comment(signature, trusted.substr(kTrusted.size())), to_signature(*of_comment)))
        return fail(Fault::refused, "the signature's trusted comment was changed");
    return {};
}

}  // namespace tacit::sign
