#include "collector/http/resources.h"

namespace tacit::http {

void Wording::add(const wire::TaskId& task, Document document) {
    const std::lock_guard lock(mutex_);
    documents_[task] = std::move(document);
}

std::optional<Wording::Document> Wording::find(const wire::TaskId& task) const {
    const std::lock_guard lock(mutex_);
    const auto found = documents_.find(task);
    return found == documents_.end() ? std::nullopt : std::optional(found->second);
}

void add_health(Router& router, const ops::Health& health) {
    router.add({Resource::livez, Method::get, "/livez", {}, 0, false, [](const Request&) {
                    return answer("text/plain", as_bytes("alive\n"));
                }});
    router.add({Resource::readyz, Method::get, "/readyz", {}, 0, false, [&health](const Request&) {
                    return answer("text/plain", as_bytes(health.reason() + "\n"), health.ready() ? 200 : 503);
                }});
}

void add_metrics(Router& router, const ops::Metrics& metrics, std::function<void()> look) {
    router.add({Resource::metrics, Method::get, "/metrics", {}, 0, false, [&metrics, look](const Request&) {
                    look();
                    return answer("text/plain; version=0.0.4", as_bytes(metrics.text()));
                }});
}

void add_all(Router& router, const Services& services) {
    add_hpke_config(router, services);
    add_reports(router, services);
    add_aggregation_jobs(router, services);
    add_collection_jobs(router, services);
    add_aggregate_shares(router, services);
    add_task_files(router, services);
    add_exchange(router, services);
}

}  // namespace tacit::http
