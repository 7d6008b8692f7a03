// What the module exports that seals under a passphrase. One of its own: the form needs it in a worker alone, and few
// people ever do.
#include "crypto/seal/passphrase.h"
#include "client/wasm/block.h"

namespace tacit::wasm {
namespace {

Result<Bytes> seal_with_passphrase(ByteView passphrase, ByteView plaintext) {
    SystemRandom random;
    return seal::seal_with_passphrase(random, passphrase, plaintext);
}

}  // namespace

TACIT_CALL(seal_passphrase, &seal_with_passphrase)
TACIT_CALL(open_passphrase, &seal::open_with_passphrase)

}  // namespace tacit::wasm
