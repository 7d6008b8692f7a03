// The HTTP server of a collector: what a request says and how an answer is written is the library's (cpp-httplib), when a
// thread is given to a connection is ours (front.h says why). Overload is answered 503 instead of waiting without end.
//
// HTTPS where a certificate is given, plain HTTP on loopback addresses only. Heads that two readers might read differently
// are refused (head_bytes.h); bodies need a Content-Length within the limit of their route and are neither chunked nor
// compressed; the address and user agent of the other side are never looked at.
#pragma once
#include <chrono>
#include <filesystem>
#include <memory>

#include "collector/http/route.h"
#include "collector/ops/metrics.h"
#include "crypto/base/result.h"

namespace tacit::http {

struct Binding {
    std::string host;  // an IP address
    int port = 0;      // 0: the system chooses
    std::filesystem::path tls_certificate;
    std::filesystem::path tls_key;
};

struct Limits {
    std::size_t workers = 64;
    std::size_t queue_max = 512;           // readable connections that wait for a worker
    std::size_t connections_max = 12'000;  // beyond, the longest silent one is closed
    std::size_t head_size_max = std::size_t{16} << 10;
    std::size_t body_gathered_max = std::size_t{1} << 20;  // for a larger one, of a peer, a worker waits
    std::size_t held_max = std::size_t{128} << 20;         // in memory for slow visitors; beyond, they are sent away
    std::chrono::milliseconds first_byte{5000};
    std::chrono::milliseconds keep_alive{2000};
    std::chrono::milliseconds read_step{5000};
    std::chrono::milliseconds request{30000};
};

class Server {
public:
    // Listens before it returns. The router and the metrics outlive the server.
    static Result<std::unique_ptr<Server>> start(const Binding& binding, const Router& router, ops::Metrics& metrics,
                                                 Limits limits = {});
    // Stops: no new connection, requests under way are finished, then all threads have ended.
    virtual ~Server() = default;
    virtual int port() const = 0;
};

}  // namespace tacit::http
