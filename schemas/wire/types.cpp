#include "schemas/wire/types.h"

#include <limits>

namespace tacit::wire {

std::optional<Time> end(const Interval& interval) {
    if (interval.duration > std::numeric_limits<Time>::max() - interval.start) return std::nullopt;
    return interval.start + interval.duration;
}

bool covers(const Interval& interval, Time time) {
    const auto stop = end(interval);
    return stop && interval.start <= time && time < *stop;
}

bool overlap(const Interval& a, const Interval& b) {
    const auto end_a = end(a);
    const auto end_b = end(b);
    return end_a && end_b && std::max(a.start, b.start) < std::min(*end_a, *end_b);
}

bool within(const Interval& inner, const Interval& outer) {
    const auto end_inner = end(inner);
    const auto end_outer = end(outer);
    return end_inner && end_outer && outer.start <= inner.start && *end_inner <= *end_outer;
}

bool known(Role role) { return !name(role).empty(); }

std::string_view name(Role role) {
    switch (role) {
        case Role::collector: return "collector";
        case Role::client: return "client";
        case Role::leader: return "leader";
        case Role::helper: return "helper";
    }
    return {};
}

bool known(ReportError error) { return !name(error).empty(); }

std::string_view name(ReportError error) {
    switch (error) {
        case ReportError::batch_collected: return "batch_collected";
        case ReportError::report_replayed: return "report_replayed";
        case ReportError::report_dropped: return "report_dropped";
        case ReportError::hpke_unknown_config_id: return "hpke_unknown_config_id";
        case ReportError::hpke_decrypt_error: return "hpke_decrypt_error";
        case ReportError::vdaf_verify_error: return "vdaf_verify_error";
        case ReportError::task_expired: return "task_expired";
        case ReportError::invalid_message: return "invalid_message";
        case ReportError::report_too_early: return "report_too_early";
        case ReportError::task_not_started: return "task_not_started";
        case ReportError::outdated_config: return "outdated_config";
    }
    return {};
}

bool known(BatchMode mode) {
    switch (mode) {
        case BatchMode::time_interval:
        case BatchMode::leader_selected: return true;
    }
    return false;
}

}  // namespace tacit::wire
