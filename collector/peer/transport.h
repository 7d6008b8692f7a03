// One HTTP request to another organisation's server and its answer, behind an interface, so that everything that
// retries, polls or judges can be tested without a socket. Implementations are thread-safe.
#pragma once
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crypto/base/bytes.h"
#include "crypto/base/secret.h"

namespace tacit::peer {

enum class Method { get, post, del };

struct Call {
    Method method = Method::get;
    std::string url;  // absolute
    std::string media_type;
    Bytes body;
    const SecretBytes* token = nullptr;  // bearer token, as text; the caller keeps it alive
    std::string ledger_head;             // Tacit-Ledger-Head, where not empty
    // Instead of all that this program sends by itself; a compressed answer is then undone. For the form's check.
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::size_t answer_size_max = std::size_t{8} << 20;
    std::chrono::seconds patience{60};  // for the answer to begin, and for each part of it; three times that for all
};

struct Answer {
    int status = 0;
    std::string media_type;
    Bytes body;
    std::string location;  // absolute and on the server that was asked; empty where there was none, or another server's
    std::string ledger_head;
    std::optional<std::chrono::seconds> retry_after;
    std::vector<std::pair<std::string, std::string>> headers = {};  // all, where the call had its own
};

class Transport {
public:
    virtual ~Transport() = default;
    // Any answer is a value, whatever its status. Fault::unavailable where none came, with what a person could check;
    // Fault::refused where the answer was larger than allowed. Redirects are answers: nothing is followed.
    virtual Result<Answer> send(const Call& call) = 0;
    // Gives up the requests at hand and all that come, for a program that stops: whoever asks is told so at once.
    virtual void hang_up() {}
};

// HTTPS (plain HTTP for loopback hosts only). With `trusted` the certificates in that PEM file are trusted and no
// others; else the system's.
std::unique_ptr<Transport> http_transport(const std::filesystem::path& trusted = {});

// `location` as an absolute URL, if it is relative or on the same scheme, host and port as `url`.
std::optional<std::string> resolve(const std::string& url, const std::string& location);

}  // namespace tacit::peer
