// Ids of the resources that a request creates: a hash of the request, so that the same bytes always name the same resource.
#pragma once
#include <array>
#include <string_view>

#include "schemas/wire/types.h"

namespace tacit::protocol {

// The first 16 bytes of SHA-256(kind || task_id || body).
std::array<std::uint8_t, 16> resource_id(std::string_view kind, const wire::TaskId& task, ByteView body);

}  // namespace tacit::protocol
