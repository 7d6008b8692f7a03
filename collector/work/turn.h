// One turn of a worker, and what it says about the next one.
#pragma once
#include <chrono>
#include <cstddef>
#include <optional>

#include "crypto/base/result.h"

namespace tacit::work {

struct Turn {
    bool progressed = false;                    // something was done: take the next turn at once
    bool blocked = false;                       // something could not be done now: wait with back-off
    bool write_failed = false;                  // because the store did not take it
    std::optional<std::chrono::seconds> asked;  // the least time that the other side wants to be left alone

    void progress() { progressed = true; }
    void block(std::optional<std::chrono::seconds> longer = std::nullopt) {
        blocked = true;
        if (longer && (!asked || *asked < *longer)) asked = longer;
    }
    // The turn ended here. Not logged: the time of a line would be that of an upload (task_look.h).
    void fail(const Error& error) {
        progressed = false;
        write_failed = error.fault == Fault::unavailable;
        block();
    }
    void add(const Turn& other) {
        progressed |= other.progressed;
        if (other.blocked) block(other.asked);
    }
};

// When things happen; none of it is part of the protocol.
struct Timing {
    std::chrono::milliseconds linger{1500};  // how long a bucket waits for more reports before a small job is made
    std::chrono::milliseconds idle{1000};    // between two looks for something to do
    std::chrono::milliseconds backoff_first{500};
    std::chrono::milliseconds backoff_max{std::chrono::minutes(1)};
    std::chrono::milliseconds early_hold{std::chrono::minutes(1)};  // before a report from the future is tried again
    std::chrono::milliseconds peer_keys_every{std::chrono::minutes(5)};
    std::chrono::milliseconds peer_keys_pause{std::chrono::seconds(10)};  // at least, between two fetches
    std::chrono::milliseconds peer_look_every{std::chrono::minutes(1)};
    std::chrono::milliseconds checkpoint_every{std::chrono::seconds(30)};
    std::size_t job_reports_max = 256;
    std::size_t open_jobs_max = 3;  // verified and waiting to be posted
};

}  // namespace tacit::work
