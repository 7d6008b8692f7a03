#include "tests/e2e/deployment.h"

#include <httplib.h>
#include <signal.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace tacit::test {
namespace {

// "http://127.0.0.1:8701/a/b" -> "http://127.0.0.1:8701" and "/a/b".
std::pair<std::string, std::string> split(const std::string& url) {
    const std::size_t slash = url.find('/', url.find("//") + 2);
    return {url.substr(0, slash), url.substr(slash)};
}

HttpReply reply_of(const httplib::Result& result) {
    if (!result) return {};
    HttpReply reply{result->status, {}, result->body};
    for (const auto& [name, value] : result->headers) {
        std::string lower = name;
        std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
        reply.headers[lower] = value;
    }
    return reply;
}

void require(const Finished& finished, const std::string& what) {
    if (finished.exit_code != 0) throw std::runtime_error(what + " failed:\n" + finished.both());
}

}  // namespace

HttpReply http_get(const std::string& url) {
    const auto [host, path] = split(url);
    return reply_of(httplib::Client(host).Get(path));
}

HttpReply http_post(const std::string& url, const std::string& media_type, const std::string& body,
                    const std::map<std::string, std::string>& headers) {
    const auto [host, path] = split(url);
    return reply_of(httplib::Client(host).Post(path, httplib::Headers(headers.begin(), headers.end()), body, media_type));
}

Deployment::Deployment(const Options& options) : options_(options) {
    for (const Who who : {Who::leader, Who::helper, Who::publisher}) {
        ports_[who] = free_port();
        metrics_ports_[who] = free_port();
        require(run({{collector_program(), "init", "--folder", folder(who).string(), "--name",
                      std::string("The ") + name(who), "--contact", std::string(name(who)) + "@example.org", "--url",
                      url(who), "--listen", "127.0.0.1:" + std::to_string(ports_[who]), "--metrics",
                      "127.0.0.1:" + std::to_string(metrics_ports_[who]), "--roles", name(who)},
                     {}}),
                "init");
    }
    const std::string survey = std::filesystem::path(options.survey).is_absolute()
                                   ? options.survey
                                   : (std::filesystem::path(TACIT_SOURCE_DIR) / options.survey).string();
    std::vector<std::string> offer{"pair", "offer", "--survey", survey, "--opens", "today", "--closes", "2099-01-01",
                                   "--publisher", (folder(Who::publisher) / "publisher.json").string(), "--out",
                                   file("offer.json").string()};
    if (options.min_batch_size != 0) {
        offer.push_back("--min-batch-size");
        offer.push_back(std::to_string(options.min_batch_size));
    }
    if (!options.analysis.empty()) {
        write_file(file("main.R"), options.analysis);
        offer.push_back("--analysis");
        offer.push_back(file("main.R").string());
    }
    require(collector(Who::leader, offer), "pair offer");
    require(collector(Who::helper, {"pair", "accept", file("offer.json").string(), "--out",
                                    file("acceptance.json").string(), "--yes"}),
            "pair accept");
    const Finished completed = collector(
        Who::leader, {"pair", "complete", file("acceptance.json").string(), "--out", file("access.json").string()});
    require(completed, "pair complete");
    require(collector(Who::publisher, {"pair", "receive", file("access.json").string()}), "pair receive");

    const std::size_t at = completed.output.rfind(url(Who::leader) + "tacit/tasks/");
    if (at == std::string::npos) throw std::runtime_error("pair complete names no address:\n" + completed.output);
    task_url_ = completed.output.substr(at, completed.output.find_first_of(" \n", at) - at);
    task_id_ = task_url_.substr(task_url_.rfind('/') + 1);
}

const char* Deployment::name(Who who) {
    switch (who) {
        case Who::leader: return "leader";
        case Who::helper: return "helper";
        case Who::publisher: return "publisher";
    }
    return "";
}

std::string Deployment::collector_program() const {
    return options_.test_program ? TACIT_COLLECTOR_TEST : TACIT_COLLECTOR;
}

std::map<std::string, std::string> Deployment::with_noise(std::map<std::string, std::string> environment) const {
    if (!options_.noise) environment["TACIT_TEST_NOISE"] = "off";
    return environment;
}

std::string Deployment::url(Who who) const { return "http://127.0.0.1:" + std::to_string(ports_.at(who)) + "/"; }

std::filesystem::path Deployment::folder(Who who) const { return files_ / name(who); }

void Deployment::start(Who who, const std::map<std::string, std::string>& environment) {
    servers_[who] = std::make_unique<Process>(
        Command{{collector_program(), "--config", (folder(who) / "tacit-collector.toml").string(), "serve"},
                {},
                with_noise(environment)},
        file(std::string(name(who)) + ".log"));
    for (int attempt = 0; attempt < 1500; ++attempt) {
        if (http_get(url(who) + "readyz").status == 200) return;
        if (!servers_[who]->running()) {
            if (!environment.empty()) return;  // it met its failpoint while starting
            throw std::runtime_error(std::string(name(who)) + " ended at once:\n" + log(who));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    throw std::runtime_error(std::string(name(who)) + " is not ready:\n" + log(who));
}

void Deployment::start_both() {
    start(Who::helper);
    start(Who::leader);
}

void Deployment::kill(Who who) {
    servers_.at(who)->signal(SIGKILL);
    servers_.at(who)->wait();
}

int Deployment::stop(Who who) {
    servers_.at(who)->signal(SIGTERM);
    return servers_.at(who)->wait(std::chrono::seconds(60)).value_or(-1);
}

bool Deployment::running(Who who) { return servers_.at(who)->running(); }

std::optional<int> Deployment::wait_for_end(Who who, std::chrono::seconds limit) { return servers_.at(who)->wait(limit); }

Finished Deployment::collector(Who who, std::vector<std::string> arguments,
                               const std::map<std::string, std::string>& environment, std::chrono::seconds limit) {
    arguments.insert(arguments.begin(),
                     {collector_program(), "--config", (folder(who) / "tacit-collector.toml").string()});
    return run({std::move(arguments), {}, with_noise(environment)}, limit);
}

Finished Deployment::tacit(std::vector<std::string> arguments, const std::string& input, std::chrono::seconds limit) {
    arguments.insert(arguments.begin(), TACIT_CLIENT);
    return run({std::move(arguments), input, {{"XDG_STATE_HOME", file("state").string()}}}, limit);
}

std::string Deployment::log(Who who) const { return read_file(file(std::string(name(who)) + ".log")); }

std::vector<std::string> failpoints() {
    std::istringstream lines(run({{TACIT_COLLECTOR_TEST, "failpoints"}, {}}).output);
    std::vector<std::string> names;
    for (std::string line; std::getline(lines, line);) names.push_back(line);
    return names;
}

}  // namespace tacit::test
