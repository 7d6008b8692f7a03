// A release as a value: the task, the batches that were collected of it, both ledgers, the wording that people saw.
// Everything that is published follows from these (format/files.h), and nothing here is secret.
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schemas/release/shares.h"
#include "schemas/release/stats/analyse.h"
#include "schemas/task/entry.h"
#include "schemas/task/task_json.h"
#include "schemas/task/texts.h"

namespace tacit::release {

// Name -> content. Names are paths with "/" below the release's folder.
using Files = std::map<std::string, std::string>;

// A version of the wording with the signatures of both aggregators.
struct Wording {
    std::uint32_t n = 0;
    std::string document;  // the bytes of texts/{n}.json
    std::string leader_signature;
    std::string helper_signature;
};

// A release is never changed: a correction is a new edition under the same id, and says what it corrects.
struct Edition {
    std::uint32_t version = 1;
    std::string correction;  // one line; empty for the first
    std::chrono::sys_days made{};
};

// What the publisher gives for the analysis; see analysis.h.
struct AnalysisFile {
    std::string name;
    std::string content;
};

struct Release {
    task::Task task;
    task::Terms terms;
    std::vector<BatchShares> batches;  // ascending and disjoint; at least one
    std::string leader_ledger;         // JSON Lines, verified
    std::string helper_ledger;
    std::vector<Wording> wordings;  // ascending by n; at least one
    Edition edition;
    std::optional<AnalysisFile> analysis;  // included; whether it was registered is in the task
    bool synthetic = false;                // a rehearsal: every file says so
};

// From the beginning of the first batch to the end of the last.
wire::Interval period(const std::vector<BatchShares>& batches);
// "core-Bq3Xw0aZ-2026-03-01-to-2026-03-08": names the task and the period, and is the folder's name; a rehearsal's
// begins with "SYNTHETIC-".
std::string release_id(const Release& release);
// Both aggregators are on one machine: a trial in which the split protects nobody.
bool one_machine(const task::Task& task);

// About how many reports these totals hold, rounded to 10: the inverse-variance mean of the noisy totals of the tables
// that count every report once. Never below 0. Zero where no table does.
std::int64_t reports_about(const survey::Compiled& compiled, const std::vector<std::int64_t>& totals);

// The numbers of the release, by its declaration where there is one.
Result<Results> results_of(const Release& release);

// The wording of the newest version.
Result<survey::Texts> newest_texts(const Release& release);

}  // namespace tacit::release
