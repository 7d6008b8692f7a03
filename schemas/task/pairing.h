// The two files by which organisations A (leader and publisher) and B (helper) agree on a task (design.md section 6,
// "Pairing"): A's offer, and B's acceptance. What A's leader has to keep secret travels inside, sealed to A.
#pragma once
#include <string>

#include "crypto/hpke/hpke.h"
#include "schemas/survey/texts.h"
#include "schemas/task/task_json.h"

namespace tacit::task {

struct Offer {
    Draft draft;
    survey::Texts texts;               // number 1
    wire::HpkeConfigList leader_keys;  // also what the secrets are sealed to
};
std::string to_text(const Offer& offer);
Result<Offer> load_offer(std::string_view json_text);

// What both aggregators, and nobody else, may know.
struct Secrets {
    SecretBytes verify_key;              // of the VDAF, 32 bytes
    SecretBytes leader_to_helper_token;  // 32 bytes; sent as base64url in the Authorization header
};
Secrets generate_secrets(Random& random);

// Sealed to one of the leader's keys and bound to the task.
Result<wire::HpkeCiphertext> seal_secrets(Random& random, const hpke::Aead& aead, const wire::HpkeConfig& leader_key,
                                          const wire::TaskId& task, const Secrets& secrets);
Result<Secrets> open_secrets(const hpke::Aead& aead, const hpke::KeyPair& leader_key, const wire::TaskId& task,
                             const wire::HpkeCiphertext& sealed);

struct Acceptance {
    Task task;
    sign::Signature signature;  // of the task id, by the helper (kind `acceptance`)
    wire::HpkeConfigList helper_keys;
    wire::HpkeCiphertext sealed_secrets;
};
sign::Signature sign_acceptance(const wire::TaskId& task, const sign::SecretKey& key);
std::string to_text(const Acceptance& acceptance);
Result<Acceptance> load_acceptance(std::string_view json_text);
// What A checks: the task is the offered one with a helper added, and the helper signed its id. Gives the task id.
Result<wire::TaskId> check_acceptance(const Offer& offer, const Acceptance& acceptance);

}  // namespace tacit::task
