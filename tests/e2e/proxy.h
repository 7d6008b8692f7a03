// A server of the test's own at the address where others expect an aggregator: passes everything on to the real one,
// which listens elsewhere, and lies where the test says so.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tests/e2e/deployment.h"

namespace httplib {
struct Request;
struct Response;
}  // namespace httplib

namespace tacit::test {

class Proxy {
public:
    // Moves the aggregator to another port and takes its place. To be made before the aggregator is started.
    Proxy(Deployment& deployment, Deployment::Who who);
    ~Proxy();
    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;

    // From now on the body of what is got at a path with this end is made by `lie` from the true one.
    void lie_about(const std::string& path_end, std::function<std::string(const std::string& truth)> lie);
    void tell_the_truth();

    struct Passed {
        std::string method, path, body;
        std::map<std::string, std::string> headers;
    };
    // The requests so far whose path ends so.
    std::vector<Passed> passed(const std::string& path_end) const;

private:
    struct Server;
    void pass(const std::string& method, const std::string& path, const std::string& body, const httplib::Request& from,
              httplib::Response& to);

    std::string target_;
    mutable std::mutex mutex_;
    std::map<std::string, std::function<std::string(const std::string&)>> lies_;
    std::vector<Passed> passed_;
    std::unique_ptr<Server> server_;
};

}  // namespace tacit::test
