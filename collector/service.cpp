#include "collector/service.h"

#include <algorithm>

#include "collector/form_install.h"
#include "collector/ops/files.h"
#include "collector/ops/log.h"
#include "collector/store/open.h"
#include "collector/task_folder.h"
#include "schemas/task/texts.h"
#include "schemas/task/url.h"

namespace tacit::collector {
namespace {

constexpr std::chrono::days kKeyLifetime{60};
// With less the disk counts as full: some hundred more reports would fill it.
constexpr std::uint64_t kRoomNeededBytes = std::uint64_t{16} << 20;

// The path of the public URL without its last "/": what stands before every resource.
std::string prefix_of(const ops::Config& config) {
    const auto url = task::parse_url(config.public_url);
    if (!url) return {};
    return url->path.substr(0, url->path.size() - 1);
}

bool serves(const ops::Config& config, wire::Role role) {
    return (role == wire::Role::leader && config.roles.leader) || (role == wire::Role::helper && config.roles.helper);
}

// Whether a task is one of ours in any role that this collector has.
bool has_secrets(const ops::Config& config, const ops::KeyFile& keys, const wire::TaskId& id) {
    return std::any_of(keys.tasks.begin(), keys.tasks.end(), [&](const ops::TaskKeys& task) {
        return task.task == id &&
               (serves(config, task.role) || (task.role == wire::Role::collector && config.roles.publisher));
    });
}

// Whether this was said last; it is now.
bool is_said(std::string& last, const Error& error) {
    std::string text = to_text(error);
    const bool same = last == text;
    last = std::move(text);
    return same;
}

}  // namespace

Service::Service(const ops::Config& config, const Clock& clock, Random& random, dp::Noise& noise, ops::KeyFile keys,
                 protocol::KeyRing ring, std::unique_ptr<ops::Metrics> metrics, std::unique_ptr<store::Store> store)
    : config_(config),
      clock_(clock),
      random_(random),
      metrics_(std::move(metrics)),
      keys_since_(keys.hpke_since),
      storage_key_(std::move(keys.storage_key)),
      signing_key_(std::make_shared<const sign::SecretKey>(std::move(keys.signing))),
      keys_(std::move(ring)),
      store_(std::move(store)),
      ledger_(*store_, clock, config.ledgers),
      pool_(config.workers),
      transport_(peer::http_transport(config.tls_ca)),
      parts_{*store_, clock, random, noise, keys_, storage_key_, pool_, ledger_},
      writer_(*store_, metrics_.get()),
      upload_(*store_, clock, keys_, tasks_, writer_),
      scheduler_(parts_, *transport_, metrics_.get()),
      services_{parts_, tasks_, upload_, wording_, scheduler_, *metrics_, health_, prefix_of(config)},
      form_watch_(parts_, tasks_, *transport_, metrics_.get(),
                  {config.form_check_mean, [this] { return form_.now() != nullptr; }}) {}

Service::~Service() {
    health_.set_stopping();
    server_.reset();
    metrics_server_.reset();
    transport_->hang_up();  // what is cut off is asked again, with the same bytes, by the next start
    form_watch_.stop();
    scheduler_.stop();
}

Result<std::unique_ptr<Service>> Service::open(const ops::Config& config, const Clock& clock, Random& random,
                                               dp::Noise& noise) {
    TACIT_TRY(ops::KeyFile keys, ops::load_keys(config.keys));
    auto ring = protocol::KeyRing::load(as_text(keys.hpke_ring.view()));
    if (!ring)
        return fail(Fault::corrupt, "the HPKE keys in the key file cannot be read: " + ring.error().what,
                    config.keys.string(), "restore the key file from your offline copy");
    auto metrics = std::make_unique<ops::Metrics>();
    TACIT_TRY(std::unique_ptr<store::Store> store, store::open(config.database, {metrics.get(), 0}));
    ops::log(ops::Event::store_opened);
    return std::unique_ptr<Service>(new Service(config, clock, random, noise, std::move(keys), *std::move(ring),
                                                std::move(metrics), std::move(store)));
}

std::vector<Error> Service::look_for_tasks() {
    std::vector<wire::TaskId> fresh;
    for (const wire::TaskId& id : stored_tasks(config_.tasks)) {
        if (!tasks_.find(id) && !refused_tasks_.contains(id)) fresh.push_back(id);
    }
    if (fresh.empty()) {
        health_.set_loaded(true);
        return {};
    }
    const auto keys = ops::load_keys(config_.keys);
    if (!keys) {
        if (is_said(said_of_keys_, keys.error())) return {};
        return {keys.error()};
    }
    said_of_keys_.clear();
    std::vector<Error> errors;
    for (const wire::TaskId& id : fresh) {
        const auto loaded = load_as_paired(id, *keys);
        if (loaded) continue;
        if (loaded.error().fault != Fault::unavailable) refused_tasks_.insert(id);
        if (is_said(said_of_[id], loaded.error())) continue;
        ops::log(ops::Event::task_refused, {id});
        errors.push_back(loaded.error());
    }
    metrics_->set(ops::Gauge::tasks, static_cast<std::int64_t>(tasks_.all().size()));
    health_.set_loaded(true);  // only now: /readyz promises that the tasks are there
    return errors;
}

std::optional<Error> Service::look_at_form() {
    const auto installed = form::current(config_.form);
    const auto tasks = tasks_.all();
    if (!installed || tasks.empty()) return std::nullopt;  // without a task nobody's signature counts
    const std::pair now{*installed, tasks.size()};
    if (form_seen_ == now) return std::nullopt;
    form_seen_ = now;
    std::vector<const task::Task*> terms;
    for (const protocol::TaskPtr& task : tasks) terms.push_back(&task->terms);
    auto form = load_form(config_.form, terms);
    if (!form) {  // what was served before goes on
        ops::log(ops::Event::form_refused);
        return form.error();
    }
    form_.put(*form);
    ops::log(ops::Event::form_loaded, {{"files", (*form)->manifest.files.size()}});
    return std::nullopt;
}

void Service::look_at_store() {
    const auto tasks = tasks_.all();
    if (tasks.empty()) return;
    const auto state =
        store_->read("serve: look", [&](store::Reader& reader) { return reader.task_state(tasks.front()->key); });
    // That an upload could not be stored is told to whoever sent it, and to nobody else (ops/event.h): so the disk is
    // looked at, and not what becomes of uploads.
    const bool usable = state.has_value() && ops::has_room(config_.database, kRoomNeededBytes);
    if (!usable && health_.store_usable()) ops::log(ops::Event::store_unavailable);
    health_.set_store_usable(usable);
}

void Service::count_what_waits() {
    std::uint64_t reports = 0, jobs = 0;
    for (const protocol::TaskPtr& task : tasks_.all()) {
        if (task->role != wire::Role::leader) continue;
        const auto counted = store_->read("serve: count", [&](store::Reader& reader) -> Result<void> {
            TACIT_TRY(const std::uint64_t pending, reader.pending_count(task->key, task->interval));
            TACIT_TRY(const std::uint64_t open, reader.leader_job_count(task->key));
            reports += pending;
            jobs += open;
            return {};
        });
        if (!counted) return;  // what was counted last stays
    }
    metrics_->set(ops::Gauge::reports_pending, static_cast<std::int64_t>(reports));
    metrics_->set(ops::Gauge::jobs_pending, static_cast<std::int64_t>(jobs));
}

Result<void> Service::load_as_paired(const wire::TaskId& id, const ops::KeyFile& keys) {
    if (!has_secrets(config_, keys, id))
        return fail(Fault::refused, "the key file holds no secrets of the task " + wire::to_text(id),
                    config_.keys.string(), "use the key file with which the task was paired; this task is not served");
    for (const ops::TaskKeys& task : keys.tasks) {
        if (task.task != id || !serves(config_, task.role)) continue;
        TACIT_CHECK(load(id, task));
    }
    return {};
}

Result<void> Service::load(const wire::TaskId& id, const ops::TaskKeys& keys) {
    TACIT_TRY(const StoredTask stored, load_stored_task(config_.tasks, id));
    protocol::TaskSecrets secrets{keys.verify_key.clone(), keys.peer_token.clone(), keys.publisher_token.clone()};
    TACIT_TRY(const protocol::TaskPtr task,
              protocol::open_task(*store_, stored.json, keys.role, std::move(secrets), signing_key_));
    TACIT_TRY(const auto opened, ledger_.open(*task));
    if (opened.lines_restored > 0) ops::log(ops::Event::ledger_lines_restored, {id, {"lines", opened.lines_restored}});
    if (!opened.batches_refused.empty())
        ops::log(ops::Event::ledger_ahead_of_database, {id, {"batches", opened.batches_refused.size()}});
    if (stored.texts) {
        const auto noted = ledger_.note_texts(*task, sha256(as_bytes(*stored.texts)));
        if (!noted && noted.error().fault == Fault::refused)
            return fail(Fault::refused, noted.error().what, texts_file(config_.tasks, id).string(),
                        std::string(kTextsNotEdited));
        TACIT_CHECK(noted);
        wording_.add(id, {*stored.texts, task::sign_texts(*stored.texts, *signing_key_)});
    }
    tasks_.add(task);
    scheduler_.add(task);
    ops::log(ops::Event::task_loaded, {id, {"role", keys.role}, {"tables", task->compiled.tables.size()}});
    return {};
}

Result<void> Service::rotate_keys(std::chrono::sys_days today) {
    TACIT_TRY(const auto lock, ops::KeyFileLock::acquire(config_.keys));
    TACIT_TRY(ops::KeyFile file, ops::load_keys(config_.keys));
    protocol::KeyRing ring = keys_.now()->rotated(random_, today);
    file.hpke_ring = ring.to_key_file();
    file.hpke_since = today;
    TACIT_CHECK(ops::save_keys(config_.keys, file));  // before anybody can encrypt to the new key
    keys_.replace(std::move(ring));
    keys_since_ = today;
    return {};
}

std::optional<Error> Service::look_at_keys() {
    const auto today = std::chrono::floor<std::chrono::days>(clock_.now());
    if (today - keys_since_ < kKeyLifetime) return std::nullopt;
    const auto rotated = rotate_keys(today);
    if (rotated) {
        said_of_rotation_.clear();
        ops::log(ops::Event::keys_rotated);
        return std::nullopt;
    }
    if (is_said(said_of_rotation_, rotated.error())) return std::nullopt;
    ops::log(ops::Event::keys_not_rotated);
    return rotated.error();
}

Result<void> Service::listen() {
    http::add_health(router_, health_);
    http::add_all(router_, services_);
    http::add_form(router_, form_, config_.public_url, [this] {
        std::vector<std::string> urls;
        for (const protocol::TaskPtr& task : tasks_.all()) {
            urls.push_back(task->peer().url);
            urls.push_back(task->terms.publisher.url);
        }
        return urls;
    });
    if (config_.roles.publisher) {
        http::add_releases(router_, services_.prefix, config_.releases);
    } else {
        http::add_releases_elsewhere(router_, services_.prefix, [this] {
            std::vector<std::pair<std::string, std::string>> publishers;
            for (const protocol::TaskPtr& task : tasks_.all()) {
                const task::Publisher& publisher = task->terms.publisher;
                if (std::pair one(publisher.name, publisher.url);
                    std::find(publishers.begin(), publishers.end(), one) == publishers.end())
                    publishers.push_back(std::move(one));
            }
            return publishers;
        });
    }
    TACIT_TRY(server_,
              http::Server::start({config_.listen.host, config_.listen.port, config_.tls_certificate, config_.tls_key},
                                  router_, *metrics_));
    form_watch_.start();
    if (!config_.has_metrics) return {};
    http::add_metrics(metrics_router_, *metrics_, [this] { count_what_waits(); });
    http::Limits few;
    few.workers = 2;
    few.queue_max = 16;
    few.connections_max = 64;
    TACIT_TRY(metrics_server_, http::Server::start({config_.metrics_listen.host, config_.metrics_listen.port, {}, {}},
                                                   metrics_router_, *metrics_, few));
    return {};
}

}  // namespace tacit::collector
