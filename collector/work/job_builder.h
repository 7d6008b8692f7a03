// Makes aggregation jobs of what was uploaded, one at a time (leader). After a start it first opens the jobs that are stored.
//
// A bucket lingers a moment so that jobs are not tiny; the moment is kept in memory only, because nothing finer than the
// task's time precision is ever stored. turn() belongs to one thread; hold() may be called from others.
#pragma once
#include <chrono>
#include <deque>
#include <map>
#include <mutex>

#include "collector/ops/metrics.h"
#include "collector/protocol/leader_job.h"
#include "collector/work/job_queue.h"
#include "collector/work/turn.h"

namespace tacit::work {

class JobBuilder {
public:
    JobBuilder(const protocol::Parts& parts, protocol::TaskPtr task, JobQueue& queue, const Timing& timing,
               ops::Metrics* metrics)
        : parts_(parts), task_(std::move(task)), jobs_(parts), queue_(queue), timing_(timing), metrics_(metrics) {}

    // Makes at most one job. Call it while the queue has room.
    Turn turn();
    // Leaves the reports of this bucket alone for a while: the helper's clock says that they are from the future.
    void hold(wire::Time bucket);

private:
    using Moment = std::chrono::steady_clock::time_point;

    Result<bool> resume();
    Result<std::optional<wire::Time>> next_bucket();
    bool held(wire::Time bucket, Moment now);

    protocol::Parts parts_;
    protocol::TaskPtr task_;
    protocol::LeaderJobs jobs_;
    JobQueue& queue_;
    Timing timing_;
    ops::Metrics* metrics_;
    std::optional<std::deque<store::LeaderJob>> stored_;  // those of before the start that are not open yet
    std::map<wire::Time, Moment> seen_;                   // since when a bucket has ready reports
    std::mutex hold_mutex_;
    std::map<wire::Time, Moment> hold_until_;
};

}  // namespace tacit::work
