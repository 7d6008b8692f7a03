// Two aggregators of one task as far as a client can see them: what they serve, and what they find in a report.
#pragma once
#include "client/core/report.h"
#include "client/core/trust.h"
#include "crypto/hpke/hpke.h"
#include "schemas/survey/load.h"
#include "schemas/task/task_json.h"
#include "tests/support/seeded_random.h"

namespace tacit::test {

// The text of schemas/surveys/NAME.json.
std::string survey_text(const std::string& name);

struct TrialOptions {
    std::string survey = survey_text("core");
    std::string leader_url = "https://a.example/tacit/";
    std::string helper_url = "https://b.example/";
    std::int64_t opens = 1'798'761'600;  // 2027-01-01
    std::int64_t closes = 1'830'297'600;
    std::uint16_t aead = hpke::kAeadChaCha20Poly1305;
};

class Trial {
public:
    explicit Trial(const TrialOptions& options = {});

    const survey::Survey& survey() const { return task.definition; }
    // Another pair of keys in place of the present ones, seen by the peer at once.
    void rotate_keys();
    client::Believed believed() const;
    client::Reporter reporter() const;

    // Opens both halves of the only report in `request` and verifies it as the aggregators do. The totals that it adds,
    // or the reason for which it is refused.
    Result<std::vector<std::int64_t>> count(ByteView request) const;

    SeededRandom random{7};
    task::Task task;
    task::Terms terms;
    survey::Texts texts;
    sign::SecretKey leader_signing, helper_signing;
    hpke::KeyPair leader_key, helper_key;
    std::uint8_t config_id = 1;
    std::uint16_t aead;
    client::ServedByBoth served;

private:
    void serve_keys();
};

}  // namespace tacit::test
