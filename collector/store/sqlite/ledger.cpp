// The task's row and its ledger.
#include "collector/store/sqlite/transaction.h"

namespace tacit::store::sqlite {
namespace {

constexpr const char* kFindTask = "SELECT number FROM task WHERE id = ?1 AND role = ?2";
constexpr const char* kInsertTask = "INSERT INTO task (id, role) VALUES (?1, ?2)";
constexpr const char* kTaskState = "SELECT close_document, stopped, peer_head, lost_head FROM task WHERE number = ?1";
constexpr const char* kSetClosed = "UPDATE task SET close_document = ?2 WHERE number = ?1";
constexpr const char* kSetStopped = "UPDATE task SET stopped = ?2 WHERE number = ?1";
constexpr const char* kSetPeerHead = "UPDATE task SET peer_head = ?2 WHERE number = ?1";
constexpr const char* kSetLostHead = "UPDATE task SET lost_head = ?2 WHERE number = ?1";
constexpr const char* kLines = "SELECT line FROM ledger WHERE task = ?1 ORDER BY seq";
constexpr const char* kLastLine = "SELECT seq, line FROM ledger WHERE task = ?1 ORDER BY seq DESC LIMIT 1";
constexpr const char* kInsertLine = "INSERT INTO ledger (task, seq, line) VALUES (?1, ?2, ?3)";

Result<void> found(int rows) {
    if (rows == 0) return fail(Fault::internal, "there is no such task in the database");
    return {};
}

}  // namespace

Result<TaskState> Transaction::task_state(TaskKey task) {
    return verb([&]() -> Result<TaskState> {
        Query row = query(kTaskState);
        row.with(task.number);
        if (!row.step()) return fail(Fault::internal, "there is no such task in the database");
        return TaskState{row.optional_text(0), row.optional_text(1), row.optional_text(2), row.optional_text(3)};
    });
}

Result<std::optional<TaskKey>> Transaction::find_task(const wire::TaskId& id, wire::Role role) {
    return verb([&]() -> Result<std::optional<TaskKey>> {
        Query row = query(kFindTask);
        if (!row.with(ByteView(id.bytes), static_cast<std::int64_t>(role)).step()) return std::optional<TaskKey>();
        return std::optional(TaskKey{row.integer(0)});
    });
}

Result<TaskKey> Transaction::ensure_task(const wire::TaskId& id, wire::Role role) {
    return verb([&]() -> Result<TaskKey> {
        const auto role_number = static_cast<std::int64_t>(role);
        if (Query row = query(kFindTask); row.with(ByteView(id.bytes), role_number).step())
            return TaskKey{row.integer(0)};
        change(kInsertTask, ByteView(id.bytes), role_number);
        return TaskKey{connection_.last_row()};
    });
}

Result<void> Transaction::close_task(TaskKey task, std::string_view close_document) {
    return verb([&] { return found(change(kSetClosed, task.number, close_document)); });
}

Result<void> Transaction::stop_task(TaskKey task, std::string_view reason) {
    return verb([&] { return found(change(kSetStopped, task.number, reason)); });
}

Result<void> Transaction::resume_task(TaskKey task) {
    return verb([&] { return found(change(kSetStopped, task.number, std::optional<std::string>())); });
}

Result<void> Transaction::set_peer_head(TaskKey task, std::string_view head) {
    return verb([&] { return found(change(kSetPeerHead, task.number, head)); });
}

Result<void> Transaction::set_lost_head(TaskKey task, std::string_view head) {
    return verb([&] { return found(change(kSetLostHead, task.number, head)); });
}

Result<std::vector<std::string>> Transaction::ledger(TaskKey task) {
    return verb([&]() -> Result<std::vector<std::string>> {
        std::vector<std::string> lines;
        Query row = query(kLines);
        for (row.with(task.number); row.step();) lines.push_back(row.text(0));
        return lines;
    });
}

Result<std::optional<std::string>> Transaction::ledger_last(TaskKey task) {
    return verb([&]() -> Result<std::optional<std::string>> {
        Query row = query(kLastLine);
        if (!row.with(task.number).step()) return std::nullopt;
        return row.text(1);
    });
}

Result<void> Transaction::append_ledger(TaskKey task, std::uint64_t seq, std::string_view line) {
    return verb([&]() -> Result<void> {
        TACIT_TRY(const std::int64_t column, to_column(seq));
        if (Query last = query(kLastLine); last.with(task.number).step() && last.integer(0) >= column)
            return fail(Fault::internal, "a ledger line must come after the last one");
        change(kInsertLine, task.number, column, line);
        return {};
    });
}

}  // namespace tacit::store::sqlite
