#include "collector/peer/transport.h"

#include <httplib.h>

#include <algorithm>
#include <charconv>
#include <csignal>

#include "collector/peer/deadlines.h"
#include "programs/bounded_client.h"
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

constexpr int kWholeTimes = 3;  // the patience, for the request with its answer

class HttpTransport final : public Transport {
public:
    explicit HttpTransport(std::filesystem::path trusted) : trusted_(std::move(trusted)) {
        std::signal(SIGPIPE, SIG_IGN);  // a server that went away is an error of one write, not the end of the process
    }

    Result<Answer> send(const Call& call) override {
        const std::optional<Place> place = split(call.url);
        if (!place) return fail(Fault::malformed, "this is not a web address");
        TACIT_TRY(const task::Url server, task::parse_url(place->server + "/"));  // https, or http on loopback
        bool exceeded = false;  // lines or body were larger than they may be
        Deadlines::Request limit(deadlines_, std::chrono::steady_clock::now() + kWholeTimes * call.patience);
        const std::unique_ptr<httplib::ClientImpl> owned =
            programs::bounded_client(server.https, server.host, server.port, exceeded);
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
        client.set_socket_options([&](socket_t socket) { limit.add(socket); });

        Answer answer;
        httplib::Request request;
        request.method = text(call.method);
        request.path = place->path;
        request.headers = headers_of(call);
        request.body = std::string(as_text(call.body));
        request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
            exceeded = answer.body.size() + size > call.answer_size_max;
            if (!exceeded) append(answer.body, as_bytes({data, size}));
            return !exceeded;
        };
        const httplib::Result result = client.send(request);
        if (exceeded)
            return fail(Fault::refused, "the answer of " + place->server + " is larger than it may be", {},
                        "check that this is the address of a collector");
        switch (limit.ended()) {
            case Deadlines::End::none: break;
            case Deadlines::End::late:
                return fail(Fault::unavailable, "the answer of " + place->server + " came too slowly", {},
                            "check the way to that server; ask its operator if this goes on");
            case Deadlines::End::stopped:
                return fail(Fault::unavailable, "this program stops before the answer of " + place->server);
        }
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

    void hang_up() override { deadlines_.end_all(); }

private:
    const std::filesystem::path trusted_;
    Deadlines deadlines_;
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
