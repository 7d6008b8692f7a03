#include "collector/form_install.h"

#include <algorithm>

namespace tacit::collector {
namespace {

constexpr const char* kBothSign =
    "each of the two organisations runs `tacit-collector form sign` over the same folder; give both files with "
    "--signature";

const task::FormSignature* of_key(const std::vector<task::FormSignature>& signatures, const sign::PublicKey& key) {
    const auto found = std::find_if(signatures.begin(), signatures.end(),
                                    [&](const task::FormSignature& signature) { return signature.key == key; });
    return found == signatures.end() ? nullptr : &*found;
}

bool is_party(const task::Task& task, const sign::PublicKey& key) {
    return task.leader.signing_key == key || task.helper.signing_key == key;
}

// The signatures that one role's file gets, each once.
class Lines {
public:
    void add(const sign::Signature& signature) {
        if (std::find(list_.begin(), list_.end(), signature) == list_.end()) list_.push_back(signature);
    }
    std::string text() const { return task::form_signature_lines(list_); }

private:
    std::vector<sign::Signature> list_;
};

// Why no task is covered: whose signature of which task is missing.
tl::unexpected<Error> not_by_both(const std::vector<StoredTask>& tasks,
                                  const std::vector<task::FormSignature>& signatures) {
    const task::Task& task = tasks.front().task;
    const bool by_leader = of_key(signatures, task.leader.signing_key) != nullptr;
    const bool by_helper = of_key(signatures, task.helper.signing_key) != nullptr;
    std::string what = "neither " + task.leader.name + " nor " + task.helper.name + " has signed this form";
    if (by_leader)
        what = "only " + task.leader.name + " has signed this form; " + task.helper.name + " has not";
    else if (by_helper)
        what = "only " + task.helper.name + " has signed this form; " + task.leader.name + " has not";
    return fail(Fault::refused, std::move(what), {}, kBothSign);
}

// "Name of A and Name of B": whose keys among those of the tasks signed the form.
std::string signers_text(const form::Installed& form, const std::vector<StoredTask>& tasks) {
    std::vector<std::string> names;
    for (const StoredTask& stored : tasks) {
        for (const task::Party* party : {static_cast<const task::Party*>(&stored.task.leader), &stored.task.helper}) {
            if (std::find(names.begin(), names.end(), party->name) == names.end() &&
                task::is_form_signed_by(form.manifest_text, form.signatures, party->signing_key))
                names.push_back(party->name);
        }
    }
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : " and ") + name;
    return text.empty() ? "nobody of these tasks" : text;
}

}  // namespace

Result<std::vector<StoredTask>> aggregated_tasks(const ops::Config& config, const ops::KeyFile& keys) {
    std::vector<StoredTask> tasks;
    for (const ops::TaskKeys& task : keys.tasks) {
        if (task.role == wire::Role::collector) continue;
        TACIT_TRY(StoredTask stored, load_stored_task(config.tasks, task.task));
        tasks.push_back(std::move(stored));
    }
    return tasks;
}

Result<std::vector<wire::TaskId>> install_form(const ops::Config& config, const std::vector<StoredTask>& tasks,
                                               const form::Built& built,
                                               const std::vector<task::FormSignature>& signatures) {
    if (tasks.empty())
        return fail(Fault::refused, "this collector is neither leader nor helper of any task", config.tasks.string(),
                    "agree on a task first: tacit-collector pair --help");
    std::size_t number = 0;
    for (const task::FormSignature& signature : signatures) {
        ++number;
        TACIT_CHECK(task::verify_form_signature(built.manifest_text, signature));
        if (std::none_of(tasks.begin(), tasks.end(),
                         [&](const StoredTask& stored) { return is_party(stored.task, signature.key); }))
            return fail(Fault::refused,
                        "signature " + std::to_string(number) + " of " + std::to_string(signatures.size()) +
                            " is of somebody who has no part in any task here",
                        {}, kBothSign);
    }
    std::vector<wire::TaskId> covered;
    Lines leaders, helpers;
    for (const StoredTask& stored : tasks) {
        const auto* leader = of_key(signatures, stored.task.leader.signing_key);
        const auto* helper = of_key(signatures, stored.task.helper.signing_key);
        if (leader == nullptr || helper == nullptr) continue;
        leaders.add(leader->signature);
        helpers.add(helper->signature);
        covered.push_back(stored.terms.id);
    }
    if (covered.empty()) return not_by_both(tasks, signatures);
    TACIT_CHECK(form::install(config.form, built, {leaders.text(), helpers.text()}));
    return covered;
}

Result<std::shared_ptr<const form::Installed>> load_form(const std::filesystem::path& folder,
                                                         const std::vector<const task::Task*>& tasks) {
    TACIT_TRY(auto form, form::load(folder));
    if (std::none_of(tasks.begin(), tasks.end(), [&](const task::Task* task) { return form->is_signed_for(*task); }))
        return fail(Fault::refused, "the installed form is not signed by both organisations of any task served here",
                    folder.string(), kBothSign);
    return form;
}

Status form_status(const ops::Config& config, const std::vector<StoredTask>& tasks) {
    if (!form::current(config.form)) return {};
    const auto form = form::load(config.form);
    if (!form) return {"form: NOT SERVED: " + form.error().what + "\n  do: " + form.error().remedy + "\n", false};
    const auto& installed = **form;
    Status status;
    status.text = "form " + installed.manifest.version + " is installed, signed by " + signers_text(installed, tasks) +
                  "\n  fingerprint " + fingerprint_text(installed.manifest_text) + "\n";
    for (const StoredTask& stored : tasks) {
        if (installed.is_signed_for(stored.task)) continue;
        status.all_well = false;
        status.text += "  NOT for " + wire::to_text(stored.terms.id) + ": not signed by both " +
                       stored.task.leader.name + " and " + stored.task.helper.name +
                       "\n  do: sign and install it anew with both signatures: " + "tacit-collector form --help\n";
    }
    return status;
}

std::string fingerprint_text(std::string_view manifest) { return to_base64url(sha256(as_bytes(manifest))); }

}  // namespace tacit::collector
