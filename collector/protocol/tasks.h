// A task as a running collector holds it: task.json, what follows from it, and the secrets of this aggregator.
//
// A Task is one task in one role; a process that holds both roles has two. It does not change once made, and is shared by
// everybody who works on it.
#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "collector/protocol/peer_keys.h"
#include "collector/store/rows.h"
#include "collector/store/store.h"
#include "crypto/base/secret.h"
#include "crypto/sign/signature.h"
#include "crypto/vdaf/prio3_questionnaire.h"
#include "schemas/survey/compile.h"
#include "schemas/task/entry.h"
#include "schemas/task/task_json.h"
#include "schemas/wire/task.h"
#include "schemas/wire/types.h"

namespace tacit::protocol {

// Clocks of phones run ahead; a report from further ahead than this would pin its batch open.
inline constexpr std::chrono::minutes kFutureLeeway{5};

struct TaskSecrets {
    SecretBytes verify_key;       // 32 bytes, the same at both aggregators, known to nobody else
    SecretBytes peer_token;       // bearer token between the two aggregators, as text
    SecretBytes publisher_token;  // bearer token of the publisher, as text; empty at the helper
};

struct Task {
    wire::TaskId id;
    wire::Role role = wire::Role::leader;  // what this collector is in it: leader or helper
    store::TaskKey key;                    // its row in the store
    task::Task terms;                      // what task.json says
    std::string task_json;                 // the RFC 8785 form of task.json, the bytes that are served
    wire::TaskConfiguration configuration;
    Bytes configuration_bytes;  // encoded once: they are inside every AAD
    survey::Compiled compiled;
    task::Cost cost;  // what a release costs: in ledger lines
    vdaf::Prio3Questionnaire vdaf;
    Bytes vdaf_ctx;             // the VDAF's application context (schemas/wire/labels.h)
    wire::Interval interval;    // the task interval in units of time_precision
    TaskSecrets secrets;
    std::shared_ptr<const sign::SecretKey> signing_key;      // this aggregator's
    std::shared_ptr<PeerKeys> peer_keys = std::make_shared<PeerKeys>();  // the other aggregator's HPKE list, as last seen

    const task::Party& self() const { return role == wire::Role::leader ? terms.leader : terms.helper; }
    const task::Party& peer() const { return role == wire::Role::leader ? terms.helper : terms.leader; }

    // The unit that holds this moment.
    wire::Time units(std::chrono::sys_seconds time) const;
    // The last unit that a report sent now may carry.
    wire::Time latest(std::chrono::sys_seconds now) const { return units(now + kFutureLeeway); }
    bool covers(wire::Time time) const;  // inside the task interval
    std::size_t output_size() const { return vdaf.output_size(); }  // cells of all released blocks
};
using TaskPtr = std::shared_ptr<const Task>;

// Checks task.json and the secrets, compiles the survey, and finds or makes the task's row. Fails with Fault::refused where
// the secrets do not belong to the task, so that a wrong key file is found at the start.
Result<TaskPtr> open_task(store::Store& store, std::string_view task_json, wire::Role role, TaskSecrets secrets,
                          std::shared_ptr<const sign::SecretKey> signing_key);

// The length of every Report of this task that has no public extensions and whose private extensions are empty.
std::size_t report_size(const Task& task);

// The tasks of this collector, by id and role; tasks may be added while it serves. Thread-safe.
class TaskRegistry {
public:
    // Null where there is no such task in this role.
    TaskPtr find(const wire::TaskId& id, wire::Role role) const;
    // In whatever role; the leader's first where both are held.
    TaskPtr find(const wire::TaskId& id) const;
    std::vector<TaskPtr> all() const;
    // Adds or replaces.
    void add(TaskPtr task);

private:
    using Key = std::pair<std::array<std::uint8_t, 32>, wire::Role>;
    mutable std::shared_mutex mutex_;
    std::map<Key, TaskPtr> tasks_;
};

}  // namespace tacit::protocol
