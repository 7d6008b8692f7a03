// Two organisations and a publisher on this machine, as an operator sets them up: the real programs, real sockets, two databases
// and three key files in one temporary folder.
#pragma once
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace tacit::test {

class Deployment {
public:
    struct Options {
        std::string survey = "tests/e2e/small.json";  // from the root of the sources
        bool noise = true;                            // false: the program linked for tests, without noise
        std::uint64_t min_batch_size = 0;             // 0: what the survey's noise asks for
        std::string analysis;                         // registered as main.R, which is then file("main.R"); empty: none
        bool test_program = true;                     // false: the product itself, which has neither failpoints nor seams
    };
    // Makes the three folders and pairs them; nothing is started.
    explicit Deployment(const Options& options);

    enum class Who { leader, helper, publisher };
    // Starts the server and waits until it answers /readyz. `environment` is for failpoints.
    void start(Who who, const std::map<std::string, std::string>& environment = {});
    void start_both();
    void kill(Who who);                       // SIGKILL, as a power cut
    int stop(Who who);                        // SIGTERM; its exit code
    bool running(Who who);
    std::optional<int> wait_for_end(Who who, std::chrono::seconds limit);

    // Commands of an operator and of a respondent.
    Finished collector(Who who, std::vector<std::string> arguments, const std::map<std::string, std::string>& environment = {},
                       std::chrono::seconds limit = std::chrono::seconds(120));
    Finished tacit(std::vector<std::string> arguments, const std::string& input = {},
                   std::chrono::seconds limit = std::chrono::seconds(300));

    const std::string& task_url() const { return task_url_; }
    const std::string& task_id() const { return task_id_; }
    std::string url(Who who) const;                // ends in "/"
    std::string metrics_url(Who who) const { return "http://127.0.0.1:" + std::to_string(metrics_ports_.at(who)) + "/metrics"; }
    std::filesystem::path folder(Who who) const;
    std::filesystem::path file(const std::string& name) const { return files_ / name; }
    std::string log(Who who) const;                // everything its server printed, over all starts

private:
    static const char* name(Who who);
    std::string collector_program() const;
    std::map<std::string, std::string> with_noise(std::map<std::string, std::string> environment) const;

    Options options_;
    TempDir files_;
    std::map<Who, int> ports_, metrics_ports_;
    std::map<Who, std::unique_ptr<Process>> servers_;
    std::string task_url_, task_id_;
};

// The named points at which the test program can be ended, as it lists them itself.
std::vector<std::string> failpoints();

// GET over plain HTTP from a server on this machine: the status and the body.
struct HttpReply {
    int status = 0;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
};
HttpReply http_get(const std::string& url);
HttpReply http_post(const std::string& url, const std::string& media_type, const std::string& body,
                    const std::map<std::string, std::string>& headers = {});

inline void expect_success(const Finished& finished) { ASSERT_EQ(finished.exit_code, 0) << finished.both(); }

}  // namespace tacit::test
