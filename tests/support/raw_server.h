// A server on 127.0.0.1 that answers its one visitor with whatever bytes a test wants, also such that no HTTP library
// would send.
#pragma once
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace tacit::test {

class RawServer {
public:
    enum class Begin { after_the_request, at_once };
    // After `answer` sends `endlessly`, where not empty, until the visitor goes, with such a pause each time.
    explicit RawServer(std::string answer, std::string endlessly = {}, std::chrono::milliseconds pause = {},
                       Begin begin = Begin::after_the_request)
        : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* any = reinterpret_cast<sockaddr*>(&address);
        if (bind(fd_, any, size) == 0 && listen(fd_, 1) == 0 && getsockname(fd_, any, &size) == 0)
            port_ = ntohs(address.sin_port);
        thread_ = std::jthread([this, answer = std::move(answer), endlessly = std::move(endlessly), pause, begin] {
            const int visitor = accept(fd_, nullptr, nullptr);
            if (visitor < 0) return;
            std::string request;
            char byte = 0;
            while (begin == Begin::after_the_request && !request.ends_with("\r\n\r\n") &&
                   recv(visitor, &byte, 1, 0) == 1)
                request += byte;
            bool there = send(visitor, answer);
            while (there && !endlessly.empty()) {
                there = send(visitor, endlessly);
                std::this_thread::sleep_for(pause);
            }
            close(visitor);
        });
    }
    ~RawServer() {
        shutdown(fd_, SHUT_RDWR);  // wakes accept()
        thread_.join();
        close(fd_);
    }
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;

    std::string url(const std::string& scheme = "http") const {
        return scheme + "://127.0.0.1:" + std::to_string(port_) + "/";
    }

private:
    static bool send(int fd, std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t size = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (size <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(size));
        }
        return true;
    }

    int fd_;
    int port_ = 0;
    std::jthread thread_;
};

// Answers with lines of a length or number that would end a program which reads them with trust.
struct EndlessLines {
    std::string answer, endlessly;
};
inline const EndlessLines kEndlessLines[] = {
    {"HTTP/1.1 200 " + std::string(300'000, 'a') + "\r\nContent-Length: 0\r\n\r\n", ""},
    {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 " + std::string(300'000, 'a') + "\r\nContent-Length: 0\r\n\r\n", ""},
    {"HTTP/1.1 200 ", "aaaaaaaa"},
    {"HTTP/1.1 200 OK\r\nA: " + std::string(300'000, 'a') + "\r\nContent-Length: 0\r\n\r\n", ""},
    {"HTTP/1.1 200 OK\r\n", "A: b\r\nC: d\r\n"},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", "aaaaaaaa"},
};

}  // namespace tacit::test
