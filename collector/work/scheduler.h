// What runs beside the requests: for each task that this collector leads one thread that verifies and one that talks to the
// helper, for each task that it helps one that watches the leader, and for each task one that looks whether the other is
// there. Threads have one owner, this object.
//
// Everything resumes from the store alone, so stop() only ends the turns at hand; a crash needs no stop().
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "collector/ops/metrics.h"
#include "collector/peer/transport.h"
#include "collector/protocol/parts.h"
#include "collector/protocol/tasks.h"
#include "collector/work/turn.h"

namespace tacit::work {

class Scheduler {
public:
    // The parts, the transport and the metrics (may be null) outlive the scheduler.
    Scheduler(const protocol::Parts& parts, peer::Transport& transport, ops::Metrics* metrics, const Timing& timing = {});
    ~Scheduler();

    // Starts the threads of a task whose ledger is open (LedgerBook::open); nothing where they run already.
    void add(protocol::TaskPtr task);
    // There is something new to do for this task: a collection, a closing, many uploads.
    void wake(const protocol::Task& task);
    // Waits for the turns at hand. Nothing is started afterwards.
    void stop();

private:
    class Work;

    protocol::Parts parts_;
    peer::Transport& transport_;
    ops::Metrics* metrics_;
    Timing timing_;
    std::mutex mutex_;
    bool stopped_ = false;
    std::map<std::int64_t, std::unique_ptr<Work>> work_;  // by TaskKey
};

}  // namespace tacit::work
