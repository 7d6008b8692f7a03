#include "collector/http/form.h"

#include <set>

#include "collector/http/coding.h"
#include "collector/http/problem.h"
#include "schemas/task/form_headers.h"
#include "schemas/task/url.h"

namespace tacit::http {
namespace {

using form::Installed;

// Each once, sorted, so that the policy is the same in every answer.
std::vector<std::string> origins_of(const std::vector<std::string>& urls, const std::string& own_url) {
    std::set<std::string> origins;
    for (const std::string& url : urls) origins.insert(task::origin_of(url));
    origins.erase(task::origin_of(own_url));
    return {origins.begin(), origins.end()};
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
            response = in_best_coding(request, task::form_media_type(path), *content);
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
