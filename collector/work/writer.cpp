#include "collector/work/writer.h"

#include "collector/ops/failpoint.h"

namespace tacit::work {

Writer::Writer(store::Store& store, ops::Metrics* metrics, std::size_t queue_reports_max)
    : store_(store),
      metrics_(metrics),
      queue_reports_max_(queue_reports_max),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Writer::~Writer() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    thread_.request_stop();
    thread_.join();
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return callers_ == 0; });
}

Result<std::vector<protocol::Refusal>> Writer::append(std::vector<protocol::NewReport> reports) {
    Batch batch{std::move(reports), {}, false};
    std::unique_lock lock(mutex_);
    if (stopping_) return fail(Fault::unavailable, "the collector is stopping");
    // A request that is larger than the queue waits for an empty one.
    if (queued_reports_ > 0 && queued_reports_ + batch.reports.size() > queue_reports_max_)
        return fail(Fault::unavailable, "too many uploads are waiting for the disk");
    queue_.push_back(&batch);
    queued_reports_ += batch.reports.size();
    ++callers_;
    work_.notify_one();
    done_.wait(lock, [&] { return batch.done; });
    --callers_;
    done_.notify_all();
    return std::move(batch.result);
}

std::size_t Writer::queued() const {
    const std::scoped_lock lock(mutex_);
    return queued_reports_;
}

void Writer::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (work_.wait(lock, stop, [this] { return !queue_.empty(); })) {
        std::vector<Batch*> group;
        std::size_t count = 0;
        while (!queue_.empty() && (group.empty() || count + queue_.front()->reports.size() <= kCommitReportsMax)) {
            count += queue_.front()->reports.size();
            group.push_back(queue_.front());
            queue_.pop_front();
        }
        lock.unlock();
        commit(group);
        lock.lock();
        queued_reports_ -= count;
        for (Batch* batch : group) batch->done = true;
        done_.notify_all();
    }
}

void Writer::commit(const std::vector<Batch*>& group) {
    TACIT_FAILPOINT("upload.before_commit");
    struct Committed {
        std::vector<std::vector<protocol::Refusal>> refusals;
        std::uint64_t stored = 0;
    };
    auto committed = store_.write("upload", [&](store::Tx& tx) -> Result<Committed> {
        Committed all;
        for (const Batch* batch : group) {
            auto& own = all.refusals.emplace_back();
            for (const protocol::NewReport& report : batch->reports) {
                TACIT_TRY(const protocol::Standing found, protocol::store_report(tx, report));
                own.push_back(found.refusal);
                if (!found.known && !found.refusal) ++all.stored;
            }
        }
        return all;
    });
    TACIT_FAILPOINT("upload.after_commit");
    if (committed && metrics_ != nullptr) metrics_->add(ops::Counter::reports_stored, committed->stored);
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (committed) {
            group[i]->result = std::move(committed->refusals[i]);
        } else {
            group[i]->result = tl::make_unexpected(committed.error());
        }
    }
}

}  // namespace tacit::work
