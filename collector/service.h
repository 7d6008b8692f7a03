// A serving collector, put together: storage, keys, tasks, the protocol, the work beside the requests, the HTTP
// servers. Parts are members in the order in which they need each other; destroying it is the graceful stop.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collector/http/form.h"
#include "collector/http/resources.h"
#include "collector/http/server.h"
#include "collector/ops/config.h"
#include "collector/ops/keys.h"
#include "collector/peer/transport.h"
#include "collector/work/form_watch.h"
#include "collector/work/verify_pool.h"
#include "collector/work/writer.h"

namespace tacit::collector {

class Service {
public:
    // Opens everything; look_for_tasks() and then listen() begin the service. Fails with what a person has to repair.
    static Result<std::unique_ptr<Service>> open(const ops::Config& config, const Clock& clock, Random& random,
                                                 dp::Noise& noise);
    ~Service();

    // Loads the tasks that were paired since; called now and then, so that pairing needs no restart. Returns what is
    // wrong with those that could not be loaded, each once. What may pass by itself (a disk that is away) is tried
    // again.
    std::vector<Error> look_for_tasks();
    Result<void> listen();
    // Rotates the HPKE keys when they are due; what is in the way, once, while it is tried again.
    std::optional<Error> look_at_keys();
    // Takes up the form that was installed since; what is wrong with one that cannot be served, once.
    std::optional<Error> look_at_form();
    // Finds out whether the database can be used, for /readyz.
    void look_at_store();

    int port() const { return server_->port(); }
    std::size_t task_count() const { return tasks_.all().size(); }

private:
    Service(const ops::Config& config, const Clock& clock, Random& random, dp::Noise& noise, ops::KeyFile keys,
            protocol::KeyRing ring, std::unique_ptr<ops::Metrics> metrics, std::unique_ptr<store::Store> store);
    // For /metrics.
    void count_what_waits();
    Result<void> load(const wire::TaskId& id, const ops::TaskKeys& keys);
    Result<void> load_as_paired(const wire::TaskId& id, const ops::KeyFile& keys);
    Result<void> rotate_keys(std::chrono::sys_days today);

    const ops::Config& config_;
    const Clock& clock_;
    Random& random_;
    std::unique_ptr<ops::Metrics> metrics_;
    ops::Health health_;
    std::chrono::sys_days keys_since_;
    SecretBytes storage_key_;
    std::shared_ptr<const sign::SecretKey> signing_key_;
    protocol::Keys keys_;
    std::unique_ptr<store::Store> store_;
    protocol::LedgerBook ledger_;
    work::VerifyPool pool_;
    protocol::TaskRegistry tasks_;
    std::set<wire::TaskId> refused_tasks_;         // for good
    std::map<wire::TaskId, std::string> said_of_;  // of a task that is not served: what was said last
    std::string said_of_keys_, said_of_rotation_;
    http::Wording wording_;
    std::unique_ptr<peer::Transport> transport_;
    protocol::Parts parts_;
    work::Writer writer_;
    protocol::Upload upload_;
    work::Scheduler scheduler_;
    http::Services services_;
    http::FormDesk form_;
    std::optional<std::pair<std::string, std::size_t>> form_seen_;  // what was installed, and how many tasks there were
    work::FormWatch form_watch_;
    http::Router router_;
    http::Router metrics_router_;
    std::unique_ptr<http::Server> metrics_server_;
    std::unique_ptr<http::Server> server_;  // last: no request comes once the rest begins to go
};

}  // namespace tacit::collector
