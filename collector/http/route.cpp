#include "collector/http/route.h"

#include "collector/http/problem.h"
#include "collector/ops/log.h"

namespace tacit::http {
namespace {

constexpr std::size_t kPathSizeMax = 512;

std::string_view method_text(Method method) {
    switch (method) {
        case Method::get: return "GET";
        case Method::head: return "HEAD";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::del: return "DELETE";
        case Method::options: return "OPTIONS";
        case Method::other: return "";
    }
    return "";
}

// The next path segment, cut off the front of `rest`.
std::string_view next_segment(std::string_view& rest) {
    if (!rest.empty() && rest.front() == '/') rest.remove_prefix(1);
    const std::string_view segment = rest.substr(0, rest.find('/'));
    rest.remove_prefix(segment.size());
    return segment;
}

std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
    std::vector<std::string> values;
    while (!pattern.empty() && !path.empty()) {
        const std::string_view wanted = next_segment(pattern);
        const std::string_view given = next_segment(path);
        if (wanted.starts_with('{')) {
            if (given.empty()) return std::nullopt;
            values.emplace_back(given);
        } else if (wanted != given) {
            return std::nullopt;
        }
    }
    if (!pattern.empty() || !path.empty()) return std::nullopt;
    return values;
}

// Digits only: a sign, a space or a second value would be read differently by a proxy in front.
std::optional<std::size_t> body_size(const Head& head) {
    if (head.content_lengths.empty()) return 0;
    const std::string& text = head.content_lengths.front();
    if (head.content_lengths.size() > 1 || text.empty() || text.size() > 15) return std::nullopt;
    std::size_t size = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        size = size * 10 + static_cast<std::size_t>(digit - '0');
    }
    return size;
}

void allow_any_origin(Response& response) {
    response.with("Access-Control-Allow-Origin", "*").with("Access-Control-Expose-Headers", "Retry-After");
}

bool same_kind(Method asked, Method of_route) {
    return asked == of_route || (asked == Method::head && of_route == Method::get);
}

std::string taken_type(const Route& route) { return route.takes ? wire::text(*route.takes) : "application/json"; }

bool takes(const Route& route, std::string_view content_type) {
    if (route.takes) return wire::matches(content_type, *route.takes);
    return content_type.substr(0, content_type.find(';')) == taken_type(route);
}

// What is wrong with a request's body before any of it is read.
std::optional<Response> refuse_body(const Head& head, const Route& route, std::size_t size) {
    if (head.has_transfer_encoding)
        return refusal(411, "send the body with a Content-Length and without a Transfer-Encoding");
    if (head.has_content_encoding) return refusal(415, "send the body without a Content-Encoding");
    if (route.method != Method::post) return std::nullopt;
    if (head.content_lengths.empty()) return refusal(411, "send the body with a Content-Length");
    if (size > route.body_size_max)
        return refusal(413, "the body may have " + std::to_string(route.body_size_max) + " bytes");
    if (!takes(route, head.content_type)) return refusal(415, "this resource takes " + taken_type(route));
    return std::nullopt;
}

}  // namespace

void Router::add(Route route) { routes_.push_back(std::move(route)); }

std::variant<Router::Match, Router::Refused> Router::admit(const Head& head) const {
    if (head.path.size() > kPathSizeMax) return Refused{Resource::unknown, refusal(414, {})};
    const std::optional<std::size_t> size = body_size(head);
    if (!size) return Refused{Resource::unknown, refusal(400, "the Content-Length is no number")};

    Resource resource = Resource::unknown;
    bool cross_origin = false;
    std::string allowed;
    for (const Route& route : routes_) {
        auto path = match(route.pattern, head.path);
        if (!path) continue;
        if (same_kind(head.method, route.method)) {
            auto refused = refuse_body(head, route, *size);
            if (!refused && route.refuse) refused = route.refuse({*path, head.bearer, {}, {}});
            if (!refused) return Match{&route, std::move(*path), *size};
            if (route.cross_origin) allow_any_origin(*refused);
            return Refused{route.resource, std::move(*refused)};
        }
        resource = route.resource;
        cross_origin = cross_origin || route.cross_origin;
        allowed += (allowed.empty() ? "" : ", ") + std::string(method_text(route.method));
    }
    if (allowed.empty()) return Refused{resource, refusal(404, "there is nothing at this address")};
    if (head.method == Method::options && cross_origin) {
        Response response{204, {}, {}, {}};
        allow_any_origin(response);
        response.with("Access-Control-Allow-Methods", allowed).with("Access-Control-Allow-Headers", "Content-Type");
        response.with("Access-Control-Max-Age", "86400");
        return Refused{resource, std::move(response)};
    }
    Response response = refusal(405, "this address takes " + allowed);
    response.with("Allow", allowed);
    if (cross_origin) allow_any_origin(response);
    return Refused{resource, std::move(response)};
}

Response Router::run(const Match& match, Request request) const {
    request.path = match.path;
    Response response;
    try {
        response = match.route->handle(request);
    } catch (...) {  // what() may hold bytes of the request
        // A respondent's visit has no line, not even a failed one; the metrics count it.
        if (!match.route->cross_origin)
            ops::log(ops::Event::request_failed, {{"resource", match.route->resource}});
        response = answer(Error{});
    }
    if (match.route->cross_origin) allow_any_origin(response);
    return response;
}

}  // namespace tacit::http
