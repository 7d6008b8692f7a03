#include "collector/http/form.h"

#include <set>

#include "collector/http/problem.h"
#include "schemas/task/form_headers.h"
#include "schemas/task/url.h"

namespace tacit::http {
namespace {

using form::Encoding;
using form::Installed;

// Each once, sorted, so that the policy is the same in every answer.
std::vector<std::string> origins_of(const std::vector<std::string>& urls, const std::string& own_url) {
    std::set<std::string> origins;
    for (const std::string& url : urls) origins.insert(task::origin_of(url));
    origins.erase(task::origin_of(own_url));
    return {origins.begin(), origins.end()};
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Whether a comma-separated list has an entry that `fits`.
template <class Fits>
bool any_in_list(std::string_view list, Fits fits) {
    for (std::size_t begin = 0; begin < list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        if (fits(trimmed(list.substr(begin, end - begin)))) return true;
        begin = end + 1;
    }
    return false;
}

// RFC 9110 section 12.5.3; a weight of zero forbids.
bool accepts(std::string_view accept_encoding, std::string_view coding) {
    return any_in_list(accept_encoding, [&](std::string_view entry) {
        const std::size_t parameter = std::min(entry.find(';'), entry.size());
        if (trimmed(entry.substr(0, parameter)) != coding) return false;
        const std::size_t equals = entry.find('=', parameter);
        if (equals == std::string_view::npos) return true;
        return entry.substr(equals + 1).find_first_of("123456789") != std::string_view::npos;
    });
}

Encoding choose(const Installed::Content& content, std::string_view accept_encoding) {
    if (!content.brotli.empty() && accepts(accept_encoding, name(Encoding::brotli))) return Encoding::brotli;
    if (!content.gzip.empty() && accepts(accept_encoding, name(Encoding::gzip))) return Encoding::gzip;
    return Encoding::identity;
}

const std::string& bytes_in(const Installed::Content& content, Encoding encoding) {
    switch (encoding) {
        case Encoding::identity: break;
        case Encoding::gzip: return content.gzip;
        case Encoding::brotli: return content.brotli;
    }
    return content.plain;
}

// RFC 9110 section 13.1.2.
bool has_already(std::string_view if_none_match, std::string_view etag) {
    return any_in_list(if_none_match, [&](std::string_view entry) {
        if (entry.starts_with("W/")) entry.remove_prefix(2);
        return entry == "*" || entry == etag;
    });
}

class Pages {
public:
    Pages(const FormDesk& desk, std::string public_url, std::function<std::vector<std::string>()> others)
        : desk_(desk), public_url_(std::move(public_url)), others_(std::move(others)) {}

    Response page(const Request& request, std::string_view path) const {
        const auto form = desk_.now();
        const Installed::Content* content = form ? form->find(path) : nullptr;
        Response response;
        if (!form)
            response = refusal(404, "this server has no form installed");
        else if (content == nullptr)
            response = refusal(404, "the form has no such file");
        else
            response = file(request, path, *content);
        for (auto& [key, value] :
             task::form_headers(origins_of(others_(), public_url_), public_url_.starts_with("https:")))
            response.with(std::move(key), std::move(value));
        // The names do not change with the content, so a browser has to ask each time; a 304 is short.
        return response.with("Cache-Control", response.status >= 400 ? "no-store" : "no-cache");
    }

    // Browsers ask for it by themselves at the root.
    Response icon() const {
        const auto form = desk_.now();
        const Installed::Content* content = form ? form->find("favicon.ico") : nullptr;
        if (content == nullptr) return Response{204, {}, {}, {{"Cache-Control", "no-cache"}}};
        return answer(std::string(task::form_media_type("favicon.ico")), as_bytes(content->plain))
            .with("Cache-Control", "no-cache");
    }

private:
    static Response file(const Request& request, std::string_view path, const Installed::Content& content) {
        const Encoding encoding = choose(content, request.accept_encoding);
        const std::string etag = '"' + content.hash + '-' + std::string(name(encoding)) + '"';
        Response response;
        if (has_already(request.if_none_match, etag)) {
            response.status = 304;
        } else {
            response = answer(std::string(task::form_media_type(path)), as_bytes(bytes_in(content, encoding)));
            if (encoding != Encoding::identity) response.with("Content-Encoding", std::string(name(encoding)));
        }
        return response.with("ETag", etag).with("Vary", "Accept-Encoding");
    }

    const FormDesk& desk_;
    const std::string public_url_;
    const std::function<std::vector<std::string>()> others_;
};

}  // namespace

void add_form(Router& router, const FormDesk& desk, const std::string& public_url,
              std::function<std::vector<std::string>()> others) {
    const auto pages = std::make_shared<const Pages>(desk, public_url, std::move(others));
    const auto parsed = task::parse_url(public_url);
    const std::string root = parsed ? parsed->path : "/";
    const auto get = [&](const std::string& pattern, Handler handle) {
        router.add({Resource::form, Method::get, pattern, {}, 0, false, std::move(handle)});
    };
    get(root + "tacit/form/", [pages](const Request& request) { return pages->page(request, task::kFormPage); });
    get(root + "tacit/form/{file}", [pages](const Request& request) { return pages->page(request, request.path[0]); });
    get(root + "tacit/form/{folder}/{file}",
        [pages](const Request& request) { return pages->page(request, request.path[0] + "/" + request.path[1]); });
    // The browser keeps the fragment, in which the task's id is.
    get(root + "tacit/form", [root](const Request&) {
        return Response{308, {}, {}, {{"Location", root + "tacit/form/"}, {"Cache-Control", "no-store"}}};
    });
    get("/favicon.ico", [pages](const Request&) { return pages->icon(); });
}

}  // namespace tacit::http
