// Detached signatures that the ordinary `minisign` tool verifies (prehashed, algorithm "ED"), so that a reader of a
// release needs nothing of ours. The 8-byte key id is the beginning of the SHA-256 of the public key.
#pragma once
#include "crypto/sign/signature.h"

namespace tacit::sign {

// The two-line text of a minisign.pub file, and back.
std::string minisign_public_key(const PublicKey& key);
Result<PublicKey> minisign_read_public_key(std::string_view text);

// The four-line text of a .minisig file. The trusted comment is signed too and must be one line of at most 1,024 bytes
// (asserted).
std::string minisign_sign(const SecretKey& key, ByteView file, std::string_view trusted_comment);

// Succeeds where `signature_text` is a prehashed signature of `file` by `key`, trusted comment included.
Result<void> minisign_verify(const PublicKey& key, ByteView file, std::string_view signature_text);

}  // namespace tacit::sign
