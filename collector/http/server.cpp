#include "collector/http/server.h"

#include <arpa/inet.h>
#include <httplib.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdlib>

#include "collector/http/auth.h"
#include "collector/http/front.h"
#include "collector/http/head_bytes.h"
#include "collector/http/problem.h"
#include "collector/http/socket.h"
#include "collector/ops/config.h"

namespace tacit::http {
namespace {

constexpr int kBacklog = 4096;
constexpr std::size_t kRequestsPerConnection = 1000;
constexpr std::string_view kMalformed = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
// Where a request's Accept-Encoding is kept from the library, which would compress by itself.
constexpr const char* kAcceptEncoding = "tacit-accept-encoding";

Method method_of(const std::string& text) {
    if (text == "GET") return Method::get;
    if (text == "HEAD") return Method::head;
    if (text == "POST") return Method::post;
    if (text == "PUT") return Method::put;
    if (text == "DELETE") return Method::del;
    if (text == "OPTIONS") return Method::options;
    return Method::other;
}

Head head_of(const httplib::Request& request) {
    Head head;
    head.method = method_of(request.method);
    head.path = request.path;
    head.content_type = request.get_header_value("Content-Type");
    for (std::size_t i = 0; i < request.get_header_value_count("Content-Length"); ++i)
        head.content_lengths.push_back(request.get_header_value("Content-Length", i));
    head.has_transfer_encoding = request.has_header("Transfer-Encoding");
    head.has_content_encoding = request.has_header("Content-Encoding");
    head.bearer = bearer_token(request.get_header_value("Authorization"));
    if (head.bearer.empty()) head.bearer = request.get_header_value("DAP-Auth-Token");
    return head;
}

void put(const Response& from, httplib::Response& to) {
    to.status = from.status;
    for (const auto& [key, value] : from.headers) to.set_header(key, value);
    if (!to.has_header("X-Content-Type-Options")) to.set_header("X-Content-Type-Options", "nosniff");
    if (from.status != 204 && from.status != 304)
        to.set_content(from.body, from.media_type.empty() ? "text/plain" : from.media_type);
}

// The library as a reader of requests and a writer of answers; listening and threads are ours (front.h).
class Engine final : public httplib::Server {
public:
    Engine(const Router& router, ops::Metrics& metrics) : router_(router), metrics_(metrics) {
        // Without a body to read the answer is ready before the library looks at its own routes.
        set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
            const Head head = head_of(request);
            const auto admitted = router_.admit(head);
            if (const auto* refused = std::get_if<Router::Refused>(&admitted)) {
                finish(refused->resource, refused->response, response);
                return HandlerResponse::Handled;
            }
            const auto& match = std::get<Router::Match>(admitted);
            if (match.route->method == Method::post) return HandlerResponse::Unhandled;
            run(match, head.bearer, request, {}, response);
            return HandlerResponse::Handled;
        });
        Post(".*", [this](const httplib::Request& request, httplib::Response& response,
                          const httplib::ContentReader& reader) {
            const Head head = head_of(request);
            const auto admitted = router_.admit(head);
            const auto* match = std::get_if<Router::Match>(&admitted);
            if (match == nullptr) return finish(Resource::unknown, refusal(400, {}), response);
            Bytes body;
            body.reserve(match->body_size);
            const bool whole = reader([&](const char* data, std::size_t size) {
                if (body.size() + size > match->body_size) return false;
                append(body, as_bytes({data, size}));
                return true;
            });
            if (!whole || body.size() != match->body_size)
                return finish(match->route->resource, refusal(400, "the body ended too early"), response);
            run(*match, head.bearer, request, std::move(body), response);
        });
        // Handlers' exceptions never come here (route.cpp); without this the library would send what() to the client.
        set_exception_handler([](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
            response.status = 500;
        });
        set_keep_alive_max_count(kRequestsPerConnection);
    }

    // Reads one request, answers it; true where the connection may carry another.
    bool serve_one(Socket& socket, bool last) {
        const auto begun = std::chrono::steady_clock::now();
        bool closed = false;
        bool head_read = false;
        const auto announced = announced_body(socket.head());
        if (!well_formed(socket.head()) || !announced) {
            metrics_.add(ops::Counter::http_requests, Resource::unknown, StatusClass::refused);
            socket.write(kMalformed.data(), kMalformed.size());
            socket.begin_body(1);  // whatever follows is not read as a request
            return false;
        }
        // A body of unknown size is never read; the byte of budget that is left over ends the connection.
        const std::size_t body_size = has_transfer_encoding(socket.head()) ? 1 : *announced;
        socket.begin_request();
        const bool written = process_request(socket, last, closed, [&](httplib::Request& request) {
            head_read = true;
            // The library answers these by itself: parts of an answer, and compression.
            request.ranges.clear();
            request.headers.erase("Range");
            request.headers.erase("Expect");  // answered before (socket.cpp)
            request.headers.erase(kAcceptEncoding);
            request.headers.emplace(kAcceptEncoding, request.get_header_value("Accept-Encoding"));
            request.headers.erase("Accept-Encoding");
            socket.begin_body(body_size);
        });
        if (head_read) metrics_.observe(ops::Timer::http_request, std::chrono::steady_clock::now() - begun);
        // A body that nobody read would be taken for the next request: such a connection ends here.
        return written && head_read && !closed && !last && socket.body_left() == 0;
    }

private:
    void run(const Router::Match& match, std::string bearer, const httplib::Request& from, Bytes body,
             httplib::Response& to) {
        Request request;
        request.bearer = std::move(bearer);
        request.ledger_head = from.get_header_value("Tacit-Ledger-Head");
        request.accept_encoding = from.get_header_value(kAcceptEncoding);
        request.if_none_match = from.get_header_value("If-None-Match");
        request.body = std::move(body);
        finish(match.route->resource, router_.run(match, std::move(request)), to);
    }
    void finish(Resource resource, const Response& from, httplib::Response& to) {
        metrics_.add(ops::Counter::http_requests, resource, status_class(from.status));
        put(from, to);
    }

