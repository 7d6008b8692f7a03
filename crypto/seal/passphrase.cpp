#include "crypto/seal/passphrase.h"

#include <sodium.h>

#include <algorithm>

namespace tacit::seal {
namespace {

constexpr std::string_view kMagic = "tacit sealed 1\n";
constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = std::size_t{64} << 20;
constexpr std::size_t kPiece = std::size_t{64} << 10;
constexpr std::size_t kSaltSize = crypto_pwhash_SALTBYTES;
constexpr std::size_t kHeaderSize = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kPieceOverhead = crypto_secretstream_xchacha20poly1305_ABYTES;

using Stream = crypto_secretstream_xchacha20poly1305_state;

Result<SecretBytes> key_from(ByteView passphrase, ByteView salt) {
    SecretBytes key(crypto_secretstream_xchacha20poly1305_KEYBYTES);
    const std::string_view text = as_text(passphrase);
    if (crypto_pwhash(key.data(), key.size(), text.data(), text.size(), salt.data(), kPasses, kMemory,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(Fault::unavailable, "there is not enough memory to make a key from the passphrase", {},
                    "Close other programs or pages and try again.");
    return key;
}

tl::unexpected<Error> does_not_open() {
    return fail(Fault::refused, "the passphrase does not open this file", {},
                "Check the passphrase. If it is right, the file was changed or is not complete.");
}

}  // namespace

Result<Bytes> seal_with_passphrase(Random& random, ByteView passphrase, ByteView plaintext) {
    const auto salt = random.array<kSaltSize>();
    TACIT_TRY(const SecretBytes key, key_from(passphrase, salt));
    Bytes sealed = to_bytes(as_bytes(kMagic));
    append(sealed, salt);
    Stream stream;
    std::array<std::uint8_t, kHeaderSize> header;
    crypto_secretstream_xchacha20poly1305_init_push(&stream, header.data(), key.data());
    append(sealed, header);
    for (ByteView rest = plaintext;;) {
        const ByteView piece = rest.first(std::min(rest.size(), kPiece));
        rest = rest.subspan(piece.size());
        const std::size_t at = sealed.size();
        sealed.resize(at + piece.size() + kPieceOverhead);
        crypto_secretstream_xchacha20poly1305_push(&stream, sealed.data() + at, nullptr, piece.data(), piece.size(),
                                                   nullptr, 0,
                                                   rest.empty() ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
        if (rest.empty()) break;
    }
    sodium_memzero(&stream, sizeof stream);
    return sealed;
}

Result<SecretBytes> open_with_passphrase(ByteView passphrase, ByteView sealed) {
    if (!as_text(sealed).starts_with(kMagic) || sealed.size() < kMagic.size() + kSaltSize + kHeaderSize)
        return fail(Fault::malformed, "this is not a file that was sealed with a passphrase", {},
                    "Choose the file that was saved here or on another device.");
    const ByteView salt = sealed.subspan(kMagic.size(), kSaltSize);
    const ByteView header = sealed.subspan(kMagic.size() + kSaltSize, kHeaderSize);
    ByteView rest = sealed.subspan(kMagic.size() + kSaltSize + kHeaderSize);
    TACIT_TRY(const SecretBytes key, key_from(passphrase, salt));
    Stream stream;
    if (crypto_secretstream_xchacha20poly1305_init_pull(&stream, header.data(), key.data()) != 0)
        return does_not_open();
    SecretBytes plaintext;
    bool complete = false;
    while (!complete && rest.size() >= kPieceOverhead) {
        const ByteView piece = rest.first(std::min(rest.size(), kPiece + kPieceOverhead));
        rest = rest.subspan(piece.size());
        SecretBytes opened(piece.size() - kPieceOverhead);
        std::uint8_t tag = 0;
        if (crypto_secretstream_xchacha20poly1305_pull(&stream, opened.data(), nullptr, &tag, piece.data(),
                                                       piece.size(), nullptr, 0) != 0)
            break;
        plaintext.append(opened.view());
        complete = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    }
    sodium_memzero(&stream, sizeof stream);
    if (!complete || !rest.empty()) return does_not_open();
    return plaintext;
}

}  // namespace tacit::seal
