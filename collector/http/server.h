// The HTTP server of a collector. One thread accepts and watches connections that say nothing; a fixed number of
// workers, with a bounded queue before them, read a request, run its handler and write the answer. So idle connections
// cost a descriptor and no thread, and overload is answered 503 instead of waiting without end.
//
// HTTPS where a certificate is given, plain HTTP on loopback addresses only. Bodies need a Content-Length within the
// limit of their route, are neither chunked nor compressed, and the address and user agent of the other side are never
// looked at.
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
