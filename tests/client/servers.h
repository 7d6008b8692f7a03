// The two aggregators of a Trial, on two ports of this machine: they serve its files, take uploads and remember them.
#pragma once
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "tests/client/trial.h"

namespace httplib {
class Server;
}

namespace tacit::test {

class Servers {
public:
    // Uploads are answered from the script while it lasts, then stored.
    enum class Upload {
        store,
        store_and_hang_up,  // stored, but the answer is a 500: the client cannot know
        outdated,
        replayed,
        unavailable,
    };

    explicit Servers(std::string survey = survey_text("core"));
    ~Servers();

    Trial& trial() { return *trial_; }
    std::string task_url() const;
    void then(Upload upload);
    // The leader serves a signed counted.json with today in it.
    void collect_today();

    // Bodies of every upload that came in, and the ids that were stored (once each).
    std::vector<Bytes> received() const;
    std::size_t stored() const;
    std::set<std::string> addresses() const;
    std::set<std::string> user_agents() const;

private:
    void serve(httplib::Server& server, client::Served client::ServedByBoth::*half);

    std::unique_ptr<httplib::Server> leader_, helper_;
    std::unique_ptr<Trial> trial_;
    mutable std::mutex mutex_;
    std::deque<Upload> script_;
    std::vector<Bytes> received_;
    std::set<Bytes> stored_;
    std::string counted_;
    std::set<std::string> addresses_, user_agents_;
    std::vector<std::jthread> threads_;
};

}  // namespace tacit::test
