#include "collector/http/front.h"

#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>

#include "collector/ops/log.h"
#include "crypto/base/check.h"

namespace tacit::http {
namespace {

constexpr int kSweepMs = 100;
constexpr std::string_view kBusy =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nAccess-Control-Allow-Origin: *\r\n"
    "Access-Control-Expose-Headers: Retry-After\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

SteadyTime now() { return std::chrono::steady_clock::now(); }

void watch_for(short wanted, int epoll_fd, int fd) {
    epoll_event event{};
    event.events = wanted == POLLOUT ? EPOLLOUT : EPOLLIN | EPOLLRDHUP;
    event.data.fd = fd;
    TACIT_ASSERT(epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0);
}

}  // namespace

Front::Front(int listen_fd, SSL_CTX* tls, Limits limits, ops::Metrics& metrics, Serve serve)
    : listen_fd_(listen_fd), tls_(tls), limits_(limits), metrics_(metrics), serve_(std::move(serve)) {
    epoll_fd_ = epoll_create1(EPOLL_CLOEXEC);
    event_fd_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    TACIT_ASSERT(epoll_fd_ >= 0 && event_fd_ >= 0);
    watch_for(POLLIN, epoll_fd_, listen_fd_);
    watch_for(POLLIN, epoll_fd_, event_fd_);
    for (std::size_t i = 0; i < limits_.workers; ++i) workers_.emplace_back([this] { work(); });
    watcher_ = std::jthread([this] { watch(); });
}

Front::~Front() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    queued_.notify_all();
    eventfd_write(event_fd_, 1);
    watcher_.join();
    for (std::jthread& worker : workers_) worker.join();
    idle_.clear();
    queue_.clear();
    returned_.clear();
    count_connections(0);
    close(epoll_fd_);
    close(event_fd_);
}

void Front::watch() {
    std::array<epoll_event, 256> events;
    SteadyTime next_sweep = now();
    while (!stopping_) {
        const int count = epoll_wait(epoll_fd_, events.data(), static_cast<int>(events.size()), kSweepMs);
        for (int i = 0; i < count; ++i) {
            const int fd = events[static_cast<std::size_t>(i)].data.fd;
            if (fd == listen_fd_)
                accept_all();
            else if (fd == event_fd_)
                take_returned();
            else
                wake(fd);
        }
        if (now() < next_sweep) continue;
        sweep();
        next_sweep = now() + std::chrono::milliseconds(kSweepMs);
    }
    close(listen_fd_);
}

void Front::accept_all() {
    // A bounded round, so that a flood of connections does not keep those that are here from being served.
    for (int round = 0; round < 256; ++round) {
        // The address of the other side is not asked for.
        const int fd = accept4(listen_fd_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno != EMFILE && errno != ENFILE) return;
            // Without a connection to close the listener stays readable: not to be asked again at once.
            if (!close_longest_idle()) std::this_thread::sleep_for(std::chrono::milliseconds(kSweepMs));
            return;
        }
        const int yes = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        if (idle_.size() >= limits_.connections_max) close_longest_idle();
        rest(std::make_unique<Socket>(fd, tls_, Socket::Times{limits_.read_step, limits_.request}, stopping_),
             now() + limits_.first_byte);
    }
}

void Front::rest(std::unique_ptr<Socket> socket, SteadyTime deadline) {
    const int fd = socket->fd();
    const std::size_t held = socket->held();
    watch_for(socket->wanted(), epoll_fd_, fd);
    idle_[fd] = {std::move(socket), now(), deadline, held};
}

std::unique_ptr<Socket> Front::take(std::map<int, Idle>::iterator idle) {
    std::unique_ptr<Socket> socket = std::move(idle->second.socket);
    held_ -= idle->second.held;
    idle_.erase(idle);
    return socket;
}

void Front::wake(int fd) {
    const auto found = idle_.find(fd);
    if (found == idle_.end()) return;
    std::unique_ptr<Socket> socket = take(found);
    epoll_ctl(epoll_fd_, EPOLL_CTL_DEL, fd, nullptr);
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() < limits_.queue_max) queue_.push_back(std::move(socket));
    }
    if (socket) return turn_away(std::move(socket));
    queued_.notify_one();
}

