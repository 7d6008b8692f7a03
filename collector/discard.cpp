#include "collector/discard.h"

#include <algorithm>

namespace tacit::collector {
namespace {

tl::unexpected<Error> nothing_corrupt() {
    return fail(Fault::refused, "there is no corrupt batch", {},
                "tacit-collector status lists the batches; a helper names the leader's interval with --interval");
}

}  // namespace

Result<std::vector<wire::Interval>> discard_batches(store::Store& store, protocol::LedgerBook& ledger,
                                                    const protocol::Task& task,
                                                    std::optional<wire::Interval> interval) {
    TACIT_TRY(auto given_up, store.write("batch: discard", [&](store::Tx& tx) -> Result<std::vector<wire::Interval>> {
        TACIT_TRY(const std::vector<store::Batch> batches, tx.batches(task.key));
        std::vector<wire::Interval> intervals;
        for (const store::Batch& batch : batches) {
            const bool meant = !interval || batch.interval == *interval;
            if (batch.state == store::BatchState::corrupt && meant) {
                intervals.push_back(batch.interval);
            } else if (interval && wire::overlap(batch.interval, *interval)) {
                return fail(Fault::refused, "a batch that overlaps this interval is not corrupt", {},
                            "a collected batch cannot be given up; tacit-collector status lists the batches");
            }
        }
        if (intervals.empty() && interval && task.role == wire::Role::helper) intervals.push_back(*interval);
        if (intervals.empty()) return nothing_corrupt();
        for (const wire::Interval& one : intervals) {
            TACIT_CHECK(tx.put_batch(task.key, {one, store::BatchState::refused}));
            TACIT_CHECK(ledger.append(tx, task, task::BatchRefused{one, task::BatchRefused::Reason::discarded}));
            TACIT_CHECK(tx.forget_interval(task.key, one));
        }
        return intervals;
    }));
    TACIT_CHECK(ledger.sync(task));
    TACIT_CHECK(store.checkpoint());
    return given_up;
}

}  // namespace tacit::collector
