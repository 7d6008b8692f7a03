// One connection of a respondent or a peer: a non-blocking socket with or without TLS, read and written under
// deadlines. A request is gathered in memory, a little at every visit, before the library reads it, and an answer is
// sent from memory in the same way after the library wrote it: slow visitors hold no thread. The address of the other
// side is never asked for. Used by one thread at a time. Internal to collector/http.
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

    // Reads what has come, until the next request is there: its head, and its body unless that is larger than
    // `body_size_max`. A head that is longer than it may be is whole too, and not well formed.
    enum class Gathered { whole, more, over };
    Gathered gather(std::size_t head_size_max, std::size_t body_size_max);
    // Of the request that is whole.
    std::string_view head() const;
    // Until when the rest of a request that began to come is waited for, or the beginning of the next.
    SteadyTime patient_until(std::chrono::milliseconds keep_alive) const;

    // The library may read the head that was gathered.
    void begin_request();
    // From here on the body is read: at most `size` bytes more.
    void begin_body(std::size_t size);
    std::size_t body_left() const { return budget_; }  // of the current request, not yet read
    bool has_buffered() const { return used_ < buffer_.size(); }
    bool has_output() const { return sent_ < output_.size(); }
    // What this connection keeps in memory.
    std::size_t held() const { return buffer_.size() - used_ + output_.size() - sent_; }

    // Sends what was written, or as much of it as the other side takes now.
    enum class Sent { all, more, over };
    enum class Waiting { no, yes };
    Sent send_output(Waiting waiting);
    // What the next visit waits for: POLLIN or POLLOUT.
    short wanted() const { return has_output() ? wanted_ : static_cast<short>(POLLIN); }
    // The last request was served; the connection ends once its answer is sent.
    void end() { ending_ = true; }
    bool ending() const { return ending_ && !leaving_; }
    // Says goodbye so that the other side still gets what was sent: half closes; from then on gather() throws away what
    // is on its way, for a moment, because closing with unread input would destroy the answer.
    void leave();
    int fd() const { return fd_; }

    bool is_readable() const override { return has_buffered() || wait(POLLIN); }
    bool is_writable() const override { return true; }
    ssize_t read(char* to, std::size_t size) override;
    ssize_t write(const char* from, std::size_t size) override;
    void get_remote_ip_and_port(std::string&, int&) const override {}
    void get_local_ip_and_port(std::string&, int&) const override {}
    socket_t socket() const override { return fd_; }

private:
    bool wait(short events) const;
    std::string_view unread() const;
    enum class Received { some, none_yet, over };
    Received receive_more();
    Received keep(const char* bytes, std::size_t size);
    Received shake_hands();
    Gathered drain();
    bool tls_goes_on(int result);

    int fd_;
    SSL* tls_ = nullptr;
    bool shaken_;
    Times times_;
    const std::atomic<bool>& stopping_;
    SteadyTime begun_{};  // when the request that is being gathered began to come
    SteadyTime deadline_{};
    SteadyTime answer_deadline_{};
    std::size_t budget_ = 0;
    short wanted_ = POLLIN;     // what the last call that could not go on waits for
    std::vector<char> buffer_;  // what has come; read() has given out `used_` of it
    std::size_t used_ = 0;
    std::vector<char> output_;  // what was written; `sent_` of it are on their way
    std::size_t sent_ = 0;
    bool continued_ = false;  // the other side was told that its body may come
    bool ending_ = false;
    bool leaving_ = false;
    std::size_t drained_ = 0;
};

}  // namespace tacit::http
