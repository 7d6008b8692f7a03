// Connections before and between requests: accepts them, waits for their next byte without holding a thread, and hands
// those that have one to a fixed number of workers through a bounded queue. Internal to collector/http.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "collector/http/server.h"
#include "collector/http/socket.h"

namespace tacit::http {

class Front {
public:
    // Serves one request; true where the connection may carry another. `last` asks for the connection to end after it.
    using Serve = std::function<bool(Socket& socket, bool last)>;

    Front(int listen_fd, SSL_CTX* tls, Limits limits, ops::Metrics& metrics, Serve serve);
    ~Front();
    Front(const Front&) = delete;
    Front& operator=(const Front&) = delete;

private:
    struct Idle {
        std::unique_ptr<Socket> socket;
        SteadyTime since;
        SteadyTime deadline;
    };

    void watch();  // the one thread that owns idle_
    void work();   // each worker
    void accept_all();
    void rest(std::unique_ptr<Socket> socket, std::chrono::milliseconds patience);
    void wake(int fd);
    void take_returned();
    void sweep();
    void close_longest_idle();
    void turn_away(std::unique_ptr<Socket> socket);

    const int listen_fd_;
    SSL_CTX* const tls_;
    const Limits limits_;
    ops::Metrics& metrics_;
    const Serve serve_;
    int epoll_fd_ = -1;
    int event_fd_ = -1;
    std::map<int, Idle> idle_;
    SteadyTime overload_logged_{};

    std::mutex mutex_;
    std::condition_variable queued_;
    std::deque<std::unique_ptr<Socket>> queue_;
    std::vector<std::unique_ptr<Socket>> returned_;
    std::size_t busy_ = 0;

    std::atomic<bool> stopping_{false};
    std::vector<std::jthread> workers_;
    std::jthread watcher_;
};

}  // namespace tacit::http
