#include "client/simulate/synthetic_release.h"

#include "crypto/dp/noise.h"
#include "crypto/hpke/hpke.h"
#include "crypto/vdaf/aggregate.h"
#include "schemas/release/analysis.h"
#include "schemas/release/manifest.h"

namespace tacit::simulate {
namespace {

constexpr wire::Time kDays = 28;
constexpr const char* kSoftware = "tacit rehearsal";

struct Keys {
    explicit Keys(Random& random)
        : leader(*sign::SecretKey::from_seed(random.array<32>())),
          helper(*sign::SecretKey::from_seed(random.array<32>())),
          publisher(*sign::SecretKey::from_seed(random.array<32>())) {}
    sign::SecretKey leader, helper, publisher;
};

task::Party party(const std::string& name, const sign::SecretKey& key) {
    return {"SYNTHETIC " + name, "nobody@" + name + ".example", "https://" + name + ".example/", key.public_key()};
}

task::Task made_up_task(Random& random, const survey::Survey& survey, const Keys& keys, std::chrono::sys_days today) {
    task::Task task;
    task.definition = survey;
    task.leader = party("leader", keys.leader);
    task.helper = party("helper", keys.helper);
    static_cast<task::Party&>(task.publisher) = party("leader", keys.publisher);
    // X25519, HKDF-SHA256, ChaCha20-Poly1305.
    task.publisher.hpke_config = {1, 0x20, 1, 3, to_bytes(hpke::generate_key_pair(random).public_key)};
    task.closes = std::chrono::sys_seconds(today).time_since_epoch().count();
    task.opens = task.closes - static_cast<std::int64_t>(kDays) * 86'400;
    return task;
}

}  // namespace

release::BatchShares noised_shares(Random& random, const survey::Compiled& compiled,
                                   const std::vector<std::int64_t>& exact, const wire::Interval& interval) {
    SecretVector<field::Field64> leader, helper;
    for (const std::int64_t total : exact) {
        std::uint64_t mask = 0;
        for (const std::uint8_t byte : random.array<7>()) mask = mask << 8 | byte;
        leader.push_back(field::Field64::from_u64(mask));
        helper.push_back(field::Field64::from_i64(total) - leader.back());
    }
    dp::DiscreteGaussianNoise noise(random);
    for (const survey::CompiledTable& table : compiled.tables) {
        noise.add(std::span(leader).subspan(table.first_cell, table.cell_count), table.sigma_squared);
        noise.add(std::span(helper).subspan(table.first_cell, table.cell_count), table.sigma_squared);
    }
    return {interval, to_bytes(vdaf::encode_share(leader).view()), to_bytes(vdaf::encode_share(helper).view())};
}

Result<std::string> ledger_of(const release::Release& release, wire::Role role, const sign::SecretKey& key,
                              const std::string& software) {
    TACIT_TRY(const task::Cost cost, task::cost_of(release.terms.compiled, release.task.min_batch_size));
    std::string ledger;
    Sha256 last{};
    std::uint64_t seq = 1;
    const auto add = [&](wire::Time time, task::Event event) {
        const std::string line = task::sign_entry({seq++, last, role, release.terms.id, time, std::move(event)}, key);
        last = sha256(as_bytes(line));
        ledger += line + '\n';
    };
    const wire::Time opens = task::interval(release.task).start;
    add(opens, task::TaskCreated{cost, software});
    add(opens, task::TextsServed{1, sha256(as_bytes(release.wordings.front().document))});
    for (const release::BatchShares& batch : release.batches) {
        const Bytes& share = role == wire::Role::leader ? batch.leader_share : batch.helper_share;
        add(*wire::end(batch.interval), task::BatchCollected{batch.interval, cost, sha256(share), software});
    }
    return ledger;
}

Result<release::Files> synthetic_release(Random& random, const survey::SurveyFile& file,
                                         const std::vector<std::int64_t>& exact,
                                         const std::optional<release::AnalysisFile>& analysis,
                                         std::chrono::sys_days today) {
    const Keys keys(random);
    release::Release release;
    release.synthetic = true;
    release.analysis = analysis;
    release.task = made_up_task(random, file.survey, keys, today);
    if (analysis) release.task.analysis = release::named(*analysis);
    TACIT_TRY(const auto compiled, survey::compile(file.survey));
    release.task.min_batch_size = compiled.default_min_batch_size;
    TACIT_TRY(release.terms, task::terms(release.task));
    release.batches = {noised_shares(random, release.terms.compiled, exact, task::interval(release.task))};
    release::Wording wording{1, task::texts_document(release.terms.id, 1, file.survey, file.texts), {}, {}};
    wording.leader_signature = task::sign_texts(wording.document, keys.leader);
    wording.helper_signature = task::sign_texts(wording.document, keys.helper);
    release.wordings = {std::move(wording)};
    TACIT_TRY(release.leader_ledger, ledger_of(release, wire::Role::leader, keys.leader, kSoftware));
    TACIT_TRY(release.helper_ledger, ledger_of(release, wire::Role::helper, keys.helper, kSoftware));
    release.edition.made = today;
    return release::signed_files(release, keys.publisher);
}

}  // namespace tacit::simulate
