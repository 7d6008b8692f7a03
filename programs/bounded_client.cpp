#include "programs/bounded_client.h"

#include <httplib.h>

#include <algorithm>

namespace tacit::programs {
namespace {

// What the library reads byte by byte are lines: of the head, and between the chunks of a body. It does not bound them,
// and reads the first with a pattern that recurses at every character (some 300 bytes of stack each): a longer line
// would end this process, and lines without end would fill its memory. The body is bounded where it is received.
constexpr std::size_t kLineMax = 4'096;
constexpr std::size_t kLinesMax = std::size_t{1} << 20;

class BoundedStream final : public httplib::Stream {
public:
    BoundedStream(httplib::Stream& socket, SSL* tls, bool& exceeded)
        : socket_(socket), tls_(tls), exceeded_(exceeded) {}

    bool is_readable() const override { return (tls_ != nullptr && SSL_pending(tls_) > 0) || socket_.is_readable(); }
    bool is_writable() const override { return socket_.is_writable(); }
    ssize_t read(char* to, std::size_t size) override {
        if (exceeded_) return -1;
        const ssize_t got = tls_ == nullptr ? socket_.read(to, size) : read_tls(to, size);
        if (size != 1 || got != 1) return got;
        line_ = *to == '\n' ? 0 : line_ + 1;
        exceeded_ = line_ > kLineMax || ++lines_ > kLinesMax;
        return exceeded_ ? -1 : got;
    }
    ssize_t write(const char* from, std::size_t size) override {
        if (tls_ == nullptr) return socket_.write(from, size);
        return is_writable() ? SSL_write(tls_, from, static_cast<int>(std::min(size, kTlsMax))) : -1;
    }
    void get_remote_ip_and_port(std::string& ip, int& port) const override { socket_.get_remote_ip_and_port(ip, port); }
    void get_local_ip_and_port(std::string& ip, int& port) const override { socket_.get_local_ip_and_port(ip, port); }
    socket_t socket() const override { return socket_.socket(); }

private:
    static constexpr std::size_t kTlsMax = std::size_t{1} << 30;

    ssize_t read_tls(char* to, std::size_t size) {
        while (is_readable()) {
            ERR_clear_error();
            const int got = SSL_read(tls_, to, static_cast<int>(std::min(size, kTlsMax)));
            // What came may have been the protocol's own: a session ticket, half a record.
            if (got > 0 || SSL_get_error(tls_, got) != SSL_ERROR_WANT_READ) return got;
        }
        return -1;
    }

    httplib::Stream& socket_;
    SSL* const tls_;
    bool& exceeded_;
    std::size_t line_ = 0;   // bytes of the line that is being read
    std::size_t lines_ = 0;  // and of all lines
};

// `exceeded` tells that a request failed for its answer's lines.
template <class Base>
class BoundedClient final : public Base {
public:
    BoundedClient(const std::string& host, int port, bool& exceeded) : Base(host, port), exceeded_(exceeded) {}

private:
    bool process_socket(const typename Base::Socket& socket, std::function<bool(httplib::Stream&)> callback) override {
        const auto bounded = [&](httplib::Stream& stream) {
            BoundedStream lines(stream, socket.ssl, exceeded_);
            return callback(lines);
        };
        return httplib::detail::process_client_socket(socket.sock, this->read_timeout_sec_, this->read_timeout_usec_,
                                                      this->write_timeout_sec_, this->write_timeout_usec_, bounded);
    }

    bool& exceeded_;
};

}  // namespace

std::unique_ptr<httplib::ClientImpl> bounded_client(bool https, const std::string& host, int port, bool& exceeded) {
    if (https) return std::make_unique<BoundedClient<httplib::SSLClient>>(host, port, exceeded);
    return std::make_unique<BoundedClient<httplib::ClientImpl>>(host, port, exceeded);
}

}  // namespace tacit::programs
