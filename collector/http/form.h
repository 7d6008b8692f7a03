// The form over HTTP, at {public_url}tacit/form/: the same for every visitor, with the headers of
// schemas/task/form_headers.h. A name in the address is looked up among the names of the manifest and never becomes
// part of a path. Nothing about a request is kept or logged.
#pragma once
#include <memory>
#include <mutex>
#include <string>

#include "collector/form/shelf.h"
#include "collector/http/route.h"

namespace tacit::http {

// The form that is served now; empty where none is installed. Thread-safe.
class FormDesk {
public:
    void put(std::shared_ptr<const form::Installed> form) {
        const std::lock_guard lock(mutex_);
        form_ = std::move(form);
    }
    std::shared_ptr<const form::Installed> now() const {
        const std::lock_guard lock(mutex_);
        return form_;
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const form::Installed> form_;
};

// `public_url` decides where the form lies and whether it is served over https; `others` gives the URLs of the other
// aggregators of the tasks, whom the page has to ask beside this server, and of their publishers, whom it asks for
// results when somebody wants to see them. All of it outlives the router.
void add_form(Router& router, const FormDesk& desk, const std::string& public_url,
              std::function<std::vector<std::string>()> others);

}  // namespace tacit::http
