// The resources of a collector, by name: for routes and for the labels of metrics.
#pragma once
#include <string_view>

namespace tacit::http {

enum class Resource {
    unknown,
    // DAP (draft-ietf-ppm-dap-18)
    hpke_config,
    reports,
    aggregation_jobs,
    aggregation_job,
    collection_jobs,
    collection_job,
    aggregate_shares,
    aggregate_share,
    // what is ours, under /tacit/
    task_json,
    texts,
    peer_hpke,
    counted,
    ledger,
    ledger_head,
    close,
    releases,
    form,
    // the process
    livez,
    readyz,
    metrics,
};

enum class StatusClass { informational, success, redirect, refused, failed };

constexpr std::string_view name(Resource resource) {
    switch (resource) {
        case Resource::unknown: return "unknown";
        case Resource::hpke_config: return "hpke_config";
        case Resource::reports: return "reports";
        case Resource::aggregation_jobs: return "aggregation_jobs";
        case Resource::aggregation_job: return "aggregation_job";
        case Resource::collection_jobs: return "collection_jobs";
        case Resource::collection_job: return "collection_job";
        case Resource::aggregate_shares: return "aggregate_shares";
        case Resource::aggregate_share: return "aggregate_share";
        case Resource::task_json: return "task_json";
        case Resource::texts: return "texts";
        case Resource::peer_hpke: return "peer_hpke";
        case Resource::counted: return "counted";
        case Resource::ledger: return "ledger";
        case Resource::ledger_head: return "ledger_head";
        case Resource::close: return "close";
        case Resource::releases: return "releases";
        case Resource::form: return "form";
        case Resource::livez: return "livez";
        case Resource::readyz: return "readyz";
        case Resource::metrics: return "metrics";
    }
    return "unknown";
}

constexpr std::string_view name(StatusClass status) {
    switch (status) {
        case StatusClass::informational: return "1xx";
        case StatusClass::success: return "2xx";
        case StatusClass::redirect: return "3xx";
        case StatusClass::refused: return "4xx";
        case StatusClass::failed: return "5xx";
    }
    return "5xx";
}

constexpr StatusClass status_class(int status) {
    if (status < 200) return StatusClass::informational;
    if (status < 300) return StatusClass::success;
    if (status < 400) return StatusClass::redirect;
    return status < 500 ? StatusClass::refused : StatusClass::failed;
}

}  // namespace tacit::http
