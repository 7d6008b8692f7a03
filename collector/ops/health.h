// What /livez and /readyz answer. A process is alive while it answers at all; it is ready when everything that was
// declared here says so. Thread-safe.
#pragma once
#include <atomic>
#include <string>

namespace tacit::ops {

class Health {
public:
    void set_loaded(bool loaded) { loaded_ = loaded; }  // configuration, keys and tasks are read
    void set_store_usable(bool usable) { store_usable_ = usable; }
    bool store_usable() const { return store_usable_; }
    void set_stopping() { stopping_ = true; }

    bool ready() const { return loaded_ && store_usable_ && !stopping_; }
    // One line for the person who asks why; without paths or addresses.
    std::string reason() const {
        if (stopping_) return "stopping";
        if (!loaded_) return "starting: tasks are being loaded";
        if (!store_usable_) return "the database cannot be written (disk full or damaged?); see the log";
        return "ready";
    }

private:
    std::atomic<bool> loaded_{false};
    std::atomic<bool> store_usable_{true};
    std::atomic<bool> stopping_{false};
};

}  // namespace tacit::ops
