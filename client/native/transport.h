// HTTP from the command line: gets and posts bytes, and says in words what went wrong.
//
// The only file of the client that knows the HTTP library. A Transport keeps one connection per server and is used by
// one thread. Nothing about the device is sent: no cookies, a constant User-Agent, no redirects followed, no
// compression.
#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/base/bytes.h"

namespace tacit::native {

struct Response {
    int status = 0;
    std::string content_type;
    Bytes body;
    std::chrono::seconds retry_after{0};  // as the server asked; 0 where it did not
    std::vector<std::pair<std::string, std::string>> headers;  // all of them
};

class Transport {
public:
    struct Options {
        std::string certificates;    // file with certificate authorities to trust instead of the system's; may be empty
        std::string source_address;  // local address to send from; may be empty
        std::chrono::seconds timeout{30};
    };

    explicit Transport(Options options);
    ~Transport();
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;

    // Whatever status the server answers with is a Response; no answer at all is Fault::unavailable. Bodies above 8 MiB
    // are refused.
    Result<Response> get(std::string_view url);
    // The same, in a content coding of the caller's choice ("gzip"), which is undone again.
    Result<Response> get(std::string_view url, std::string_view coding);
    Result<Response> post(std::string_view url, std::string_view content_type, ByteView body);
    // As get(), but only 200 is a value.
    Result<Bytes> get_ok(std::string_view url);

private:
    class Server;
    Result<Server*> server_of(std::string_view origin);

    Options options_;
    std::map<std::string, std::unique_ptr<Server>, std::less<>> servers_;
};

}  // namespace tacit::native
