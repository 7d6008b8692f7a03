// What collect and publish share: the task with the publisher's secrets, and how to wait for the servers.
#pragma once
#include <functional>
#include <stop_token>

#include "collector/ops/config.h"
#include "collector/ops/keys.h"
#include "collector/ops/shutdown.h"
#include "collector/publisher/collect.h"
#include "collector/task_folder.h"
#include "crypto/base/clock.h"

namespace tacit::collector {

class Publishing {
public:
    // The task that a person means, checked against the key file.
    static Result<std::unique_ptr<Publishing>> open(const ops::Config& config, std::string_view task);

    publisher::Contact contact();
    const StoredTask& task() const { return task_; }
    const ops::KeyFile& keys() const { return keys_; }
    std::chrono::sys_seconds now() const { return clock_->now(); }

private:
    Publishing(const ops::Config& config, StoredTask task, ops::KeyFile keys);

    ops::Shutdown shutdown_;  // first: before any thread
    StoredTask task_;
    ops::KeyFile keys_;
    std::unique_ptr<Random> random_;
    std::unique_ptr<Clock> clock_;
    std::unique_ptr<peer::Transport> transport_;
    std::stop_callback<std::function<void()>> hang_up_;
};

}  // namespace tacit::collector
