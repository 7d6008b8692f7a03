// Which handler answers which request, and what is refused before a handler runs: unknown paths, wrong methods, bodies
// of the wrong kind or size. The one place that catches exceptions. Knows nothing of sockets; thread-safe once built.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "collector/http/message.h"
#include "collector/http/resource.h"
#include "schemas/wire/media_type.h"

namespace tacit::http {

using Handler = std::function<Response(const Request&)>;

struct Route {
    Resource resource = Resource::unknown;
    Method method = Method::get;
    std::string pattern;                   // "/tasks/{task}/reports"; a {…} stands for one path segment
    std::optional<wire::MediaType> takes;  // the body's type, for POST; JSON where none is given
    std::size_t body_size_max = 0;
    bool cross_origin = false;  // whether pages of other origins may ask, without credentials
    Handler handle;
    // Who may ask, from the path and the bearer token: a refusal, or nothing. Asked before the body is read, so that
    // only those who belong to a task can make this server read something large.
    std::function<std::optional<Response>(const Request&)> refuse = {};
};

// What is known of a request before its body is read.
struct Head {
    Method method = Method::other;
    std::string path;
    std::string content_type;
    std::vector<std::string> content_lengths;  // one per header line; more than one is an attack
    bool has_transfer_encoding = false;
    bool has_content_encoding = false;
    std::string bearer;
};

class Router {
public:
    void add(Route route);

    // The route of a request with what stood at its {…}.
    struct Match {
        const Route* route = nullptr;
        std::vector<std::string> path;
        std::size_t body_size = 0;
    };
    // Either a route to run, or the answer: 204 to a browser's question whether it may ask, or a refusal.
    struct Refused {
        Resource resource = Resource::unknown;
        Response response;
    };
    std::variant<Match, Refused> admit(const Head& head) const;

    // Runs the handler. Whatever it throws becomes a 500 without text.
    Response run(const Match& match, Request request) const;

private:
    std::vector<Route> routes_;
};

}  // namespace tacit::http