    const Router& router_;
    ops::Metrics& metrics_;
};

// A listening socket with a backlog that a crowd does not overflow.
Result<int> listen_on(const Binding& binding) {
    sockaddr_storage address{};
    socklen_t size = 0;
    auto* four = reinterpret_cast<sockaddr_in*>(&address);
    auto* six = reinterpret_cast<sockaddr_in6*>(&address);
    if (inet_pton(AF_INET, binding.host.c_str(), &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons(static_cast<std::uint16_t>(binding.port));
        size = sizeof *four;
    } else if (inet_pton(AF_INET6, binding.host.c_str(), &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(static_cast<std::uint16_t>(binding.port));
        size = sizeof *six;
    } else {
        return fail(Fault::malformed, "'" + binding.host + "' is not an IP address");
    }
    const int fd = ::socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int yes = 1;
    const std::string place = binding.host + " port " + std::to_string(binding.port);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(fd, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(fd, kBacklog) != 0) {
        const int code = errno;
        if (fd >= 0) ::close(fd);
        return fail(Fault::unavailable, "cannot listen on " + place + ": " + std::generic_category().message(code), {},
                    code == EADDRINUSE ? "stop the program that uses this port, or choose another in the configuration"
                                       : "check the address in the configuration");
    }
    return fd;
}

int port_of(int fd) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
    return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port
                                               : reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
}

// A crowd of idle connections needs descriptors; the database and the log must still get theirs, and so must the connections
// that are being served.
std::size_t connections_possible(const Limits& limits) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 256;
    limit.rlim_cur = limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
    const std::size_t reserved = 256 + limits.workers + limits.queue_max;
    const std::size_t most =
        limit.rlim_cur == RLIM_INFINITY ? limits.connections_max + reserved : static_cast<std::size_t>(limit.rlim_cur);
    return std::min(limits.connections_max, most > 2 * reserved ? most - reserved : most / 2);
}

class RunningServer final : public Server {
public:
    RunningServer(const Router& router, ops::Metrics& metrics) : engine_(router, metrics) {}

    Result<void> open(const Binding& binding, Limits limits, ops::Metrics& metrics) {
        if (binding.tls_certificate.empty() && !ops::is_loopback(binding.host))
            return fail(Fault::refused, "plain HTTP is served on loopback addresses only");
        if (!binding.tls_certificate.empty()) {
            tls_ = std::make_unique<httplib::SSLServer>(binding.tls_certificate.c_str(), binding.tls_key.c_str());
            if (!tls_->is_valid() || tls_->ssl_context() == nullptr)
                return fail(Fault::refused, "the certificate or its key cannot be used",
                            binding.tls_certificate.string(),
                            "check that both files are PEM, belong together and can be read by this user");
            SSL_CTX_set_min_proto_version(tls_->ssl_context(), TLS1_2_VERSION);
            // Nobody is to pay for a second handshake, and nothing is to say that a visitor was here before.
            SSL_CTX_set_options(tls_->ssl_context(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
            SSL_CTX_set_num_tickets(tls_->ssl_context(), 0);
            SSL_CTX_set_session_cache_mode(tls_->ssl_context(), SSL_SESS_CACHE_OFF);
        }
        TACIT_TRY(const int fd, listen_on(binding));
        port_ = port_of(fd);
        limits.connections_max = connections_possible(limits);
        // What answers say about it.
        engine_.set_keep_alive_timeout(std::chrono::duration_cast<std::chrono::seconds>(limits.keep_alive).count());
        front_ = std::make_unique<Front>(fd, tls_ ? tls_->ssl_context() : nullptr, limits, metrics,
                                         [this](Socket& socket, bool last) { return engine_.serve_one(socket, last); });
        return {};
    }
    int port() const override { return port_; }

private:
    Engine engine_;
    std::unique_ptr<httplib::SSLServer> tls_;  // only for its context
    int port_ = 0;
    std::unique_ptr<Front> front_;  // last: its threads end before what they use
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(const Binding& binding, const Router& router, ops::Metrics& metrics,
                                              Limits limits) {
    auto server = std::make_unique<RunningServer>(router, metrics);
    TACIT_CHECK(server->open(binding, limits, metrics));
    return std::unique_ptr<Server>(std::move(server));
}

}  // namespace tacit::http
