#include "collector/protocol/stop.h"

namespace tacit::protocol {

Result<void> record_stop(const Parts& parts, const Task& task, const std::string& reason) {
    return parts.store.write("stop task", [&](store::Tx& tx) -> Result<void> {
        TACIT_TRY(const store::TaskState state, tx.task_state(task.key));
        if (state.stopped) return {};
        return tx.stop_task(task.key, reason);
    });
}

tl::unexpected<Error> stop_task(const Parts& parts, const Task& task, const std::string& reason) {
    const Result<void> stopped = record_stop(parts, task, reason);
    if (!stopped) return tl::make_unexpected(stopped.error());
    return fail(Fault::corrupt, reason);
}

}  // namespace tacit::protocol
