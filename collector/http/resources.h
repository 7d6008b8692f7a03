// The resources of a collector over its protocol layer: each handler decodes the address, calls the protocol, encodes
// the answer. Which of them answer depends on the tasks that are loaded, so all are always there.
#pragma once
#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "collector/http/route.h"
#include "collector/ops/health.h"
#include "collector/ops/metrics.h"
#include "collector/protocol/aggregate_share.h"
#include "collector/protocol/close.h"
#include "collector/protocol/collection.h"
#include "collector/protocol/helper_job.h"
#include "collector/protocol/ledger_book.h"
#include "collector/protocol/upload.h"
#include "collector/work/scheduler.h"

namespace tacit::http {

// The wording of each task as it is served: texts/1.json and this aggregator's signature of it. Thread-safe.
class Wording {
public:
    struct Document {
        std::string text;
        std::string signature;
    };
    void add(const wire::TaskId& task, Document document);
    std::optional<Document> find(const wire::TaskId& task) const;

private:
    mutable std::mutex mutex_;
    std::map<wire::TaskId, Document> documents_;
};

// Made by whoever serves; all of it outlives the router.
struct Services {
    const protocol::Parts& parts;
    const protocol::TaskRegistry& tasks;
    const protocol::Upload& upload;
    const Wording& wording;
    work::Scheduler& scheduler;
    ops::Metrics& metrics;
    const ops::Health& health;
    std::string prefix;  // the path of the public URL, without its last "/"
};

void add_hpke_config(Router& router, const Services& services);
void add_reports(Router& router, const Services& services);
void add_aggregation_jobs(Router& router, const Services& services);
void add_collection_jobs(Router& router, const Services& services);
void add_aggregate_shares(Router& router, const Services& services);
void add_task_files(Router& router, const Services& services);
void add_exchange(Router& router, const Services& services);  // between the aggregators: ledger heads, closing
void add_all(Router& router, const Services& services);

// These need no tasks.
void add_releases(Router& router, const std::string& prefix, const std::filesystem::path& folder);
// On a server that publishes nothing itself: where the publishers of its tasks are, each a name and a URL.
void add_releases_elsewhere(Router& router, const std::string& prefix,
                            std::function<std::vector<std::pair<std::string, std::string>>()> publishers);
void add_health(Router& router, const ops::Health& health);
// `look` sets the gauges that are only worth finding out when somebody asks.
void add_metrics(Router& router, const ops::Metrics& metrics, std::function<void()> look);

}  // namespace tacit::http
