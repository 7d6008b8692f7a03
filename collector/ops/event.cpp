#include "collector/ops/event.h"

namespace tacit::ops {

std::string_view name(Event event) {
    switch (event) {
        case Event::started: return "started";
        case Event::listening: return "listening";
        case Event::stopping: return "stopping";
        case Event::stopped: return "stopped";
        case Event::overloaded: return "overloaded";
        case Event::request_refused: return "request_refused";
        case Event::request_failed: return "request_failed";
        case Event::store_opened: return "store_opened";
        case Event::store_unavailable: return "store_unavailable";
        case Event::ledger_lines_restored: return "ledger_lines_restored";
        case Event::ledger_ahead_of_database: return "ledger_ahead_of_database";
        case Event::task_loaded: return "task_loaded";
        case Event::task_refused: return "task_refused";
        case Event::task_closed: return "task_closed";
        case Event::task_stopped: return "task_stopped";
        case Event::uncollected_deleted: return "uncollected_deleted";
        case Event::collection_failed: return "collection_failed";
        case Event::batch_collected: return "batch_collected";
        case Event::batch_mismatch: return "batch_mismatch";
        case Event::peer_unreachable: return "peer_unreachable";
        case Event::peer_reachable: return "peer_reachable";
        case Event::peer_refused: return "peer_refused";
        case Event::peer_head_conflicts: return "peer_head_conflicts";
        case Event::peer_keys_fetched: return "peer_keys_fetched";
        case Event::keys_rotated: return "keys_rotated";
        case Event::keys_not_rotated: return "keys_not_rotated";
        case Event::form_loaded: return "form_loaded";
        case Event::form_refused: return "form_refused";
        case Event::form_as_signed: return "form_as_signed";
        case Event::form_differs: return "form_differs";
        case Event::form_unreachable: return "form_unreachable";
    }
    return "unknown";
}

Level level(Event event) {
    switch (event) {
        case Event::peer_keys_fetched: return Level::debug;
        case Event::started:
        case Event::listening:
        case Event::stopping:
        case Event::stopped:
        case Event::store_opened:
        case Event::task_loaded:
        case Event::task_closed:
        case Event::uncollected_deleted:
        case Event::batch_collected:
        case Event::peer_reachable:
        case Event::form_loaded:
        case Event::form_as_signed:
        case Event::keys_rotated: return Level::info;
        case Event::overloaded:
        case Event::request_refused:
        case Event::store_unavailable:
        case Event::ledger_lines_restored:
        case Event::collection_failed:
        case Event::peer_unreachable:
        case Event::form_differs:
        case Event::form_unreachable:
        case Event::peer_refused: return Level::warning;
        case Event::request_failed:
        case Event::ledger_ahead_of_database:
        case Event::task_refused:
        case Event::form_refused:
        case Event::keys_not_rotated:
        case Event::task_stopped:
        case Event::batch_mismatch:
        case Event::peer_head_conflicts: return Level::error;
    }
    return Level::error;
}

namespace {
struct ToText {
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(std::uint64_t value) const { return std::to_string(value); }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::string_view value) const { return std::string(value); }
    std::string operator()(const wire::TaskId& value) const { return wire::to_text(value); }
    std::string operator()(std::chrono::milliseconds value) const { return std::to_string(value.count()) + "ms"; }
};
}  // namespace

std::string Field::value_text() const { return std::visit(ToText{}, value_); }

}  // namespace tacit::ops
