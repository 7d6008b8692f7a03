// Wakes one waiting thread early: a wait ends when the time is over, the bell was rung, or the thread is asked to stop.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace tacit::work {

class Bell {
public:
    void ring() {
        {
            const std::scoped_lock lock(mutex_);
            rung_ = true;
        }
        rung_changed_.notify_all();
    }
    void wait(const std::stop_token& stop, std::chrono::milliseconds longest) {
        std::unique_lock lock(mutex_);
        rung_changed_.wait_for(lock, stop, longest, [this] { return rung_; });
        rung_ = false;
    }

private:
    std::mutex mutex_;
    std::condition_variable_any rung_changed_;
    bool rung_ = false;
};

}  // namespace tacit::work
