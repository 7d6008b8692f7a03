// One connection of a respondent or a peer: a non-blocking socket with or without TLS, read and written under
// deadlines. The address of the other side is never asked for. Used by one thread at a time. Internal to
// collector/http.
#pragma once
#include <httplib.h>
#include <poll.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <vector>

namespace tacit::http {

using SteadyTime = std::chrono::steady_clock::time_point;

class Socket final : public httplib::Stream {
public:
    struct Times {
        std::chrono::milliseconds step{5000};      // longest wait for the next byte, either way
        std::chrono::milliseconds request{30000};  // for a whole request with its answer
    };
    // Owns the descriptor. Waits for input end early once `stopping` is set.
    Socket(int fd, SSL_CTX* tls, Times times, const std::atomic<bool>& stopping);
    ~Socket() override;
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    // Starts the clock of the next request; its head may have `head_size_max` bytes.
    void begin_request(std::size_t head_size_max);
    // From here on the body is read: at most `size` bytes more.
    void begin_body(std::size_t size);
    std::size_t body_left() const { return budget_; }  // of the current request, not yet read
    bool has_buffered() const { return used_ < buffered_; }
    // Says goodbye so that the other side still gets what was written: half closes, then reads what is on its way for a
    // moment, because closing with unread input would destroy the answer.
    void linger();
    int fd() const { return fd_; }

    bool is_readable() const override { return has_buffered() || wait(POLLIN); }
    bool is_writable() const override { return wait(POLLOUT); }
    ssize_t read(char* to, std::size_t size) override;
    ssize_t write(const char* from, std::size_t size) override;
    void get_remote_ip_and_port(std::string&, int&) const override {}
    void get_local_ip_and_port(std::string&, int&) const override {}
    socket_t socket() const override { return fd_; }

private:
    bool wait(short events) const;
    bool shake_hands();
    ssize_t receive(char* to, std::size_t size);
    bool wait_for_tls(int result) const;

    int fd_;
    SSL* tls_ = nullptr;
    bool shaken_;
    Times times_;
    const std::atomic<bool>& stopping_;
    SteadyTime deadline_{};
    std::size_t budget_ = 0;
    std::vector<char> buffer_;
    std::size_t used_ = 0;
    std::size_t buffered_ = 0;
};

}  // namespace tacit::http
