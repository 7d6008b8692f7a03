// What the scheduler runs on two threads, on the thread of the test.
#pragma once
#include <optional>

#include "collector/work/courier.h"
#include "collector/work/job_builder.h"
#include "tests/protocol/network.h"

namespace tacit::test {

inline work::Timing quick_timing() {
    using std::chrono::milliseconds;
    work::Timing timing;
    timing.linger = milliseconds(0);
    timing.idle = milliseconds(2);
    timing.backoff_first = milliseconds(1);
    timing.backoff_max = milliseconds(5);
    timing.early_hold = milliseconds(0);
    timing.peer_keys_pause = milliseconds(0);
    return timing;
}

class LeaderLoop {
public:
    LeaderLoop(Aggregator& leader, Network& network, const work::Timing& timing = quick_timing())
        : queue_(timing.open_jobs_max),
          builder_(leader.parts(), leader.task_ptr(), queue_, timing, nullptr),
          courier_(leader.parts(), leader.task_ptr(), network, queue_, builder_, timing, nullptr) {}

    void turn() {
        if (queue_.has_room()) builder_.turn();
        courier_.turn();
    }
    // Turns until `done` says so; false where that takes more than `turns_max`.
    template <class Done>
    bool turn_until(Done&& done, int turns_max = 2'000) {
        for (int i = 0; i < turns_max; ++i) {
            if (done()) return true;
            turn();
        }
        return done();
    }

private:
    work::JobQueue queue_;
    work::JobBuilder builder_;
    work::Courier courier_;
};

}  // namespace tacit::test
