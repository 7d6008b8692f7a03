#include "collector/protocol/tasks.h"

#include <mutex>

#include "crypto/hpke/hpke.h"
#include "schemas/wire/labels.h"

namespace tacit::protocol {
namespace {

Result<void> check_secrets(const task::Task& terms, wire::Role role, const TaskSecrets& secrets,
                           const sign::SecretKey& signing_key) {
    const task::Party& self = role == wire::Role::leader ? terms.leader : terms.helper;
    if (signing_key.public_key() != self.signing_key)
        return fail(Fault::refused, "the signing key of this collector is not the one that task.json names for its " +
                                        std::string(wire::name(role)),
                    {}, "use the key file with which the task was paired");
    if (secrets.verify_key.size() != vdaf::Prio3Questionnaire::kVerifyKeySize)
        return fail(Fault::refused, "the key file has no verify key for this task", {}, "pair the task again");
    if (secrets.peer_token.empty())
        return fail(Fault::refused, "the key file has no token of the other aggregator for this task", {},
                    "pair the task again");
    return {};
}

}  // namespace

wire::Time Task::units(std::chrono::sys_seconds time) const {
    return task::units(terms, time.time_since_epoch().count());
}

bool Task::covers(wire::Time time) const { return wire::covers(interval, time); }

Result<TaskPtr> open_task(store::Store& store, std::string_view task_json, wire::Role role, TaskSecrets secrets,
                          std::shared_ptr<const sign::SecretKey> signing_key) {
    TACIT_ASSERT(role == wire::Role::leader || role == wire::Role::helper);
    TACIT_TRY(task::Task agreed, task::load_task(task_json));
    TACIT_CHECK(task::check_supported(agreed));
    TACIT_CHECK(check_secrets(agreed, role, secrets, *signing_key));
    TACIT_TRY(task::Terms terms, task::terms(agreed));
    TACIT_TRY(Bytes configuration_bytes, encode(terms.configuration));
    TACIT_TRY(auto vdaf, vdaf::make_prio3_questionnaire(terms.compiled.config));
    TACIT_TRY(task::Cost cost, task::cost_of(terms.compiled, agreed.min_batch_size));
    TACIT_TRY(const store::TaskKey key, store.write("task: find or make", [&](store::Tx& tx) {
        return tx.ensure_task(terms.id, role);
    }));
    const wire::Interval interval = task::interval(agreed);
    std::string canonical = task::canonical(agreed);
    return std::make_shared<const Task>(Task{
        .id = terms.id,
        .role = role,
        .key = key,
        .terms = std::move(agreed),
        .task_json = std::move(canonical),
        .configuration = std::move(terms.configuration),
        .configuration_bytes = std::move(configuration_bytes),
        .compiled = std::move(terms.compiled),
        .cost = std::move(cost),
        .vdaf = std::move(vdaf),
        .vdaf_ctx = wire::vdaf_context(terms.id),
        .interval = interval,
        .secrets = std::move(secrets),
        .signing_key = std::move(signing_key),
    });
}

std::size_t report_size(const Task& task) {
    const auto ciphertext_size = [&](std::uint8_t aggregator) {
        const std::size_t plaintext = 2 + 4 + task.vdaf.input_share_size(aggregator);
        return 1 + (2 + hpke::kKeySize) + (4 + plaintext + hpke::Aead::kTagSize);
    };
    const std::size_t metadata = sizeof(wire::ReportId) + sizeof(wire::Time) + 2;
    return metadata + 4 + task.vdaf.public_share_size() + ciphertext_size(0) + ciphertext_size(1);
}

TaskPtr TaskRegistry::find(const wire::TaskId& id, wire::Role role) const {
    const std::shared_lock lock(mutex_);
    const auto found = tasks_.find({id.bytes, role});
    return found == tasks_.end() ? nullptr : found->second;
}

TaskPtr TaskRegistry::find(const wire::TaskId& id) const {
    TaskPtr task = find(id, wire::Role::leader);
    return task ? task : find(id, wire::Role::helper);
}

std::vector<TaskPtr> TaskRegistry::all() const {
    const std::shared_lock lock(mutex_);
    std::vector<TaskPtr> all;
    all.reserve(tasks_.size());
    for (const auto& [key, task] : tasks_) all.push_back(task);
    return all;
}

void TaskRegistry::add(TaskPtr task) {
    const std::unique_lock lock(mutex_);
    const Key key{task->id.bytes, task->role};
    tasks_[key] = std::move(task);
}

}  // namespace tacit::protocol