// Without TLS the answer is short enough to fit any send buffer; with TLS a handshake would cost more than the answer
// is worth.
void Front::turn_away(std::unique_ptr<Socket> socket) {
    metrics_.add(ops::Counter::http_overloaded);
    if (now() > overload_logged_ + std::chrono::minutes(1)) {
        overload_logged_ = now();
        ops::log(ops::Event::overloaded, {{"workers", limits_.workers}, {"queue", limits_.queue_max}});
    }
    if (tls_ != nullptr) return;
    (void)!send(socket->fd(), kBusy.data(), kBusy.size(), MSG_NOSIGNAL);
    shutdown(socket->fd(), SHUT_WR);
    char waste[16384];
    for (int round = 0; round < 16 && recv(socket->fd(), waste, sizeof waste, 0) > 0; ++round) {
    }
}

void Front::take_returned() {
    eventfd_t ignored = 0;
    eventfd_read(event_fd_, &ignored);
    std::vector<std::unique_ptr<Socket>> returned;
    {
        const std::lock_guard lock(mutex_);
        returned.swap(returned_);
    }
    for (auto& socket : returned) {
        const SteadyTime deadline = socket->patient_until(limits_.keep_alive);
        // Not left to the sweep: a visitor who sends a byte again and again is with a worker whenever one comes.
        if (deadline > now())
            rest(std::move(socket), deadline);
        else
            held_ -= socket->held();
    }
}

void Front::sweep() {
    const SteadyTime at = now();
    for (auto it = idle_.begin(); it != idle_.end();) {
        const auto here = it++;
        if (here->second.deadline <= at) take(here);
    }
    std::size_t busy = 0;
    {
        const std::lock_guard lock(mutex_);
        busy = busy_ + queue_.size();
    }
    count_connections(idle_.size() + busy);
}

void Front::count_connections(std::size_t open) {
    metrics_.add(ops::Gauge::connections_open, static_cast<std::int64_t>(open) - static_cast<std::int64_t>(counted_));
    counted_ = open;
}

bool Front::close_longest_idle() {
    const auto longest = std::min_element(idle_.begin(), idle_.end(),
                                          [](const auto& a, const auto& b) { return a.second.since < b.second.since; });
    if (longest == idle_.end()) return false;
    take(longest);
    return true;
}

bool Front::crowded() {
    const std::lock_guard lock(mutex_);
    return !queue_.empty();
}

bool Front::visit(Socket& socket) {
    // A visitor who is so slow that there is no memory left for it goes: others are waiting.
    const auto may_wait = [&] { return held_ + socket.held() <= limits_.held_max; };
    while (true) {
        const auto sent = socket.send_output(stopping_ ? Socket::Waiting::yes : Socket::Waiting::no);
        if (sent != Socket::Sent::all) return sent == Socket::Sent::more && may_wait();
        if (socket.ending()) {
            if (socket.body_left() == 0) return false;
            socket.leave();
        }
        const auto gathered = socket.gather(limits_.head_size_max, limits_.body_gathered_max);
        if (gathered != Socket::Gathered::whole) return gathered == Socket::Gathered::more && may_wait();
        // Whoever asks for more while others wait asks again behind them: a visitor with ever more requests would keep
        // this worker for good.
        if (!serve_(socket, stopping_ || crowded())) socket.end();
    }
}

void Front::work() {
    while (true) {
        std::unique_ptr<Socket> socket;
        {
            std::unique_lock lock(mutex_);
            queued_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (stopping_) return;
            socket = std::move(queue_.front());
            queue_.pop_front();
            ++busy_;
        }
        bool stays = false;
        try {
            stays = visit(*socket);
        } catch (const std::exception&) {  // no memory for this visitor: the connection ends, the server goes on
        }
        const std::lock_guard lock(mutex_);
        --busy_;
        if (!stays || stopping_) continue;
        held_ += socket->held();
        returned_.push_back(std::move(socket));
        eventfd_write(event_fd_, 1);
    }
}

}  // namespace tacit::http
