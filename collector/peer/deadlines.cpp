#include "collector/peer/deadlines.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace tacit::peer {
namespace {

// What is not connected yet cannot be shut down: until its request goes, it is tried again.
constexpr std::chrono::milliseconds kAgain{100};

}  // namespace

Deadlines::Request::Request(Deadlines& deadlines, std::chrono::steady_clock::time_point until)
    : deadlines_(deadlines), until_(until) {
    {
        const std::lock_guard lock(deadlines_.mutex_);
        deadlines_.requests_.insert(this);
        if (deadlines_.all_ended_) ended_ = End::stopped;
        deadlines_.news_ = true;
    }
    deadlines_.changed_.notify_one();
}

Deadlines::Request::~Request() {
    const std::lock_guard lock(deadlines_.mutex_);
    deadlines_.requests_.erase(this);
    for (const int socket : sockets_) close(socket);
}

void Deadlines::Request::add(int socket) {
    const std::lock_guard lock(deadlines_.mutex_);
    const int own = fcntl(socket, F_DUPFD_CLOEXEC, 0);
    if (own >= 0) sockets_.push_back(own);
    if (own < 0 || ended_ != End::none) end(End::late);  // what cannot be watched is given up
}

Deadlines::End Deadlines::Request::ended() const {
    const std::lock_guard lock(deadlines_.mutex_);
    return ended_;
}

void Deadlines::Request::end(End why) {
    if (ended_ == End::none) ended_ = why;
    for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
}

Deadlines::Deadlines() : thread_([this](const std::stop_token& stop) { watch(stop); }) {}

Deadlines::~Deadlines() = default;

void Deadlines::end_all() {
    const std::lock_guard lock(mutex_);
    all_ended_ = true;
    for (Request* request : requests_) request->end(End::stopped);
    news_ = true;
    changed_.notify_one();
}

void Deadlines::watch(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        news_ = false;
        const auto now = std::chrono::steady_clock::now();
        auto next = now + std::chrono::hours(1);
        for (Request* request : requests_) {
            const bool over = request->ended_ != End::none || request->until_ <= now;
            if (over) request->end(End::late);
            next = std::min(next, over ? now + kAgain : request->until_);
        }
        changed_.wait_until(lock, stop, next, [this] { return news_; });
    }
}

}  // namespace tacit::peer
