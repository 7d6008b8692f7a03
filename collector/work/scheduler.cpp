#include "collector/work/scheduler.h"

#include <algorithm>

#include "collector/ops/log.h"
#include "collector/protocol/close.h"
#include "collector/work/bell.h"
#include "collector/work/courier.h"
#include "collector/work/job_builder.h"
#include "collector/work/peer_watch.h"
#include "collector/work/task_look.h"

namespace tacit::work {
namespace {

// Takes turns until asked to stop: at once after progress, after a pause where there was nothing to do, and after a
// growing one where something could not be done.
template <class TakeTurn>
void run(const std::stop_token& stop, Bell& bell, peer::Backoff backoff, std::chrono::milliseconds idle,
         TakeTurn&& take_turn) {
    while (!stop.stop_requested()) {
        const Turn turn = take_turn(stop);
        if (!turn.blocked) backoff.reset();
        if (turn.progressed) continue;
        bell.wait(stop, turn.blocked ? backoff.next(turn.asked) : idle);
    }
}

}  // namespace

// The threads of one task in one role.
class Scheduler::Work {
public:
    Work(const protocol::Parts& parts, protocol::TaskPtr task, peer::Transport& transport, ops::Metrics* metrics,
         const Timing& timing)
        : parts_(parts),
          task_(task),
          closing_(parts),
          checkpoint_every_(timing.checkpoint_every),
          queue_(timing.open_jobs_max),
          builder_(parts, task, queue_, timing, metrics),
          calls_(transport, task, metrics),
          watch_(parts, task, calls_, timing),
          look_(parts, transport, task, metrics),
          courier_(parts, task, transport, queue_, builder_, timing, metrics) {
        const peer::Backoff backoff(parts.random, timing.backoff_first, timing.backoff_max);
        const auto start = [&](Bell& bell, auto take_turn) {
            threads_.emplace_back([this, &bell, backoff, idle = timing.idle, take_turn](const std::stop_token& stop) {
                run(stop, bell, backoff, idle, [&](const std::stop_token& asked) {
                    const Turn turn = take_turn(asked);
                    if (turn.write_failed) look_.write_failed();
                    return turn;
                });
            });
        };
        if (task->role == wire::Role::leader) {
            start(builder_bell_,
                  [this](const std::stop_token& stop) { return queue_.wait_for_room(stop) ? build() : Turn{}; });
            start(courier_bell_, [this](const std::stop_token&) { return courier_.turn(); });
        } else {
            start(courier_bell_, [this](const std::stop_token&) { return watch(); });
        }
        threads_.emplace_back(
            [this, period = timing.peer_look_every](const std::stop_token& stop) { look(stop, period); });
    }

    void wake() {
        builder_bell_.ring();
        courier_bell_.ring();
    }
    void request_stop() {
        for (std::jthread& thread : threads_) thread.request_stop();
    }

private:
    Turn build() {
        const Turn turn = builder_.turn();
        if (turn.progressed) courier_bell_.ring();
        return turn;
    }

    void look(const std::stop_token& stop, std::chrono::milliseconds period) {
        using std::chrono::ceil;
        using std::chrono::milliseconds;
        using std::chrono::steady_clock;
        const auto begun = steady_clock::now();
        while (!stop.stop_requested()) {
            look_.look();
            const auto now = steady_clock::now();
            look_bell_.wait(stop, ceil<milliseconds>(next_look(begun, period, now) - now));
        }
    }

    // The helper deletes inside its answers. It may have died there, or a reader may have been in the way of the
    // checkpoint that takes it off the disk.
    Turn watch() {
        const Turn turn = watch_.turn();
        const auto now = std::chrono::steady_clock::now();
        if (now < tidy_due_) return turn;
        tidy_due_ = now + checkpoint_every_;
        if (closing_.delete_uncollected(*task_).value_or(0) > 0) ops::log(ops::Event::uncollected_deleted, {task_->id});
        static_cast<void>(parts_.store.checkpoint());
        return turn;
    }

    protocol::Parts parts_;
    protocol::TaskPtr task_;
    protocol::TaskClosing closing_;
    const std::chrono::milliseconds checkpoint_every_;
    std::chrono::steady_clock::time_point tidy_due_{};
    JobQueue queue_;
    JobBuilder builder_;
    PeerCalls calls_;
    PeerWatch watch_;
    TaskLook look_;
    Courier courier_;
    Bell builder_bell_;
    Bell courier_bell_;
    Bell look_bell_;                     // never rung: only a stop ends a wait early
    std::vector<std::jthread> threads_;  // last: they end before what they use
};

Scheduler::Scheduler(const protocol::Parts& parts, peer::Transport& transport, ops::Metrics* metrics,
                     const Timing& timing)
    : parts_(parts), transport_(transport), metrics_(metrics), timing_(timing) {}

Scheduler::~Scheduler() { stop(); }

void Scheduler::add(protocol::TaskPtr task) {
    const std::scoped_lock lock(mutex_);
    if (stopped_) return;
    auto& work = work_[task->key.number];
    if (!work) work = std::make_unique<Work>(parts_, std::move(task), transport_, metrics_, timing_);
}

void Scheduler::wake(const protocol::Task& task) {
    const std::scoped_lock lock(mutex_);
    if (const auto found = work_.find(task.key.number); found != work_.end()) found->second->wake();
}

void Scheduler::stop() {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
    for (const auto& [key, work] : work_) work->request_stop();
    work_.clear();
}

}  // namespace tacit::work
