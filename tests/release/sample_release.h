// Releases of made-up tasks with real keys, shares, noise and ledgers: what a publisher would have in its hands.
#pragma once
#include "crypto/sign/signature.h"
#include "schemas/release/release.h"
#include "schemas/survey/load.h"

namespace tacit::release::test {

inline sign::SecretKey key_of(std::uint8_t fill) { return sign::SecretKey::from_seed(Bytes(32, fill)).value(); }
inline sign::SecretKey leader_key() { return key_of(1); }
inline sign::SecretKey helper_key() { return key_of(2); }
inline sign::SecretKey publisher_key() { return key_of(3); }

// A task of this survey between three made-up organisations on two hosts.
task::Task task_of(const survey::Survey& survey);

// One batch per entry of `exact`, each of three days: exact totals, to which both aggregators add their noise.
Release release_of(const task::Task& task, const survey::Texts& texts,
                   const std::vector<std::vector<std::int64_t>>& exact, std::uint64_t seed);

// tests/e2e/small.json with made-up totals: quick to make, with a cross, a multiple choice and a rule. An analysis is
// registered and included.
Release small_release(std::size_t batches = 1, const std::optional<AnalysisFile>& analysis = {});
AnalysisFile some_script();
survey::SurveyFile small_survey();

}  // namespace tacit::release::test
