// Verification over the cores. One pool for the whole process; every caller helps with its own batch, so a pool of one
// thread works too, and batches of several callers share the cores.
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "collector/protocol/parallel.h"

namespace tacit::work {

class VerifyPool final : public protocol::Parallel {
public:
    // `width` calls of a body at a time, the caller's own included; 0 means one per core.
    explicit VerifyPool(unsigned width = 0);

    void each(std::size_t count, const std::function<void(std::size_t)>& body) override;

private:
    struct Batch {
        const std::function<void(std::size_t)>& body;
        std::size_t count;
        std::atomic<std::size_t> next{0};
        std::size_t helpers = 0;  // pool threads inside the batch; guarded by mutex_
    };
    static void work_on(Batch& batch);
    void run(const std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable_any work_;  // a batch has come
    std::condition_variable left_;      // a pool thread has left a batch
    std::deque<Batch*> batches_;        // those with calls still to be handed out, oldest first
    std::vector<std::jthread> threads_;  // last: they end before the rest goes
};

}  // namespace tacit::work
