// A file that only its passphrase opens, for what a person carries from one device to another: Argon2id (RFC 9106) with
// 64 MiB and 2 passes makes the key, libsodium's secretstream (XChaCha20-Poly1305) seals the content in pieces, so that
// a file cut short does not open either. The size of the content shows.
//
// Takes about a tenth of a second and 64 MiB of memory. Thread-safe.
#pragma once
#include "crypto/base/random.h"
#include "crypto/base/secret.h"

namespace tacit::seal {

// "tacit sealed 1\n" ‖ salt (16) ‖ stream header (24) ‖ pieces. The salt comes from `random`, the stream's header from
// libsodium itself. The passphrase is taken as it is: normalising what a keyboard typed is the caller's. Fails
// (unavailable) where the memory cannot be had.
Result<Bytes> seal_with_passphrase(Random& random, ByteView passphrase, ByteView plaintext);

// Fault::malformed where the bytes are no such file, Fault::refused where passphrase and file do not belong together or
// the file was changed: the two cannot be told apart.
Result<SecretBytes> open_with_passphrase(ByteView passphrase, ByteView sealed);

}  // namespace tacit::seal
