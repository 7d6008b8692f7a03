// A request and an answer as handlers see them: plain values, with nothing of the connection that they came over. There
// is no member for an address or a user agent, so no handler can store or log one.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "crypto/base/bytes.h"

namespace tacit::http {

enum class Method { get, head, post, put, del, options, other };

struct Request {
    std::vector<std::string> path;  // what stood at the pattern's {…}, in order
    std::string bearer;             // the token of the Authorization header; empty where there is none
    std::string ledger_head;        // the Tacit-Ledger-Head header; empty where there is none
    std::string accept_encoding;    // the header; empty where there is none, as those below
    std::string if_none_match;
    Bytes body;
};

struct Response {
    int status = 200;
    std::string media_type;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;

    Response& with(std::string key, std::string value) {
        headers.emplace_back(std::move(key), std::move(value));
        return *this;
    }
};

inline Response answer(std::string media_type, ByteView body, int status = 200) {
    return {status, std::move(media_type), std::string(as_text(body)), {}};
}

}  // namespace tacit::http
