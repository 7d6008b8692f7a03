#include "tests/client/servers.h"

#include <httplib.h>

#include <chrono>

#include "schemas/task/counted.h"

namespace tacit::test {
namespace {

void give(httplib::Response& response, ByteView bytes) {
    response.set_content(std::string(as_text(bytes)), "application/octet-stream");
}

}  // namespace

Servers::Servers(std::string survey)
    : leader_(std::make_unique<httplib::Server>()), helper_(std::make_unique<httplib::Server>()) {
    TrialOptions options;
    options.survey = std::move(survey);
    options.leader_url = "http://127.0.0.1:" + std::to_string(leader_->bind_to_any_port("127.0.0.1")) + "/";
    options.helper_url = "http://127.0.0.1:" + std::to_string(helper_->bind_to_any_port("127.0.0.1")) + "/";
    options.opens = 1'700'006'400;   // before any test runs
    options.closes = 4'102'444'800;  // and after
    trial_ = std::make_unique<Trial>(options);
    serve(*leader_, &client::ServedByBoth::leader);
    serve(*helper_, &client::ServedByBoth::helper);
    leader_->Get("/tacit/tasks/" + wire::to_text(trial_->terms.id) + "/counted.json",
                 [this](const httplib::Request&, httplib::Response& response) {
                     const std::lock_guard lock(mutex_);
                     response.status = counted_.empty() ? 503 : 200;
                     give(response, as_bytes(counted_));
                 });
    leader_->Post("/tasks/" + wire::to_text(trial_->terms.id) + "/reports",
                  [this](const httplib::Request& request, httplib::Response& response) {
                      const std::lock_guard lock(mutex_);
                      const Bytes body = to_bytes(as_bytes(request.body));
                      received_.push_back(body);
                      addresses_.insert(request.remote_addr);
                      user_agents_.insert(request.get_header_value("User-Agent"));
                      Upload next = Upload::store;
                      if (!script_.empty()) {
                          next = script_.front();
                          script_.pop_front();
                      }
                      const auto upload = decode<wire::UploadRequest>(body);
                      if (!upload || upload->reports.size() != 1) {
                          response.status = 400;
                          return;
                      }
                      const wire::ReportId id = upload->reports[0].report_metadata.report_id;
                      const auto refuse = [&](wire::ReportError error) {
                          give(response, encode(wire::UploadErrors{{{id, error}}}).value());
                      };
                      switch (next) {
                          case Upload::store: stored_.insert(to_bytes(id.bytes)); break;
                          case Upload::store_and_hang_up:
                              stored_.insert(to_bytes(id.bytes));
                              response.status = 500;
                              break;
                          case Upload::outdated:
                              trial_->rotate_keys();
                              refuse(wire::ReportError::outdated_config);
                              break;
                          case Upload::replayed: refuse(wire::ReportError::report_replayed); break;
                          case Upload::unavailable: response.status = 503; break;
                      }
                  });
    for (httplib::Server* server : {leader_.get(), helper_.get()})
        threads_.emplace_back([server] { server->listen_after_bind(); });
    while (!leader_->is_running() || !helper_->is_running()) std::this_thread::yield();
}

Servers::~Servers() {
    leader_->stop();
    helper_->stop();
}

void Servers::serve(httplib::Server& server, client::Served client::ServedByBoth::*half) {
    const auto file = [&](const std::string& path, Bytes client::Served::*bytes) {
        server.Get(path, [this, half, bytes](const httplib::Request&, httplib::Response& response) {
            const std::lock_guard lock(mutex_);
            give(response, trial_->served.*half.*bytes);
        });
    };
    const std::string task = "/tacit/tasks/" + wire::to_text(trial_->terms.id);
    file(task + "/task.json", &client::Served::task_json);
    file(task + "/texts.json", &client::Served::texts_list);
    file(task + "/texts/1.json", &client::Served::texts);
    file(task + "/texts/1.sig", &client::Served::texts_signature);
    file(task + "/peer_hpke.json", &client::Served::peer_hpke);
    file("/hpke_config", &client::Served::hpke_config);
}

std::string Servers::task_url() const {
    return trial_->task.leader.url + "tacit/tasks/" + wire::to_text(trial_->terms.id);
}

void Servers::then(Upload upload) {
    const std::lock_guard lock(mutex_);
    script_.push_back(upload);
}

void Servers::collect_today() {
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
    const auto today = static_cast<std::uint64_t>(task::units(trial_->task, now.count()));
    const task::Counted counted{trial_->terms.id, wire::Role::leader, {{today, 2}}};  // also if midnight comes now
    const std::lock_guard lock(mutex_);
    counted_ = task::sign_counted(counted, trial_->leader_signing);
}

std::vector<Bytes> Servers::received() const {
    const std::lock_guard lock(mutex_);
    return received_;
}

std::size_t Servers::stored() const {
    const std::lock_guard lock(mutex_);
    return stored_.size();
}

std::set<std::string> Servers::addresses() const {
    const std::lock_guard lock(mutex_);
    return addresses_;
}

std::set<std::string> Servers::user_agents() const {
    const std::lock_guard lock(mutex_);
    return user_agents_;
}

}  // namespace tacit::test
