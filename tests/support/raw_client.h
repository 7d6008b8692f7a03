// A TCP connection to 127.0.0.1 that sends whatever bytes a test wants, also such that no HTTP library would send.
#pragma once
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace tacit::test {

class RawClient {
public:
    explicit RawClient(int port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    ~RawClient() {
        if (fd_ >= 0) close(fd_);
    }
    RawClient(RawClient&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)), connected_(other.connected_), waiting_(std::move(other.waiting_)) {}
    RawClient& operator=(RawClient&&) = delete;

    bool connected() const { return connected_; }
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t size = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (size <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(size));
        }
        return true;
    }
    // The next whole answer (head and Content-Length), or what came before the other side closed.
    std::string receive(std::chrono::milliseconds patience = std::chrono::seconds(30)) {
        while (answer_size() == 0 && read_some(patience)) {
        }
        const std::size_t size = answer_size() == 0 ? waiting_.size() : answer_size();
        std::string answer = waiting_.substr(0, size);
        waiting_.erase(0, size);
        return answer;
    }
    // Whether the other side closes without another byte.
    bool closes(std::chrono::milliseconds patience = std::chrono::seconds(30)) {
        while (waiting_.empty() && read_some(patience)) {
        }
        return closed_ && waiting_.empty();
    }
    bool silent(std::chrono::milliseconds time) { return waiting_.empty() && !read_some(time) && !closed_; }

private:
    bool read_some(std::chrono::milliseconds patience) {
        pollfd fd{fd_, POLLIN, 0};
        if (closed_ || poll(&fd, 1, static_cast<int>(patience.count())) <= 0) return false;
        char buffer[4096];
        const ssize_t size = recv(fd_, buffer, sizeof buffer, 0);
        closed_ = size <= 0;
        if (size > 0) waiting_.append(buffer, static_cast<std::size_t>(size));
        return !closed_;
    }
    // Of the first answer that came, if it is whole.
    std::size_t answer_size() const {
        const std::size_t head = waiting_.find("\r\n\r\n");
        if (head == std::string::npos) return 0;
        const std::size_t length = waiting_.find("Content-Length: ");
        const std::size_t body = length < head ? std::stoul(waiting_.substr(length + 16, 20)) : 0;
        return waiting_.size() < head + 4 + body ? 0 : head + 4 + body;
    }

    int fd_;
    bool connected_ = false;
    bool closed_ = false;
    std::string waiting_;
};

}  // namespace tacit::test
