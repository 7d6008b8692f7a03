// Connections before, between and in the middle of requests: accepts them, waits for their next byte without holding a
// thread, and hands those that have one to a fixed number of workers through a bounded queue. A worker takes what has
// come and keeps the connection only once a request is there as a whole. Internal to collector/http.
//
// Why not the library's own server: it gives a connection a thread for its whole life, so as many silent or half-sent
// requests as it has threads keep everybody else out, and 5,000 of them did with every setting that was tried. A survey
// is open to everybody, and one bad visitor must not be able to end it. Its backlog of 5 and its unbounded queue were
// the other two reasons. What is here is only that: no parsing, no routing, no writing of answers.
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
        std::size_t held = 0;
    };

    void watch();  // the one thread that owns idle_
    void work();   // each worker
    // Sends what it takes, serves what has come whole; whether the connection stays.
    bool visit(Socket& socket);
    bool crowded();  // whether connections wait for a worker
    void accept_all();
    void rest(std::unique_ptr<Socket> socket, SteadyTime deadline);
    std::unique_ptr<Socket> take(std::map<int, Idle>::iterator idle);
    void wake(int fd);
    void take_returned();
    void sweep();
    void count_connections(std::size_t open);
    bool close_longest_idle();  // false: there is none
    void turn_away(std::unique_ptr<Socket> socket);

    const int listen_fd_;
    SSL_CTX* const tls_;
    const Limits limits_;
    ops::Metrics& metrics_;
    const Serve serve_;
    int epoll_fd_ = -1;
    int event_fd_ = -1;
    std::map<int, Idle> idle_;
    std::atomic<std::size_t> held_{0};  // bytes of requests and answers that are not whole yet, in idle_ and returned_
    std::size_t counted_ = 0;           // what this server has added to the gauge, which servers share
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
