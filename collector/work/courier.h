// The leader's calls to the helper for one task: aggregation jobs, the closing, aggregate shares.
//
// Every call repeats stored bytes, so a turn may be lost at any point and taken again. Belongs to one thread.
#pragma once
#include <map>
#include <optional>

#include "collector/protocol/close.h"
#include "collector/protocol/collection.h"
#include "collector/protocol/leader_job.h"
#include "collector/work/job_builder.h"
#include "collector/work/job_queue.h"
#include "collector/work/peer_watch.h"

namespace tacit::work {

class Courier {
public:
    Courier(const protocol::Parts& parts, protocol::TaskPtr task, peer::Transport& transport, JobQueue& queue,
            JobBuilder& builder, const Timing& timing, ops::Metrics* metrics);

    // Tries each thing that is to be done once.
    Turn turn();

private:
    Result<void> carry_job(Turn& turn);
    Result<void> carry_closing(Turn& turn);
    Result<void> carry_collection(Turn& turn, const store::Collection& collection);
    Result<void> ask(Turn& turn, const wire::CollectionJobId& id, const Bytes& request);
    Result<void> tidy();

    protocol::Parts parts_;
    protocol::TaskPtr task_;
    protocol::LeaderJobs jobs_;
    protocol::Collections collections_;
    protocol::TaskClosing closing_;
    JobQueue& queue_;
    JobBuilder& builder_;
    Timing timing_;
    ops::Metrics* metrics_;
    PeerCalls calls_;
    PeerWatch watch_;

    std::optional<protocol::OpenJob> job_;                    // the one being posted
    std::map<wire::CollectionJobId, std::string> locations_;  // where to poll for an aggregate share
    bool helper_closed_ = false;                              // the helper confirmed the closing, since the start
    bool look_for_uncollected_ = true;                        // at the start, and after all that may be the end
    bool deleted_something_ = false;                          // since the last checkpoint
    std::chrono::steady_clock::time_point checkpoint_due_{};
};

}  // namespace tacit::work
