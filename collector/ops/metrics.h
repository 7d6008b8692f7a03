// Numbers for the operator, as Prometheus text on a loopback listener of its own. Labels are names of enumerators, so a
// metric cannot carry anything of a request, a task or a person. Thread-safe.
#pragma once
#include <array>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "collector/ops/event.h"

namespace tacit::ops {

enum class Counter {
    http_requests,    // by route and class of status
    http_overloaded,  // connections answered 503 or dropped because all workers were busy
    upload_requests,
    reports_stored,
    reports_refused,  // at upload, by reason
    reports_aggregated,
    reports_rejected,  // at aggregation, by reason
    jobs_finished,
    peer_attempts,  // by outcome
    transactions_rerun,
    batches_collected,
    form_checks,  // a helper's looks at the leader's form, by outcome
};
enum class Gauge { connections_open, reports_pending, jobs_pending, tasks, forms_differing };
enum class Timer { http_request, transaction, verify_job, peer_attempt };

class Metrics {
public:
    void add(Counter counter, std::uint64_t count = 1) { add_labelled(counter, {}, {}, count); }
    template <NamedEnum L>
    void add(Counter counter, L label, std::uint64_t count = 1) {
        add_labelled(counter, name(label), {}, count);
    }
    template <NamedEnum L, NamedEnum M>
    void add(Counter counter, L label, M second, std::uint64_t count = 1) {
        add_labelled(counter, name(label), name(second), count);
    }
    void set(Gauge gauge, std::int64_t value);
    void add(Gauge gauge, std::int64_t difference);
    void observe(Timer timer, std::chrono::steady_clock::duration took);

    // The exposition format of Prometheus, version 0.0.4.
    std::string text() const;

private:
    static constexpr std::array<double, 9> kBoundsSeconds{0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0};
    struct Histogram {
        std::array<std::uint64_t, kBoundsSeconds.size() + 1> counts{};
        double sum = 0;
    };
    // The labels are names of enumerators and live as long as the program.
    void add_labelled(Counter counter, std::string_view first, std::string_view second, std::uint64_t count);

    mutable std::mutex mutex_;
    std::map<std::tuple<Counter, std::string_view, std::string_view>, std::uint64_t> counters_;
    std::map<Gauge, std::int64_t> gauges_;
    std::map<Timer, Histogram> timers_;
};

}  // namespace tacit::ops
