// What a verifier reads of a release that a stranger hands it: lists of hashes, tables, shares, the analysis file. Its
// ledgers are among the files of a task.
#include <fstream>
#include <iterator>

#include "crypto/base/check.h"
#include "schemas/release/manifest.h"
#include "schemas/release/stats/analyse.h"
#include "schemas/release/text.h"
#include "schemas/survey/load.h"
#include "tests/fuzz/targets.h"

namespace tacit::fuzz {
namespace {

void try_manifest(std::string_view text) {
    const auto hashes = release::read_manifest(text);
    if (!hashes) return;
    for (const auto& [name, hash] : *hashes) {
        TACIT_ASSERT(release::is_safe_name(name));
        TACIT_ASSERT(hash.size() == 64);
    }
}

// Records that are written again are the same records.
void try_table(std::string_view text) {
    const auto records = release::csv_records(text);
    if (!records) return;
    std::string written;
    for (const auto& record : *records) written += release::csv_line(record);
    const auto again = release::csv_records(written);
    TACIT_ASSERT(again.has_value() && *again == *records);
}

void try_shares(std::string_view text) {
    wire::TaskId task;
    task.bytes.fill(0x11);
    const auto batches = release::load_shares(text, task);
    if (!batches) return;
    TACIT_ASSERT(release::load_shares(release::shares_json(task, *batches), task).value() == *batches);
    for (const release::BatchShares& batch : *batches)
        static_cast<void>(release::noisy_totals(batch, batch.leader_share.size() / 8));
}

void try_analysis(std::string_view text) {
    static const survey::Compiled core = [] {
        std::ifstream file(TACIT_SURVEYS "/core.json");
        const std::string survey(std::istreambuf_iterator<char>(file), {});
        return survey::compile(survey::load_file(survey).value().survey).value();
    }();
    const auto options = release::load_options(text, core);
    if (!options) return;
    TACIT_ASSERT(options->primary.size() <= release::kPrimaryMax);
    TACIT_ASSERT(!options->script || json::is_file_name(options->script->name));
}

}  // namespace

void release(ByteView input) {
    const auto [which, bytes] = select(input);
    const std::string_view text = as_text(bytes);
    switch (which) {
        case 0: return try_manifest(text);
        case 1: return try_table(text);
        case 2: return try_shares(text);
        case 3: return try_analysis(text);
        default: return;
    }
}

}  // namespace tacit::fuzz
