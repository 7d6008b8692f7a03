// The spool: what this device has sent, is sending, and must not send again (design.md section 2). Mode 0600 in a
// folder of mode 0700, locked by one program at a time.
//
// An entry is a file named by an HMAC under a random local key, so that its name tells nothing without that key. While
// waiting it holds the sealed bytes of one upload, never an answer; once answered the bytes are overwritten and
// removed, and only a word and the day stay. Every change is durable before the call returns: after kill -9 the same
// bytes go out again.
#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "crypto/base/random.h"
#include "crypto/base/secret.h"
#include "schemas/wire/types.h"

namespace tacit::native {

class Spool {
public:
    // Where the spool lies unless the person says otherwise: $XDG_STATE_HOME/tacit or ~/.local/state/tacit.
    static Result<std::filesystem::path> default_folder();
    // Makes the folder and the key on first use. Fails (unavailable) where another program holds it.
    static Result<Spool> open(Random& random, const std::filesystem::path& folder);
    Spool(Spool&& other) noexcept;
    Spool& operator=(Spool&&) = delete;
    ~Spool();

    enum class State {
        absent,   // never heard of
        waiting,  // bytes are stored; they may or may not have arrived
        sent,     // the leader has it
        unknown,  // the leader could not say; never sent again
        refused,  // the leader will not take it
    };
    struct Entry {
        State state = State::absent;
        std::string day;       // of the answer, UTC; empty while waiting
        Bytes request;         // while waiting
        bool rebuilt = false;  // these bytes are the second ones, after outdated_config
    };

    // The name of what line `line` of a file with this hash sends to a task.
    std::string name_of_line(const wire::TaskId& task, const Sha256& file, std::uint64_t line) const;
    // The name of what a person of this device sends to a task by filling it in.
    std::string name_of_device(const wire::TaskId& task) const;

    Result<Entry> find(const wire::TaskId& task, const std::string& name) const;
    // Stores the bytes before they are sent for the first time.
    Result<void> put(const wire::TaskId& task, const std::string& name, ByteView request, bool rebuilt);
    // Erases the bytes; `state` is sent, unknown or refused.
    Result<void> settle(const wire::TaskId& task, const std::string& name, State state, std::chrono::sys_days day);
    // Forgets an entry that was never stored by the leader.
    Result<void> forget(const wire::TaskId& task, const std::string& name);
    // Entries of this task that were sent or are waiting.
    std::size_t count(const wire::TaskId& task) const;

private:
    Spool(std::filesystem::path folder, SecretBytes key, int lock)
        : folder_(std::move(folder)), key_(std::move(key)), lock_(lock) {}
    Result<void> replace(const wire::TaskId& task, const std::string& name, ByteView bytes);
    std::filesystem::path folder_of(const wire::TaskId& task) const;
    std::string keyed_name(ByteView what) const;

    std::filesystem::path folder_;
    SecretBytes key_;
    int lock_ = -1;
};

}  // namespace tacit::native
