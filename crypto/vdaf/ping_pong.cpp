#include "crypto/vdaf/ping_pong.h"

namespace tacit::vdaf {
namespace {

struct Message {
    PingPongType type = PingPongType::initialize;
    Bytes field;
    static auto fields(auto& self, auto&& io) { return io(self.type, list32(self.field)); }
};

}  // namespace

Bytes ping_pong_message(PingPongType type, ByteView field) {
    const auto encoded = encode(Message{type, to_bytes(field)});
    TACIT_ASSERT(encoded.has_value());  // fields are far below 4 GiB
    return *encoded;
}

Result<ByteView> ping_pong_field(PingPongType type, ByteView message) {
    TACIT_TRY(const Message decoded, decode<Message>(message));
    if (decoded.type != type) return fail(Fault::malformed, "the message belongs to another step", "type");
    return message.last(decoded.field.size());
}

}  // namespace tacit::vdaf
