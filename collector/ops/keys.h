// The key file of a collector: everything secret that it must not lose, in one JSON file with mode 0600. Losing it
// makes open tasks uncollectable; whoever reads it can read this organisation's shares. Nothing of it is ever logged or
// printed.
#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "crypto/base/random.h"
#include "crypto/base/secret.h"
#include "crypto/hpke/hpke.h"
#include "crypto/sign/signature.h"
#include "schemas/wire/hpke_config.h"
#include "schemas/wire/types.h"

namespace tacit::ops {

// What a party of one task shares with the others. Tokens are text for an Authorization header. Empty where the role
// has no such secret.
struct TaskKeys {
    wire::TaskId task;
    wire::Role role = wire::Role::leader;
    SecretBytes verify_key;       // leader, helper
    SecretBytes peer_token;       // leader, helper
    SecretBytes publisher_token;  // leader, publisher
};

// The publisher's HPKE key; both aggregate shares are sealed to it, so it stays for the life of its tasks.
struct PublisherKey {
    wire::HpkeConfigId id = 0;
    hpke::KeyPair pair;
    wire::HpkeConfig config() const;
};

struct KeyFile {
    sign::SecretKey signing;
    SecretBytes storage_key;             // 32 bytes: seals what the database must not show
    SecretBytes hpke_ring;               // JSON of protocol::KeyRing
    std::chrono::sys_days hpke_since{};  // when the keys on offer were made
    std::optional<PublisherKey> publisher;
    SecretBytes publisher_token;  // what this organisation gives its publisher, for every task that it leads
    std::vector<TaskKeys> tasks;

    const TaskKeys* find(const wire::TaskId& task, wire::Role role) const;  // null where unknown
    void put(TaskKeys keys);                                                // adds or replaces
};

// 32 random bytes as text, for an Authorization header.
SecretBytes generate_token(Random& random);

// Refuses a file that others than its owner may read. Errors name the file and never its content.
Result<KeyFile> load_keys(const std::filesystem::path& path);
// Replaces the file whole or not at all.
Result<void> save_keys(const std::filesystem::path& path, const KeyFile& keys);

// Held by whatever changes the key file, so that two commands do not overwrite each other's changes.
class KeyFileLock {
public:
    static Result<KeyFileLock> acquire(const std::filesystem::path& path);
    KeyFileLock(KeyFileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    KeyFileLock& operator=(KeyFileLock&&) = delete;
    ~KeyFileLock();

private:
    explicit KeyFileLock(int fd) : fd_(fd) {}
    int fd_;
};

}  // namespace tacit::ops
