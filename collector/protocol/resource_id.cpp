#include "collector/protocol/resource_id.h"

#include <algorithm>

namespace tacit::protocol {

std::array<std::uint8_t, 16> resource_id(std::string_view kind, const wire::TaskId& task, ByteView body) {
    Bytes named = to_bytes(as_bytes(kind));
    append(named, task.bytes);
    append(named, body);
    const Sha256 hash = sha256(named);
    std::array<std::uint8_t, 16> id{};
    std::copy_n(hash.begin(), id.size(), id.begin());
    return id;
}

}  // namespace tacit::protocol
