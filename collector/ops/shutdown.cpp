#include "collector/ops/shutdown.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "crypto/base/check.h"

namespace tacit::ops {

Shutdown::Shutdown() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    TACIT_ASSERT(pthread_sigmask(SIG_BLOCK, &signals, nullptr) == 0);
    signal(SIGPIPE, SIG_IGN);  // a peer that hangs up is an error of one write, not the end of the process
    signal_fd_ = signalfd(-1, &signals, SFD_CLOEXEC);
    wake_fd_ = eventfd(0, EFD_CLOEXEC);
    TACIT_ASSERT(signal_fd_ >= 0 && wake_fd_ >= 0);
    watcher_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

Shutdown::~Shutdown() {
    watcher_.request_stop();
    TACIT_ASSERT(eventfd_write(wake_fd_, 1) == 0);
    watcher_.join();
    close(signal_fd_);
    close(wake_fd_);
}

void Shutdown::watch(std::stop_token stop) {
    while (!stop.stop_requested()) {
        pollfd fds[] = {{signal_fd_, POLLIN, 0}, {wake_fd_, POLLIN, 0}};
        if (poll(fds, 2, -1) < 0) continue;
        if ((fds[0].revents & POLLIN) == 0) continue;
        signalfd_siginfo info{};
        if (read(signal_fd_, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) request();
    }
}

void Shutdown::request() {
    source_.request_stop();
    { const std::lock_guard lock(mutex_); }  // whoever has just looked waits by now
    changed_.notify_all();
}

void Shutdown::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return requested(); });
}

bool Shutdown::wait_for(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, time, [this] { return requested(); });
}

}  // namespace tacit::ops
