#include "collector/http/socket.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "collector/http/head_bytes.h"

namespace tacit::http {
namespace {
constexpr std::size_t kBufferSize = 16384;
constexpr std::size_t kOutputStep = std::size_t{1} << 20;
constexpr std::size_t kLeaveSizeMax = std::size_t{1} << 20;
constexpr std::chrono::milliseconds kLeaveTime{500};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr int kAnswerTimes = 10;  // a large answer may take so many times as long as a request
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
    if (tls_ == nullptr) return;
    SSL_set_fd(tls_, fd_);
    SSL_set_mode(tls_, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

Socket::~Socket() {
    if (tls_ != nullptr) SSL_free(tls_);
    close(fd_);
}

void Socket::begin_request() { budget_ = head_size(unread()).value_or(0); }

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

// After a call of the TLS library that did not finish: whether it can go on once the socket has what it waits for.
bool Socket::tls_goes_on(int result) {
    const int reason = SSL_get_error(tls_, result);
    wanted_ = reason == SSL_ERROR_WANT_WRITE ? POLLOUT : POLLIN;
    return reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE;
}

Socket::Received Socket::shake_hands() {
    if (tls_ == nullptr) return Received::over;
    ERR_clear_error();  // what an earlier connection of this thread left there would be taken for ours
    const int result = SSL_accept(tls_);
    shaken_ = result == 1;
    if (shaken_) return Received::some;
    return tls_goes_on(result) ? Received::none_yet : Received::over;
}

// Adds to the buffer what has come: as much as a TLS record can hold, so that the TLS library never keeps bytes back
// that epoll does not know of.
Socket::Received Socket::receive_more() {
    if (!shaken_) return shake_hands();
    char chunk[kBufferSize];
    wanted_ = POLLIN;
    if (tls_ != nullptr) {
        ERR_clear_error();
        const int got = SSL_read(tls_, chunk, static_cast<int>(sizeof chunk));
        if (got > 0) return keep(chunk, static_cast<std::size_t>(got));
        return tls_goes_on(got) ? Received::none_yet : Received::over;
    }
    ssize_t got = 0;
    do got = recv(fd_, chunk, sizeof chunk, 0);
    while (got < 0 && errno == EINTR);
    if (got > 0) return keep(chunk, static_cast<std::size_t>(got));
    return got < 0 && errno == EAGAIN ? Received::none_yet : Received::over;
}

Socket::Received Socket::keep(const char* bytes, std::size_t size) {
    buffer_.insert(buffer_.end(), bytes, bytes + size);
    return Received::some;
}

Socket::Gathered Socket::gather(std::size_t head_size_max, std::size_t body_size_max) {
    if (leaving_) return drain();
    if (used_ > 0) {
        buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(used_));
        used_ = 0;
        begun_ = {};
        continued_ = false;
    }
    while (true) {
        if (begun_ == SteadyTime()) {
            begun_ = std::chrono::steady_clock::now();
            deadline_ = begun_ + times_.request;
        }
        const auto head = head_size(unread());
        if (!head && buffer_.size() >= head_size_max) return Gathered::whole;
        if (head) {
            const std::string_view text = unread().substr(0, *head);
            const std::size_t body = announced_body(text).value_or(0);
            if (body > body_size_max || buffer_.size() >= *head + body) return Gathered::whole;
            // Said once a request, and not by the library, which would wait then.
            if (expects_continue(text) && !continued_) write(kContinue.data(), kContinue.size());
            if (expects_continue(text) && !continued_ && send_output(Waiting::no) != Sent::all) return Gathered::over;
            continued_ = expects_continue(text);
        }
        const Received received = receive_more();
        if (received == Received::over) return Gathered::over;
        if (received == Received::some) continue;
        // A handshake that has something to say does not wait to be visited again.
        if (wanted_ == POLLIN) {
            if (buffer_.empty() && shaken_) begun_ = {};
            return Gathered::more;
        }
        if (!wait(wanted_)) return Gathered::over;
    }
}

std::string_view Socket::unread() const { return {buffer_.data() + used_, buffer_.size() - used_}; }

std::string_view Socket::head() const { return unread().substr(0, head_size(unread()).value_or(0)); }

SteadyTime Socket::patient_until(std::chrono::milliseconds keep_alive) const {
    const SteadyTime now = std::chrono::steady_clock::now();
    if (leaving_) return deadline_;
    if (has_output()) return std::min(now + times_.request, answer_deadline_);
    return buffer_.empty() && shaken_ ? now + keep_alive : std::min(now + times_.step, deadline_);
}

ssize_t Socket::read(char* to, std::size_t size) {
    if (budget_ == 0) return -1;
    while (!has_buffered()) {
        if (std::chrono::steady_clock::now() > deadline_) return -1;
        buffer_.clear();
        used_ = 0;
        const Received received = receive_more();
        if (received == Received::over || (received == Received::none_yet && !wait(wanted_))) return -1;
    }
    const std::size_t taken = std::min({size, buffer_.size() - used_, budget_});
    std::memcpy(to, buffer_.data() + used_, taken);
    used_ += taken;
    budget_ -= taken;
    return static_cast<ssize_t>(taken);
}

ssize_t Socket::write(const char* from, std::size_t size) {
    if (!shaken_) return -1;
    if (!has_output()) answer_deadline_ = std::chrono::steady_clock::now() + kAnswerTimes * times_.request;
    output_.insert(output_.end(), from, from + size);
    return static_cast<ssize_t>(size);
}

Socket::Sent Socket::send_output(Waiting waiting) {
    while (has_output()) {
        const char* from = output_.data() + sent_;
        const std::size_t size = std::min(output_.size() - sent_, kOutputStep);
        ssize_t put = 0;
        bool goes_on = false;
        if (tls_ != nullptr) {
            ERR_clear_error();
            put = SSL_write(tls_, from, static_cast<int>(size));
            goes_on = put <= 0 && tls_goes_on(static_cast<int>(put));
        } else {
            put = send(fd_, from, size, MSG_NOSIGNAL);
            if (put < 0 && errno == EINTR) continue;
            wanted_ = POLLOUT;
            goes_on = put < 0 && errno == EAGAIN;
        }
        if (put > 0)
            sent_ += static_cast<std::size_t>(put);
        else if (!goes_on)
            return Sent::over;
        else if (waiting == Waiting::no)
            return Sent::more;
        else if (!wait(wanted_))
            return Sent::over;
    }
    output_ = {};
    sent_ = 0;
    return Sent::all;
}

void Socket::leave() {
    if (tls_ != nullptr && shaken_) SSL_shutdown(tls_);
    shutdown(fd_, SHUT_WR);
    leaving_ = true;
    buffer_ = {};
    used_ = 0;
    wanted_ = POLLIN;
    deadline_ = std::chrono::steady_clock::now() + kLeaveTime;
}

// Throws away what is still on its way.
Socket::Gathered Socket::drain() {
    char waste[kBufferSize];
    while (drained_ < kLeaveSizeMax) {
        const ssize_t got = recv(fd_, waste, sizeof waste, 0);
        if (got > 0) drained_ += static_cast<std::size_t>(got);
        if (got < 0 && errno == EAGAIN) return Gathered::more;
        if (got == 0 || (got < 0 && errno != EINTR)) return Gathered::over;
    }
    return Gathered::over;
}

}  // namespace tacit::http
