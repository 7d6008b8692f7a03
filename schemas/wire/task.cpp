#include "schemas/wire/task.h"

namespace tacit::wire {

Result<TaskId> derive_task_id(const TaskConfiguration& configuration) {
    TACIT_TRY(const Bytes encoded, encode(configuration));
    Bytes input = to_bytes(sha256(as_bytes("dap-taskprov task id")));
    append(input, encoded);
    return TaskId{sha256(input)};
}

}  // namespace tacit::wire
