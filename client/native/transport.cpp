#include "client/native/transport.h"

#include <httplib.h>

#include <algorithm>
#include <charconv>
#include <thread>

#include "client/core/host.h"
#include "programs/bounded_client.h"

namespace tacit::native {
namespace {

constexpr int kPatience = 10;  // times that a 503 is believed to pass
constexpr std::chrono::seconds kRetryAfterMax{3};
constexpr std::size_t kBodyMax = std::size_t{8} << 20;

struct SplitUrl {
    std::string_view origin;  // "https://a.example:8443"
    std::string_view path;    // from the first '/', never empty
};

Result<SplitUrl> split(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos || (url.substr(0, scheme) != "https" && url.substr(0, scheme) != "http"))
        return fail(Fault::refused, "'" + std::string(url) + "' is not an address of a server", {},
                    "It has to begin with https:// (or http:// on this machine).");
    const std::size_t path = url.find('/', scheme + 3);
    if (path == std::string_view::npos) return SplitUrl{url, "/"};
    return SplitUrl{url.substr(0, path), url.substr(path)};
}

struct Host {
    bool https = true;
    std::string name;  // an IPv6 address without its brackets
    int port = 443;
};

Result<Host> host_in(std::string_view origin) {
    Host host;
    host.https = origin.starts_with("https:");
    host.name = client::host_name_of(origin);
    std::string_view port = origin.substr(origin.find("://") + 3 + host.name.size());
    if (host.name.starts_with('[') && host.name.ends_with(']')) host.name = host.name.substr(1, host.name.size() - 2);
    host.port = host.https ? 443 : 80;
    const auto number = std::from_chars(port.data() + !port.empty(), port.data() + port.size(), host.port);
    if (host.name.empty() || number.ptr != port.data() + port.size() || host.port < 1 || host.port > 65'535)
        return fail(Fault::refused, "'" + std::string(origin) + "' is not an address of a server", {},
                    "Check the name of the server and the number after the colon.");
    return host;
}

// One sentence and what to try, for a person who knows neither TLS nor sockets.
Error explain(httplib::Error error, const std::string& origin) {
    switch (error) {
        case httplib::Error::Connection:
        case httplib::Error::ConnectionTimeout:
            return {Fault::unavailable,
                    "no connection to " + origin,
                    {},
                    "Check the address and your network; if both are right, the server is down: try again later."};
        case httplib::Error::SSLConnection:
            return {
                Fault::unavailable, origin + " does not answer with TLS", {}, "Check the address, https and the port."};
        case httplib::Error::SSLLoadingCerts:
            return {Fault::refused,
                    "the file of certificate authorities cannot be read",
                    {},
                    "Check the file given with --certificates."};
        case httplib::Error::SSLServerVerification:
            return {Fault::refused,
                    "the TLS certificate of " + origin + " is not one that this machine trusts",
                    {},
                    "Do not go on: another server may be answering in its place. Ask its operator."};
        case httplib::Error::BindIPAddress:
            return {Fault::refused, "cannot send from that local address", {}, "Use an address of this machine."};
        case httplib::Error::Canceled:
            return {Fault::refused,
                    "the answer of " + origin + " is larger than any that belongs here",
                    {},
                    "Check the address."};
        default: return {Fault::unavailable, "the connection to " + origin + " broke off", {}, "Try again."};
    }
}

std::chrono::seconds retry_after(const httplib::Response& response) {
    const std::string text = response.get_header_value("Retry-After");
    unsigned seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::chrono::seconds(std::min(seconds, 3600u));
}

}  // namespace

class Transport::Server {
public:
    Server(std::string_view origin, const Host& host, const Options& options)
        : origin_(origin),
          owned_(programs::bounded_client(host.https, host.name, host.port, exceeded_)),
          client_(*owned_) {
        client_.set_keep_alive(true);
        client_.set_tcp_nodelay(true);
        client_.set_follow_location(false);
        client_.set_decompress(false);
        client_.set_connection_timeout(options.timeout);
        client_.set_read_timeout(options.timeout);
        client_.set_write_timeout(options.timeout);
        if (!options.source_address.empty()) client_.set_interface(options.source_address);
        if (!options.certificates.empty()) client_.set_ca_cert_path(options.certificates);
    }

