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
    RawClient(RawClient&& other) noexcept : fd_(std::exchange(other.fd_, -1)), connected_(other.connected_) {}
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
    // What comes until the other side closes or is silent for that long.
    std::string receive(std::chrono::milliseconds silence = std::chrono::milliseconds(300)) {
        std::string text;
        char buffer[4096];
        closed_ = false;
        while (true) {
            pollfd fd{fd_, POLLIN, 0};
            if (poll(&fd, 1, static_cast<int>(silence.count())) <= 0) return text;
            const ssize_t size = recv(fd_, buffer, sizeof buffer, 0);
            if (size <= 0) {
                closed_ = true;
                return text;
            }
            text.append(buffer, static_cast<std::size_t>(size));
        }
    }
    // Whether the last receive() ended because the other side closed.
    bool closed() const { return closed_; }

private:
    int fd_;
    bool connected_ = false;
    bool closed_ = false;
};

}  // namespace tacit::test
