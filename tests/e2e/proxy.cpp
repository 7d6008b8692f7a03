#include "tests/e2e/proxy.h"

#include <httplib.h>
#include <strings.h>

#include <stdexcept>
#include <thread>

namespace tacit::test {
namespace {

// Headers that belong to one connection and not to the request. Contents pass without a coding, so that lies are plain.
bool is_of_connection(const std::string& name) {
    for (const char* own : {"Host", "Connection", "Content-Length", "REMOTE_ADDR", "REMOTE_PORT", "LOCAL_ADDR",
                            "LOCAL_PORT", "Accept-Encoding", "Keep-Alive", "Transfer-Encoding", "Content-Type"})
        if (strcasecmp(name.c_str(), own) == 0) return true;
    return false;
}

}  // namespace

struct Proxy::Server {
    httplib::Server http;
    std::thread thread;
};

Proxy::Proxy(Deployment& deployment, Deployment::Who who) : server_(std::make_unique<Server>()) {
    const std::string url = deployment.url(who);
    const std::string public_port = url.substr(url.rfind(':') + 1, url.size() - url.rfind(':') - 2);
    const std::string own_port = std::to_string(free_port());
    target_ = "http://127.0.0.1:" + own_port;

    const std::filesystem::path file = deployment.folder(who) / "tacit-collector.toml";
    std::string text = read_file(file);
    const std::string listen = "listen = \"127.0.0.1:" + public_port + "\"";
    if (text.find(listen) == std::string::npos)
        throw std::runtime_error("the configuration does not say where to listen");
    text.replace(text.find(listen), listen.size(), "listen = \"127.0.0.1:" + own_port + "\"");
    write_file(file, text);

    httplib::Server& http = server_->http;
    http.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
        if (request.method == "POST") return httplib::Server::HandlerResponse::Unhandled;  // its body is not read yet
        pass(request.method, request.path, {}, request, response);
        return httplib::Server::HandlerResponse::Handled;
    });
    http.Post(".*", [this](const httplib::Request& request, httplib::Response& response) {
        pass(request.method, request.path, request.body, request, response);
    });
    if (!http.bind_to_port("127.0.0.1", std::stoi(public_port))) throw std::runtime_error("the port is taken");
    server_->thread = std::thread([&http] { http.listen_after_bind(); });
}

Proxy::~Proxy() {
    server_->http.stop();
    server_->thread.join();
}

void Proxy::lie_about(const std::string& path_end, std::function<std::string(const std::string&)> lie) {
    const std::scoped_lock lock(mutex_);
    lies_[path_end] = std::move(lie);
}

void Proxy::tell_the_truth() {
    const std::scoped_lock lock(mutex_);
    lies_.clear();
}

std::vector<Proxy::Passed> Proxy::passed(const std::string& path_end) const {
    const std::scoped_lock lock(mutex_);
    std::vector<Passed> found;
    for (const Passed& passed : passed_)
        if (passed.path.ends_with(path_end)) found.push_back(passed);
    return found;
}

void Proxy::pass(const std::string& method, const std::string& path, const std::string& body,
                 const httplib::Request& from, httplib::Response& to) {
    httplib::Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    Passed passed{method, path, body, {}};
    for (const auto& [name, value] : from.headers) {
        passed.headers.emplace(name, value);
        if (strcasecmp(name.c_str(), "Content-Type") == 0 || !is_of_connection(name))
            request.headers.emplace(name, value);
    }
    {
        const std::scoped_lock lock(mutex_);
        passed_.push_back(std::move(passed));
    }
    httplib::Client client(target_);
    client.set_read_timeout(std::chrono::seconds(60));
    const httplib::Result result = client.send(request);
    if (!result) {
        to.status = 503;
        return;
    }
    to.status = result->status;
    for (const auto& [name, value] : result->headers)
        if (!is_of_connection(name)) to.set_header(name, value);
    std::string content = result->body;
    if (method == "GET") {
        const std::scoped_lock lock(mutex_);
        for (const auto& [end, lie] : lies_)
            if (path.ends_with(end)) content = lie(content);
    }
    to.set_content(content, result->get_header_value("Content-Type"));
}

}  // namespace tacit::test
