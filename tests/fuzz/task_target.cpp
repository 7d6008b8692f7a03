#include "crypto/base/check.h"
#include "schemas/task/task_json.h"
#include "tests/fuzz/targets.h"

namespace tacit::fuzz {

void task(ByteView input) {
    const auto task = task::load_task(as_text(input));
    if (!task) return;
    const std::string canonical = task::canonical(*task);
    const auto again = task::load_task(canonical);
    TACIT_ASSERT(again.has_value());
    TACIT_ASSERT(task::canonical(*again) == canonical);
    const auto terms = task::terms(*task);
    TACIT_ASSERT(terms.has_value());
    TACIT_ASSERT(!task->analysis || json::is_file_name(task->analysis->name));
    TACIT_ASSERT(wire::derive_task_id(terms->configuration).value() == terms->id);
}

}  // namespace tacit::fuzz
