// A helper's own look at the form that the leader serves: at random moments, with the requests of a browser, so that a
// leader cannot prepare for it; the finding goes into the helper's ledger, where everybody reads it (design.md section
// 6). What a leader can still recognise is the address from which the helper asks; `tacit form verify` may be run
// anywhere.
//
// Gaps are exponentially distributed: how long ago the last look was says nothing about the next, and a restart changes
// nothing.
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "collector/ops/metrics.h"
#include "collector/peer/transport.h"
#include "collector/protocol/parts.h"
#include "collector/protocol/tasks.h"
#include "schemas/task/form_check.h"

namespace tacit::work {

class FormWatch {
public:
    struct Rules {
        std::chrono::seconds mean{0};    // between two looks at one leader; 0: never
        std::function<bool()> has_form;  // whether this collector has installed a form: then the leader should have one
    };
    // All of it outlives the watch. `metrics` may be null.
    FormWatch(const protocol::Parts& parts, const protocol::TaskRegistry& tasks, peer::Transport& transport,
              ops::Metrics* metrics, Rules rules);
    ~FormWatch();

    // Looks at every leader whose moment has come.
    void turn();
    // Takes turns in a thread of its own, until stop().
    void start();
    void stop();

private:
    struct Watched {
        std::chrono::sys_seconds due;
        bool differs = false;
    };
    std::chrono::seconds gap();
    void look(const protocol::Task& task, Watched& watched);
    Result<void> note(const protocol::Task& task, const std::string& form, const task::FormFinding& finding);

    protocol::Parts parts_;
    const protocol::TaskRegistry& tasks_;
    peer::Transport& transport_;
    ops::Metrics* metrics_;
    const Rules rules_;
    std::map<std::int64_t, Watched> watched_;  // by TaskKey; belongs to whoever takes turns
    std::mutex mutex_;
    std::condition_variable_any pause_;
    std::atomic<bool> stopping_{false};
    std::jthread thread_;
};

}  // namespace tacit::work
