#include "tests/release/sample_release.h"

#include <fstream>
#include <iterator>

#include "client/simulate/synthetic_release.h"
#include "crypto/hpke/hpke.h"
#include "schemas/release/analysis.h"
#include "tests/support/seeded_random.h"

namespace tacit::release::test {
namespace {

constexpr wire::Time kBatchDays = 3;

task::Party party(const char* name, const char* url, const sign::SecretKey& key) {
    return {name, "mail@" + std::string(name).substr(0, 3) + ".example", url, key.public_key()};
}

std::string ledger_of(const Release& release, wire::Role role) {
    return simulate::ledger_of(release, role, role == wire::Role::leader ? leader_key() : helper_key(), "tacit test")
        .value();
}

}  // namespace

task::Task task_of(const survey::Survey& survey) {
    task::Task task;
    task.definition = survey;
    task.leader = party("Clinic Network", "https://clinic.example/", leader_key());
    task.helper = party("Example University", "https://university.example/", helper_key());
    static_cast<task::Party&>(task.publisher) = party("Clinic Network", "https://clinic.example/", publisher_key());
    tacit::test::SeededRandom random(99);
    // X25519, HKDF-SHA256, ChaCha20-Poly1305.
    task.publisher.hpke_config = {7, 0x20, 1, 3, to_bytes(hpke::generate_key_pair(random).public_key)};
    task.opens = 1'793'491'200;  // 2026-11-01
    task.closes = task.opens + 28 * 86'400;
    task.min_batch_size = 100;
    return task;
}

Release release_of(const task::Task& task, const survey::Texts& texts,
                   const std::vector<std::vector<std::int64_t>>& exact, std::uint64_t seed) {
    tacit::test::SeededRandom random(seed);
    Release release;
    release.task = task;
    release.terms = task::terms(task).value();
    wire::Time start = task::interval(task).start;
    for (const std::vector<std::int64_t>& totals : exact) {
        release.batches.push_back(simulate::noised_shares(random, release.terms.compiled, totals, {start, kBatchDays}));
        start += kBatchDays;
    }
    Wording wording{1, task::texts_document(release.terms.id, 1, task.definition, texts), {}, {}};
    wording.leader_signature = task::sign_texts(wording.document, leader_key());
    wording.helper_signature = task::sign_texts(wording.document, helper_key());
    release.wordings.push_back(std::move(wording));
    release.leader_ledger = ledger_of(release, wire::Role::leader);
    release.helper_ledger = ledger_of(release, wire::Role::helper);
    release.edition.made = std::chrono::sys_days(std::chrono::year(2026) / 12 / 1);
    return release;
}

survey::SurveyFile small_survey() {
    std::ifstream file(TACIT_SMALL_SURVEY);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    return survey::load_file(text).value();
}

AnalysisFile some_script() { return {"main.R", "summary(read.csv(\"data/cells.csv\"))\n"}; }

Release small_release(std::size_t batches, const std::optional<AnalysisFile>& analysis) {
    const survey::SurveyFile small = small_survey();
    task::Task task = task_of(small.survey);
    if (analysis) task.analysis = named(*analysis);
    // 600 people: mood low 200, same 150, high 200, no answer 50; at most two marks of helped; again asked of 400.
    const std::vector<std::int64_t> exact{200, 150, 200, 50,  210, 160, 120, 90, 80, 120, 60, 20, 0,
                                          0,   0,   0,   150, 140, 40,  20,  0,  0,  0,   0,  50};
    const std::size_t cells = task::terms(task)->compiled.output_size;
    std::vector<std::int64_t> fitting = exact;
    fitting.resize(cells);
    Release release = release_of(task, small.texts, std::vector<std::vector<std::int64_t>>(batches, fitting), 5);
    release.analysis = analysis;
    return release;
}

}  // namespace tacit::release::test
