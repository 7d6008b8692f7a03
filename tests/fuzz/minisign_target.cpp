#include "crypto/base/check.h"
#include "crypto/sign/minisign.h"
#include "tests/fuzz/targets.h"

namespace tacit::fuzz {

void minisign(ByteView input) {
    const auto [which, bytes] = select(input);
    const std::string_view text = as_text(bytes);
    static const sign::SecretKey key = sign::SecretKey::from_seed(Bytes(32, 1)).value();
    if (which == 0) {
        const auto read = sign::minisign_read_public_key(text);
        TACIT_ASSERT(!read || sign::minisign_read_public_key(sign::minisign_public_key(*read)).value() == *read);
    } else {
        const auto other = sign::minisign_verify(key.public_key(), as_bytes("another file"), text);
        TACIT_ASSERT(!other.has_value());
        const auto verified = sign::minisign_verify(key.public_key(), as_bytes("the file"), text);
        (void)verified.has_value();
    }
}

}  // namespace tacit::fuzz
