// SIGTERM and SIGINT as an event that can be waited for. Made first in main(), before any thread, so that every thread
// inherits the blocked signals and only this object receives them.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace tacit::ops {

class Shutdown {
public:
    Shutdown();
    ~Shutdown();
    Shutdown(const Shutdown&) = delete;
    Shutdown& operator=(const Shutdown&) = delete;

    bool requested() const { return source_.stop_requested(); }
    std::stop_token token() const { return source_.get_token(); }  // its callbacks run in this object's thread
    void request();                                                // as if a signal had come
    void wait();                                                   // until requested
    // Waits at most that long; true if shutdown was requested.
    bool wait_for(std::chrono::milliseconds time);

private:
    void watch(std::stop_token stop);

    int signal_fd_ = -1;
    int wake_fd_ = -1;
    std::stop_source source_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::jthread watcher_;  // last, so that it ends before what it uses
};

}  // namespace tacit::ops
