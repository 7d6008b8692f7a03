#include "schemas/wire/labels.h"

#include <string>

namespace tacit::wire {
namespace {

Bytes label(std::string_view use, Role from, Role to) {
    Bytes bytes = to_bytes(as_bytes(kDraft));
    append(bytes, as_bytes(use));
    bytes.push_back(static_cast<std::uint8_t>(from));
    bytes.push_back(static_cast<std::uint8_t>(to));
    return bytes;
}

}  // namespace

Bytes input_share_info(Role receiver) { return label(" input share", Role::client, receiver); }

Bytes aggregate_share_info(Role sender) { return label(" aggregate share", sender, Role::collector); }

Bytes vdaf_context(const TaskId& task) {
    Bytes bytes = to_bytes(as_bytes(kDraft));
    append(bytes, task.bytes);
    return bytes;
}

}  // namespace tacit::wire
