#include "collector/work/form_watch.h"

#include <cmath>

#include "collector/ops/log.h"
#include "collector/protocol/ledger_book.h"
#include "schemas/task/url.h"

namespace tacit::work {
namespace {

constexpr std::chrono::seconds kBetweenTurns{1};
constexpr std::chrono::seconds kPatience{20};

using task::FormOutcome;

std::string_view destination(std::string_view path) {
    if (path.empty() || path.ends_with(".html")) return "document";
    if (path.ends_with(".css")) return "style";
    if (path == "sw.js") return "serviceworker";
    if (path.ends_with(".js")) return "script";
    return "empty";
}

// What a browser sends with such a request.
task::Headers browser_headers(std::string_view path) {
    const std::string_view to = destination(path);
    const bool page = to == "document";
    return {{"User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"},
            {"Accept", page ? "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" : "*/*"},
            {"Accept-Language", "en-US,en;q=0.5"},
            {"Accept-Encoding", "gzip, deflate, br"},
            {"Sec-Fetch-Dest", std::string(to)},
            {"Sec-Fetch-Mode", page                    ? "navigate"
                               : to == "serviceworker" ? "same-origin"
                                                       : "cors"},
            {"Sec-Fetch-Site", page ? "none" : "same-origin"}};
}

// After the last day nobody answers any more, and the ledger need not grow.
std::chrono::sys_seconds over(const protocol::Task& task) {
    return std::chrono::sys_seconds(std::chrono::seconds(task.terms.closes));
}

ops::Event event_of(FormOutcome outcome) {
    switch (outcome) {
        case FormOutcome::as_signed: return ops::Event::form_as_signed;
        case FormOutcome::differs: return ops::Event::form_differs;
        case FormOutcome::unreachable:
        case FormOutcome::absent: return ops::Event::form_unreachable;
    }
    return ops::Event::form_unreachable;
}

}  // namespace

FormWatch::FormWatch(const protocol::Parts& parts, const protocol::TaskRegistry& tasks, peer::Transport& transport,
                     ops::Metrics* metrics, Rules rules)
    : parts_(parts), tasks_(tasks), transport_(transport), metrics_(metrics), rules_(std::move(rules)) {
    if (metrics_ != nullptr) metrics_->add(ops::Gauge::forms_differing, 0);
}

FormWatch::~FormWatch() { stop(); }

void FormWatch::turn() {
    if (rules_.mean.count() <= 0) return;
    const auto now = parts_.clock.now();
    for (const protocol::TaskPtr& task : tasks_.all()) {
        if (task->role != wire::Role::helper || now >= over(*task)) continue;
        const auto [watched, is_new] = watched_.try_emplace(task->key.number, Watched{now + gap()});
        if (is_new || now < watched->second.due) continue;
        look(*task, watched->second);
        watched->second.due = parts_.clock.now() + gap();
    }
}

void FormWatch::start() {
    if (rules_.mean.count() <= 0) return;
    thread_ = std::jthread([this](const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        while (!stop.stop_requested()) {
            turn();
            pause_.wait_for(lock, stop, kBetweenTurns, [] { return false; });
        }
    });
}

void FormWatch::stop() {
    if (!thread_.joinable()) return;
    stopping_ = true;
    thread_.request_stop();
    thread_.join();
}

// -mean * ln(u) with u uniform in (0, 1].
std::chrono::seconds FormWatch::gap() {
    std::uint64_t bits = 0;
    for (const std::uint8_t byte : parts_.random.array<7>()) bits = bits << 8 | byte;
    const double uniform = (static_cast<double>(bits >> 3) + 1) * 0x1p-53;
    return std::chrono::seconds(
        static_cast<std::int64_t>(std::ceil(-std::log(uniform) * static_cast<double>(rules_.mean.count()))));
}

void FormWatch::look(const protocol::Task& task, Watched& watched) {
    const std::string form = task.peer().url + "tacit/form/";
    const bool installed = rules_.has_form && rules_.has_form();
    const task::FormFetch fetch = [&](std::string_view path) -> Result<task::FormAnswer> {
        if (stopping_) return fail(Fault::unavailable, "this collector is stopping");
        peer::Call call;
        call.url = form + std::string(path);
        call.headers = browser_headers(path);
        call.answer_size_max = task::kFormFileSizeMax;
        call.patience = kPatience;
        TACIT_TRY(peer::Answer answer, transport_.send(call));
        return task::FormAnswer{answer.status, std::move(answer.headers), std::string(as_text(answer.body))};
    };
    const task::FormFinding finding = task::check_form(fetch, task.terms, form.starts_with("https:"));
    // A look that was broken off found nothing, and where nobody has a form this task is answered without one.
    if (stopping_ || (finding.outcome == FormOutcome::absent && !installed)) return;
    if (metrics_ != nullptr) metrics_->add(ops::Counter::form_checks, finding.outcome);
    const bool differs = finding.outcome == FormOutcome::differs;
    // While nobody answers it stays as it was last seen.
    if (differs != watched.differs && (differs || finding.outcome == FormOutcome::as_signed)) {
        watched.differs = differs;
        if (metrics_ != nullptr) metrics_->add(ops::Gauge::forms_differing, differs ? 1 : -1);
    }
    ops::log(event_of(finding.outcome), {task.id, {"faults", finding.faults.size()}});
    if (!note(task, form, finding)) ops::log(ops::Event::store_unavailable);
}

Result<void> FormWatch::note(const protocol::Task& task, const std::string& form, const task::FormFinding& finding) {
    TACIT_CHECK(task::parse_url(form));  // what a ledger may hold
    task::FormChecked event{form, finding.outcome, {}, {}};
    if (finding.manifest) {
        event.version = finding.manifest->version;
        event.sha256 = finding.manifest->sha256;
    }
    TACIT_CHECK(
        parts_.store.write("form: checked", [&](store::Tx& tx) { return parts_.ledger.append(tx, task, event); }));
    return parts_.ledger.sync(task);
}

}  // namespace tacit::work
