// The one thread that stores uploaded reports, many in one commit: while one commit is on its way to the disk, the
// reports of the next one gather. A report never waits for company: a commit begins as soon as the thread is free.
#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>

#include "collector/ops/metrics.h"
#include "collector/protocol/upload.h"

namespace tacit::work {

class Writer final : public protocol::ReportWriter {
public:
    static constexpr std::size_t kCommitReportsMax = 64;
    static constexpr std::size_t kQueueReportsMax = 1024;  // beyond it, uploads are answered "later"

    explicit Writer(store::Store& store, ops::Metrics* metrics = nullptr,
                    std::size_t queue_reports_max = kQueueReportsMax);
    // Stores what is queued, and ends once everybody who waited has got an answer.
    ~Writer() override;

    Result<std::vector<protocol::Refusal>> append(std::vector<protocol::NewReport> reports) override;

    // How many reports are waiting for their commit, those of the commit at hand included.
    std::size_t queued() const;

private:
    // The reports of one caller, who waits until they are done.
    struct Batch {
        std::vector<protocol::NewReport> reports;
        Result<std::vector<protocol::Refusal>> result;
        bool done = false;
    };
    void run(const std::stop_token& stop);
    void commit(const std::vector<Batch*>& group);

    store::Store& store_;
    ops::Metrics* const metrics_;
    const std::size_t queue_reports_max_;
    mutable std::mutex mutex_;
    std::condition_variable_any work_;  // there is something in the queue
    std::condition_variable done_;      // a group is done
    std::deque<Batch*> queue_;          // guarded by mutex_
    std::size_t queued_reports_ = 0;    // guarded by mutex_
    std::size_t callers_ = 0;           // inside append(); guarded by mutex_
    bool stopping_ = false;             // guarded by mutex_
    std::jthread thread_;               // last, so that it ends before what it uses
};

}  // namespace tacit::work
