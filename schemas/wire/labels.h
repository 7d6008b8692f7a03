// The labels that bind cryptography to this draft of DAP. This is the only header that spells the draft's name.
#pragma once
#include <string_view>

#include "schemas/wire/types.h"

namespace tacit::wire {

inline constexpr std::string_view kDraft = "dap-18";

// HPKE info of an input share sealed by a client for the leader or the helper.
Bytes input_share_info(Role receiver);
// HPKE info of an aggregate share sealed by the leader or the helper for the publisher.
Bytes aggregate_share_info(Role sender);
// The application context of every VDAF operation of a task.
Bytes vdaf_context(const TaskId& task);

}  // namespace tacit::wire
