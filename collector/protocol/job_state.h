// The states of reports, jobs and batches, and which follows which.
//
//   report at the leader   ready -> in job -> aggregated | rejected; back to ready only for report_too_early
//   job at the leader      stored -> posted with the same bytes until answered -> finished
//   job at the helper      absent -> answered, in one transaction
//   bucket, both           open -> closing (leader) -> collected; back to open for invalidBatchSize only
//   collection, leader     draining -> asking -> collected -> ready; draining and asking may fail
#pragma once
#include <cstdint>
#include <map>

#include "collector/store/rows.h"
#include "crypto/vdaf/prio3_questionnaire.h"

namespace tacit::protocol {

// A report of an open job at the leader: its place in the store, and the verifier state to finish it with.
struct OpenReport {
    std::int64_t sequence = 0;
    wire::ReportId report_id;
    vdaf::Prio3Questionnaire::State state;
};

// How many reports were rejected for good, by reason.
using Rejections = std::map<wire::ReportError, std::uint64_t>;

// Whether a report may still be uploaded to, or put into a job of, a bucket in this batch state.
bool accepts_reports(const std::optional<store::Batch>& batch);
// Whether the aggregation of an already known report may still be committed: all but collected, corrupt and refused.
bool accepts_commits(const std::optional<store::Batch>& batch);
// Whether `next` may follow `state`.
bool may_follow(store::CollectionState state, store::CollectionState next);

}  // namespace tacit::protocol
