#include "collector/ops/metrics.h"

#include <algorithm>
#include <sstream>

namespace tacit::ops {
namespace {

struct Description {
    std::string_view name;
    std::string_view help;
    std::string_view first_label = {};
    std::string_view second_label = {};
};

Description describe(Counter counter) {
    switch (counter) {
        case Counter::http_requests: return {"tacit_http_requests_total", "Requests answered", "route", "status"};
        case Counter::http_overloaded:
            return {"tacit_http_overloaded_total", "Connections turned away because every worker was busy"};
        case Counter::upload_requests: return {"tacit_upload_requests_total", "Upload requests decoded"};
        case Counter::reports_stored: return {"tacit_reports_stored_total", "Reports stored"};
        case Counter::reports_refused: return {"tacit_reports_refused_total", "Reports refused at upload", "reason"};
        case Counter::reports_aggregated: return {"tacit_reports_aggregated_total", "Reports added to a batch bucket"};
        case Counter::reports_rejected:
            return {"tacit_reports_rejected_total", "Reports rejected at aggregation", "reason"};
        case Counter::jobs_finished: return {"tacit_aggregation_jobs_finished_total", "Aggregation jobs finished"};
        case Counter::peer_attempts:
            return {"tacit_peer_attempts_total", "Requests sent to the other aggregator", "outcome"};
        case Counter::transactions_rerun: return {"tacit_transactions_rerun_total", "Transactions run again when busy"};
        case Counter::form_checks:
            return {"tacit_form_checks_total", "Looks at the form that the leader serves", "outcome"};
        case Counter::batches_collected: return {"tacit_batches_collected_total", "Batches collected"};
    }
    return {"tacit_unknown_total", "Unknown"};
}

Description describe(Gauge gauge) {
    switch (gauge) {
        case Gauge::connections_open: return {"tacit_connections_open", "Open connections"};
        case Gauge::reports_pending: return {"tacit_reports_pending", "Reports stored and not yet aggregated"};
        case Gauge::jobs_pending: return {"tacit_aggregation_jobs_pending", "Aggregation jobs not yet answered"};
        case Gauge::forms_differing:
            return {"tacit_forms_differing", "Leaders that served another form than both signed when last seen"};
        case Gauge::tasks: return {"tacit_tasks", "Tasks loaded"};
    }
    return {"tacit_unknown", "Unknown"};
}

Description describe(Timer timer) {
    switch (timer) {
        case Timer::http_request: return {"tacit_http_request_seconds", "Time from a request's head to its answer"};
        case Timer::transaction: return {"tacit_transaction_seconds", "Time of a storage transaction"};
        case Timer::verify_job: return {"tacit_verify_job_seconds", "Time to verify the reports of one job"};
        case Timer::peer_attempt: return {"tacit_peer_attempt_seconds", "Time of one request to the other aggregator"};
    }
    return {"tacit_unknown_seconds", "Unknown"};
}

void head(std::ostream& out, const Description& of, std::string_view type) {
    out << "# HELP " << of.name << ' ' << of.help << "\n# TYPE " << of.name << ' ' << type << '\n';
}

}  // namespace

void Metrics::add_labelled(Counter counter, std::string_view first, std::string_view second, std::uint64_t count) {
    const std::lock_guard lock(mutex_);
    counters_[{counter, first, second}] += count;
}

void Metrics::set(Gauge gauge, std::int64_t value) {
    const std::lock_guard lock(mutex_);
    gauges_[gauge] = value;
}

void Metrics::add(Gauge gauge, std::int64_t difference) {
    const std::lock_guard lock(mutex_);
    gauges_[gauge] += difference;
}

void Metrics::observe(Timer timer, std::chrono::steady_clock::duration took) {
    const double seconds = std::chrono::duration<double>(took).count();
    const auto bound = std::lower_bound(kBoundsSeconds.begin(), kBoundsSeconds.end(), seconds);
    const std::lock_guard lock(mutex_);
    Histogram& histogram = timers_[timer];
    ++histogram.counts[static_cast<std::size_t>(bound - kBoundsSeconds.begin())];
    histogram.sum += seconds;
}

std::string Metrics::text() const {
    const std::lock_guard lock(mutex_);
    std::ostringstream out;
    std::string_view headed;
    for (const auto& [key, count] : counters_) {
        const auto& [counter, first, second] = key;
        const Description of = describe(counter);
        if (headed != of.name) head(out, of, "counter");
        headed = of.name;
        out << of.name;
        if (!first.empty()) {
            out << '{' << of.first_label << "=\"" << first << '"';
            if (!second.empty()) out << ',' << of.second_label << "=\"" << second << '"';
            out << '}';
        }
        out << ' ' << count << '\n';
    }
    for (const auto& [gauge, value] : gauges_) {
        head(out, describe(gauge), "gauge");
        out << describe(gauge).name << ' ' << value << '\n';
    }
    for (const auto& [timer, histogram] : timers_) {
        const Description of = describe(timer);
        head(out, of, "histogram");
        std::uint64_t below = 0;
        for (std::size_t i = 0; i < kBoundsSeconds.size(); ++i) {
            below += histogram.counts[i];
            out << of.name << "_bucket{le=\"" << kBoundsSeconds[i] << "\"} " << below << '\n';
        }
        below += histogram.counts.back();
        out << of.name << "_bucket{le=\"+Inf\"} " << below << '\n';
        out << of.name << "_sum " << histogram.sum << '\n' << of.name << "_count " << below << '\n';
    }
    return out.str();
}

}  // namespace tacit::ops
