// The open jobs between the thread that verifies and the thread that posts. Bounded: while the helper is away the verifying
// thread waits here, and reports wait in the store.
#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>

#include "collector/protocol/leader_job.h"

namespace tacit::work {

class JobQueue {
public:
    explicit JobQueue(std::size_t jobs_max) : jobs_max_(jobs_max) {}

    // Waits until there is room; false where the thread was asked to stop first.
    bool wait_for_room(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        return room_.wait(lock, stop, [this] { return jobs_.size() < jobs_max_; });
    }
    bool has_room() const {
        const std::scoped_lock lock(mutex_);
        return jobs_.size() < jobs_max_;
    }
    void push(protocol::OpenJob job) {
        const std::scoped_lock lock(mutex_);
        jobs_.push_back(std::move(job));
    }
    std::optional<protocol::OpenJob> pop() {
        std::optional<protocol::OpenJob> job;
        {
            const std::scoped_lock lock(mutex_);
            if (jobs_.empty()) return job;
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        room_.notify_all();
        return job;
    }

private:
    const std::size_t jobs_max_;
    mutable std::mutex mutex_;
    std::condition_variable_any room_;
    std::deque<protocol::OpenJob> jobs_;
};

}  // namespace tacit::work
