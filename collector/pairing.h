// Both organisations' sides of the two-file exchange that makes a task (design.md section 6, "Pairing"): A offers, B
// accepts, A completes. Every step can be repeated; secrets are made once and kept before anything that depends on them
// leaves.
#pragma once
#include <optional>

#include "collector/ops/config.h"
#include "collector/party_card.h"
#include "collector/task_folder.h"
#include "crypto/base/random.h"
#include "schemas/task/pairing.h"

namespace tacit::collector {

struct OfferTerms {
    std::string survey_file;  // its text
    std::int64_t opens = 0;
    std::int64_t closes = 0;
    std::uint64_t time_precision = task::kTimePrecisionDefault;
    std::optional<std::uint64_t> min_batch_size;  // absent: the survey's default
    std::optional<task::Publisher> publisher;     // absent: this collector
    std::optional<json::NamedFile> analysis;      // to be registered
};
// Makes A's offer and remembers it for complete().
Result<task::Offer> make_offer(const ops::Config& config, const OfferTerms& terms);

// B's answer to an offer whose terms a person has agreed to. Stores the task; the same offer again gives the same task
// and secrets.
struct Accepted {
    StoredTask task;
    std::string acceptance;  // the file for A
};
Result<void> check_is_helper(const ops::Config& config);
Result<Accepted> accept_offer(const ops::Config& config, Random& random, const task::Offer& offer);

// A's last step: the acceptance must fit an offer of ours. Stores the task.
struct Completed {
    StoredTask task;
    std::optional<Access> access;  // for the publisher, where it is another collector
};
Result<Completed> complete(const ops::Config& config, const task::Acceptance& acceptance);

// The publisher's step: stores the task and the token.
Result<StoredTask> receive(const ops::Config& config, Access access);

}  // namespace tacit::collector
