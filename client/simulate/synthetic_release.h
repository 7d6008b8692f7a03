// A release of made-up answers, in the form of a real one: with shares, noise, ledgers and signatures, by three
// organisations that do not exist and whose keys nobody keeps. Every file of it says so.
#pragma once
#include <chrono>

#include "crypto/sign/signature.h"
#include "schemas/release/release.h"
#include "schemas/survey/load.h"

namespace tacit::simulate {

// One batch of these exact totals, to which both made-up aggregators add their noise. An analysis is registered in the
// made-up task, as in the real release that it is written for.
Result<release::Files> synthetic_release(Random& random, const survey::SurveyFile& file,
                                         const std::vector<std::int64_t>& exact,
                                         const std::optional<release::AnalysisFile>& analysis,
                                         std::chrono::sys_days today);

// The parts of it, which tests use for releases of their own: both shares of these totals, each with noise of its own,
// and the ledger that one of the servers would have kept.
release::BatchShares noised_shares(Random& random, const survey::Compiled& compiled,
                                   const std::vector<std::int64_t>& exact, const wire::Interval& interval);
Result<std::string> ledger_of(const release::Release& release, wire::Role role, const sign::SecretKey& key,
                              const std::string& software);

}  // namespace tacit::simulate
