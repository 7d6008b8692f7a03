#include "crypto/base/check.h"
#include "schemas/wire/all.h"
#include "tests/fuzz/targets.h"

namespace tacit::fuzz {
namespace {

// Whatever decodes has exactly one encoding: the bytes it came from.
template <class M>
void try_message(ByteView bytes) {
    const auto decoded = decode<M>(bytes);
    if (!decoded) return;
    const auto encoded = encode(*decoded);
    TACIT_ASSERT(encoded.has_value());
    TACIT_ASSERT(equal(*encoded, bytes));
}

template <class... M>
bool try_one(wire::MessageList<M...>, std::size_t index, ByteView bytes) {
    std::size_t at = 0;
    return ((at++ == index && (try_message<M>(bytes), true)) || ...);
}

}  // namespace

void wire(ByteView input) {
    const auto [which, bytes] = select(input);
    if (try_one(wire::ClosedMessages{}, which, bytes)) return;
    try_one(wire::OpenEndedMessages{}, which - wire::ClosedMessages::kCount, bytes);
}

}  // namespace tacit::fuzz
