#include "collector/protocol/job_state.h"

namespace tacit::protocol {

bool accepts_reports(const std::optional<store::Batch>& batch) { return !batch.has_value(); }

bool accepts_commits(const std::optional<store::Batch>& batch) {
    if (!batch) return true;
    switch (batch->state) {
        case store::BatchState::closing: return true;
        case store::BatchState::collected:
        case store::BatchState::corrupt:
        case store::BatchState::refused: return false;
    }
    TACIT_ASSERT(false);
}

bool may_follow(store::CollectionState state, store::CollectionState next) {
    using enum store::CollectionState;
    switch (state) {
        case draining: return next == asking || next == failed || next == deleted;
        case asking: return next == collected || next == failed;
        case collected: return next == ready;
        case ready: return next == deleted;
        case failed: return next == deleted || next == draining;
        case deleted: return next == draining;
    }
    TACIT_ASSERT(false);
}

}  // namespace tacit::protocol