    Result<Response> send(httplib::Request request) {
        Response response;
        exceeded_ = false;
        client_.set_decompress(request.has_header("Accept-Encoding"));
        request.headers.emplace("User-Agent", "tacit");
        request.headers.emplace("Accept", "*/*");
        request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
            if (response.body.size() + size > kBodyMax) return false;
            append(response.body, as_bytes({data, size}));
            return true;
        };
        const httplib::Result result = client_.send(request);
        if (!result)
            return tl::make_unexpected(explain(exceeded_ ? httplib::Error::Canceled : result.error(), origin_));
        response.status = result->status;
        response.content_type = result->get_header_value("Content-Type");
        response.retry_after = retry_after(*result);
        response.headers.assign(result->headers.begin(), result->headers.end());
        return response;
    }

private:
    std::string origin_;
    bool exceeded_ = false;
    const std::unique_ptr<httplib::ClientImpl> owned_;
    httplib::ClientImpl& client_;
};

Transport::Transport(Options options) : options_(std::move(options)) {}
Transport::~Transport() = default;

Result<Transport::Server*> Transport::server_of(std::string_view origin) {
    const auto known = servers_.find(origin);
    if (known != servers_.end()) return known->second.get();
    TACIT_TRY(const Host host, host_in(origin));
    auto server = std::make_unique<Server>(origin, host, options_);
    return servers_.emplace(std::string(origin), std::move(server)).first->second.get();
}

Result<Response> Transport::get(std::string_view url) { return get(url, {}); }

Result<Response> Transport::get(std::string_view url, std::string_view coding) {
    TACIT_TRY(const SplitUrl parts, split(url));
    // The library throws where memory or its own parsing fails; its texts may hold the address, so they end here.
    try {
        TACIT_TRY(Server* const server, server_of(parts.origin));
        httplib::Request request;
        request.method = "GET";
        request.path = std::string(parts.path);
        if (!coding.empty()) request.headers.emplace("Accept-Encoding", std::string(coding));
        return server->send(std::move(request));
    } catch (const std::exception&) {
        return fail(Fault::internal, "the HTTP library failed");
    }
}

Result<Response> Transport::post(std::string_view url, std::string_view content_type, ByteView body) {
    TACIT_TRY(const SplitUrl parts, split(url));
    try {
        TACIT_TRY(Server* const server, server_of(parts.origin));
        httplib::Request request;
        request.method = "POST";
        request.path = std::string(parts.path);
        request.headers.emplace("Content-Type", std::string(content_type));
        request.body = std::string(as_text(body));
        return server->send(std::move(request));
    } catch (const std::exception&) {
        return fail(Fault::internal, "the HTTP library failed");
    }
}

Result<Bytes> Transport::get_ok(std::string_view url) {
    TACIT_TRY(Response response, get(url));
    // A server that has just started says so, and how soon it will be ready.
    for (int attempt = 0; attempt < kPatience && response.status == 503 && response.retry_after.count() > 0;
         ++attempt) {
        std::this_thread::sleep_for(std::min(response.retry_after, kRetryAfterMax));
        TACIT_TRY(response, get(url));
    }
    if (response.status == 200) return std::move(response.body);
    const std::string status = std::to_string(response.status);
    if (response.status == 404)
        return fail(Fault::refused, "the server does not know " + std::string(url) + " (404)", {},
                    "Check that the address is complete and that the survey still exists.");
    return fail(response.status >= 500 ? Fault::unavailable : Fault::refused,
                "the server answered " + status + " to " + std::string(url), {},
                response.status >= 500 ? "Try again later." : "Check the address.");
}

}  // namespace tacit::native
