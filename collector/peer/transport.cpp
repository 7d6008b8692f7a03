#include "collector/peer/transport.h"

#include <httplib.h>

#include <algorithm>
#include <charconv>

#include "schemas/task/url.h"

namespace tacit::peer {
namespace {

struct Place {
    std::string server;  // scheme://host:port, as written
    std::string path;
};

std::optional<Place> split(const std::string& url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string::npos) return std::nullopt;
    const std::size_t slash = url.find('/', scheme + 3);
    if (slash == std::string::npos) return std::nullopt;
    return Place{url.substr(0, slash), url.substr(slash)};
}

const char* text(Method method) {
    switch (method) {
        case Method::get: return "GET";
        case Method::post: return "POST";
        case Method::del: return "DELETE";
    }
    return "GET";
}

tl::unexpected<Error> no_answer(httplib::Error error, const std::string& server) {
    std::string what = "no answer from " + server;
    std::string remedy = "check that the server is up and that this machine may connect to it";
    switch (error) {
        case httplib::Error::Connection:
        case httplib::Error::ConnectionTimeout: what = "cannot connect to " + server; break;
        case httplib::Error::SSLConnection: what = "the TLS handshake with " + server + " failed"; break;
        case httplib::Error::SSLLoadingCerts:
            what = "the trusted certificates cannot be read";
            remedy = "check tls_ca in the configuration";
            break;
        case httplib::Error::SSLServerVerification:
            what = "the TLS certificate of " + server + " is not valid for that name, or not trusted";
            remedy = "ask its operator; for a certificate of your own set tls_ca in the configuration";
            break;
        default: break;
    }
    return fail(Fault::unavailable, std::move(what), {}, std::move(remedy));
}

std::optional<std::chrono::seconds> retry_after(const std::string& value) {
    long seconds = 0;
    const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (value.empty() || code != std::errc() || end != value.data() + value.size() || seconds < 0) return std::nullopt;
    return std::chrono::seconds(std::min(seconds, 86'400L));
}

httplib::Headers headers_of(const Call& call) {
    if (!call.headers.empty()) return {call.headers.begin(), call.headers.end()};
    httplib::Headers headers{{"User-Agent", "tacit"}, {"Accept-Encoding", "identity"}};
    if (!call.media_type.empty()) headers.emplace("Content-Type", call.media_type);
    if (!call.ledger_head.empty()) headers.emplace("Tacit-Ledger-Head", call.ledger_head);
    if (call.token != nullptr && !call.token->empty())
        headers.emplace("Authorization", "Bearer " + std::string(as_text(call.token->view())));
    return headers;
}

// What the library reads byte by byte are lines: of the head, and between the chunks of a body. It does not bound them,
// and reads the first with a pattern that recurses at every character (some 300 bytes of stack each): a longer line
// would end this process, and lines without end would fill its memory. The body is bounded where it is received.
constexpr std::size_t kLineMax = 4'096;
constexpr std::size_t kLinesMax = std::size_t{1} << 20;
// And its time limits begin anew with every byte: a server that drips would keep a thread for good, and a collector
// that is told to stop waits for its threads.
constexpr int kWholeTimes = 3;  // the patience, for the request with its answer

struct Bounds {
    std::chrono::steady_clock::time_point until;
    bool exceeded = false;  // lines or body were larger than they may be
    bool late = false;
};

class BoundedStream final : public httplib::Stream {
public:
    BoundedStream(httplib::Stream& socket, SSL* tls, Bounds& bounds) : socket_(socket), tls_(tls), bounds_(bounds) {}

    bool is_readable() const override { return (tls_ != nullptr && SSL_pending(tls_) > 0) || socket_.is_readable(); }
    bool is_writable() const override { return socket_.is_writable(); }
    ssize_t read(char* to, std::size_t size) override {
        if (bounds_.exceeded || is_late()) return -1;
        const ssize_t got = tls_ == nullptr ? socket_.read(to, size) : read_tls(to, size);
        if (size != 1 || got != 1) return got;
        line_ = *to == '\n' ? 0 : line_ + 1;
        bounds_.exceeded = line_ > kLineMax || ++lines_ > kLinesMax;
        return bounds_.exceeded ? -1 : got;
    }
    ssize_t write(const char* from, std::size_t size) override {
        if (is_late()) return -1;
        if (tls_ == nullptr) return socket_.write(from, size);
        return is_writable() ? SSL_write(tls_, from, static_cast<int>(std::min(size, kTlsMax))) : -1;
    }
    void get_remote_ip_and_port(std::string& ip, int& port) const override { socket_.get_remote_ip_and_port(ip, port); }
    void get_local_ip_and_port(std::string& ip, int& port) const override { socket_.get_local_ip_and_port(ip, port); }
    socket_t socket() const override { return socket_.socket(); }

private:
    static constexpr std::size_t kTlsMax = std::size_t{1} << 30;

    bool is_late() {
        bounds_.late = std::chrono::steady_clock::now() > bounds_.until;
        return bounds_.late;
    }
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
    Bounds& bounds_;
    std::size_t line_ = 0;   // bytes of the line that is being read
    std::size_t lines_ = 0;  // and of all lines
};

// `bounds` tells afterwards whether a request failed for them.
template <class Base>
class BoundedClient final : public Base {
public:
    BoundedClient(const std::string& host, int port, Bounds& bounds) : Base(host, port), bounds_(bounds) {}

private:
    bool process_socket(const typename Base::Socket& socket, std::function<bool(httplib::Stream&)> callback) override {
        const auto bounded = [&](httplib::Stream& stream) {
            BoundedStream lines(stream, socket.ssl, bounds_);
            return callback(lines);
        };
        return httplib::detail::process_client_socket(socket.sock, this->read_timeout_sec_, this->read_timeout_usec_,
                                                      this->write_timeout_sec_, this->write_timeout_usec_, bounded);
    }

    Bounds& bounds_;
};

std::unique_ptr<httplib::ClientImpl> client_of(const task::Url& url, Bounds& bounds) {
    if (url.https) return std::make_unique<BoundedClient<httplib::SSLClient>>(url.host, url.port, bounds);
    return std::make_unique<BoundedClient<httplib::ClientImpl>>(url.host, url.port, bounds);
}

class HttpTransport final : public Transport {
public:
    explicit HttpTransport(std::filesystem::path trusted) : trusted_(std::move(trusted)) {}

    Result<Answer> send(const Call& call) override {
        const std::optional<Place> place = split(call.url);
        if (!place) return fail(Fault::malformed, "this is not a web address");
        TACIT_TRY(const task::Url server, task::parse_url(place->server + "/"));  // https, or http on loopback
        Bounds bounds{std::chrono::steady_clock::now() + kWholeTimes * call.patience};
        const std::unique_ptr<httplib::ClientImpl> owned = client_of(server, bounds);
        httplib::ClientImpl& client = *owned;
        if (!client.is_valid()) return no_answer(httplib::Error::SSLLoadingCerts, place->server);
        if (!trusted_.empty()) client.set_ca_cert_path(trusted_.string());
        client.set_connection_timeout(std::chrono::seconds(10));
        client.set_read_timeout(call.patience);
        client.set_write_timeout(std::chrono::seconds(30));
        client.set_follow_location(false);
        client.set_decompress(!call.headers.empty());
        client.set_keep_alive(!call.headers.empty());  // as browsers do
        client.set_url_encode(false);
        client.set_tcp_nodelay(true);

        Answer answer;
        httplib::Request request;
        request.method = text(call.method);
        request.path = place->path;
        request.headers = headers_of(call);
        request.body = std::string(as_text(call.body));
        request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
            bounds.exceeded = answer.body.size() + size > call.answer_size_max;
            if (!bounds.exceeded) append(answer.body, as_bytes({data, size}));
            return !bounds.exceeded;
        };
        const httplib::Result result = client.send(request);
        if (bounds.exceeded)
            return fail(Fault::refused, "the answer of " + place->server + " is larger than it may be", {},
                        "check that this is the address of a collector");
        if (bounds.late)
            return fail(Fault::unavailable, "the answer of " + place->server + " came too slowly", {},
                        "check the way to that server; ask its operator if this goes on");
        if (!result) return no_answer(result.error(), place->server);
        answer.status = result->status;
        answer.media_type = result->get_header_value("Content-Type");
        answer.ledger_head = result->get_header_value("Tacit-Ledger-Head");
        answer.retry_after = retry_after(result->get_header_value("Retry-After"));
        if (!call.headers.empty()) answer.headers.assign(result->headers.begin(), result->headers.end());
        if (result->has_header("Location"))
            answer.location = resolve(call.url, result->get_header_value("Location")).value_or("");
        return answer;
    }

private:
    const std::filesystem::path trusted_;
};

}  // namespace

std::optional<std::string> resolve(const std::string& url, const std::string& location) {
    const std::optional<Place> base = split(url);
    if (!base || location.empty()) return std::nullopt;
    if (location.find("://") != std::string::npos) {
        const std::optional<Place> other = split(location);
        if (!other || other->server != base->server) return std::nullopt;
        return location;
    }
    if (location.starts_with("//")) return std::nullopt;
    if (location.starts_with("/")) return base->server + location;
    return base->server + base->path.substr(0, base->path.rfind('/') + 1) + location;
}

std::unique_ptr<Transport> http_transport(const std::filesystem::path& trusted) {
    return std::make_unique<HttpTransport>(trusted);
}

}  // namespace tacit::peer
