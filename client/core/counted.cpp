#include "client/core/counted.h"

namespace tacit::client {

Result<task::Counted> load_counted(const task::Task& task, const wire::TaskId& id, wire::Role role,
                                   std::string_view text) {
    const task::Party& party = role == wire::Role::leader ? task.leader : task.helper;
    TACIT_TRY(task::Counted list, task::open_counted(text, party.signing_key));
    if (list.task != id || list.role != role)
        return fail(Fault::refused, "the list of counted days is of another survey or server", party.url);
    return list;
}

bool still_counts(const task::Task& task, const wire::TaskId& id, std::string_view counted, std::int64_t unix_seconds) {
    const auto list = load_counted(task, id, wire::Role::leader, counted);
    return !list || !task::is_counted(*list, task::units(task, unix_seconds));
}

}  // namespace tacit::client
