#include "collector/http/socket.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace tacit::http {
namespace {
constexpr std::size_t kBufferSize = 16384;
constexpr std::size_t kLingerSizeMax = std::size_t{1} << 20;
constexpr std::chrono::milliseconds kLingerTime{500};
constexpr std::chrono::milliseconds kStopCheck{100};

std::chrono::milliseconds until(SteadyTime deadline) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    return std::max(left, std::chrono::milliseconds(0));
}
}  // namespace

Socket::Socket(int fd, SSL_CTX* tls, Times times, const std::atomic<bool>& stopping)
    : fd_(fd), shaken_(tls == nullptr), times_(times), stopping_(stopping), buffer_() {
    if (tls == nullptr) return;
    tls_ = SSL_new(tls);
    if (tls_ != nullptr) SSL_set_fd(tls_, fd_);
}

Socket::~Socket() {
    if (tls_ != nullptr) SSL_free(tls_);
    close(fd_);
}

void Socket::begin_request(std::size_t head_size_max) {
    deadline_ = std::chrono::steady_clock::now() + times_.request;
    budget_ = head_size_max;
}

void Socket::begin_body(std::size_t size) { budget_ = size; }

// Waits in slices, so that a stop does not have to wait for somebody who sends nothing.
bool Socket::wait(short events) const {
    auto left = std::min(until(deadline_), times_.step);
    while (left.count() > 0) {
        if (stopping_ && events == POLLIN) return false;
        const auto slice = std::min(left, kStopCheck);
        pollfd fd{fd_, events, 0};
        const int ready = poll(&fd, 1, static_cast<int>(slice.count()));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
        left -= slice;
    }
    return false;
}

// After a call of the TLS library that did not finish: waits for what it needs, or says that the connection is over.
bool Socket::wait_for_tls(int result) const {
    const int reason = SSL_get_error(tls_, result);
    if (reason == SSL_ERROR_WANT_READ) return wait(POLLIN);
    if (reason == SSL_ERROR_WANT_WRITE) return wait(POLLOUT);
    return false;
}

bool Socket::shake_hands() {
    if (tls_ == nullptr) return false;
    while (!shaken_) {
        ERR_clear_error();  // what an earlier connection of this thread left there would be taken for ours
        const int result = SSL_accept(tls_);
        if (result == 1)
            shaken_ = true;
        else if (!wait_for_tls(result))
            return false;
    }
    return true;
}

ssize_t Socket::receive(char* to, std::size_t size) {
    if (!shaken_ && !shake_hands()) return -1;
    while (true) {
        if (tls_ != nullptr) {
            ERR_clear_error();
            const int got = SSL_read(tls_, to, static_cast<int>(size));
            if (got > 0) return got;
            if (SSL_get_error(tls_, got) == SSL_ERROR_ZERO_RETURN) return 0;
            if (!wait_for_tls(got)) return -1;
            continue;
        }
        const ssize_t got = recv(fd_, to, size, 0);
        if (got >= 0) return got;
        if (errno == EINTR) continue;
        if (errno != EAGAIN || !wait(POLLIN)) return -1;
    }
}

ssize_t Socket::read(char* to, std::size_t size) {
    if (budget_ == 0 || std::chrono::steady_clock::now() > deadline_) return -1;
    if (used_ == buffered_) {
        if (buffer_.empty()) buffer_.resize(kBufferSize);
        const ssize_t got = receive(buffer_.data(), buffer_.size());
        if (got <= 0) return got;
        used_ = 0;
        buffered_ = static_cast<std::size_t>(got);
    }
    const std::size_t taken = std::min({size, buffered_ - used_, budget_});
    std::memcpy(to, buffer_.data() + used_, taken);
    used_ += taken;
    budget_ -= taken;
    return static_cast<ssize_t>(taken);
}

ssize_t Socket::write(const char* from, std::size_t size) {
    if (!shaken_) return -1;
    while (true) {
        if (tls_ != nullptr) {
            ERR_clear_error();
            const int put = SSL_write(tls_, from, static_cast<int>(std::min<std::size_t>(size, 1U << 20)));
            if (put > 0) return put;
            if (!wait_for_tls(put)) return -1;
            continue;
        }
        const ssize_t put = send(fd_, from, size, MSG_NOSIGNAL);
        if (put >= 0) return put;
        if (errno == EINTR) continue;
        if (errno != EAGAIN || !wait(POLLOUT)) return -1;
    }
}

void Socket::linger() {
    if (tls_ != nullptr && shaken_) SSL_shutdown(tls_);
    shutdown(fd_, SHUT_WR);
    const SteadyTime end = std::chrono::steady_clock::now() + kLingerTime;
    char waste[kBufferSize];
    for (std::size_t drained = 0; drained < kLingerSizeMax && !stopping_;) {
        const ssize_t got = recv(fd_, waste, sizeof waste, 0);
        if (got > 0) drained += static_cast<std::size_t>(got);
        if (got == 0) return;
        if (got > 0) continue;
        pollfd fd{fd_, POLLIN, 0};
        const auto left = until(end);
        if ((errno != EAGAIN && errno != EINTR) || left.count() == 0) return;
        if (poll(&fd, 1, static_cast<int>(left.count())) <= 0) return;
    }
}

}  // namespace tacit::http
