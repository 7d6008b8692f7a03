// The files of a release: the noisy table for everybody, what was promised, both noised shares, both ledgers, and a
// signed list of their hashes. Anybody can hash the shares against the ledgers and add them up to the table.
#pragma once
#include <map>
#include <string>

#include "collector/publisher/gather.h"
#include "collector/publisher/open_shares.h"
#include "crypto/sign/signature.h"

namespace tacit::publisher {

struct Release {
    const task::Task& task;
    const task::Terms& terms;
    const Opened& opened;
    const Gathered& gathered;
    std::chrono::sys_days made{};
};

// Name -> content.
using Files = std::map<std::string, std::string>;
Result<Files> release_files(const Release& release, const sign::SecretKey& publisher_key);

// table,row,column,count,noise_sd,ci_low,ci_high; the interval is count ± 1.96·√(2σ²), for the noise only.
std::string cells_csv(const std::vector<survey::TableResult>& tables);
// The guarantee in words, sentence by sentence.
Result<std::vector<std::string>> guarantee(const task::Task& task, const task::Terms& terms);

}  // namespace tacit::publisher
