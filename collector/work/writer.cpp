#include "collector/work/writer.h"

#include "collector/ops/failpoint.h"

namespace tacit::work {

Writer::Writer(store::Store& store, std::size_t queue_reports_max)
    : store_(store),
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
    using Refusals = std::vector<std::vector<protocol::Refusal>>;
    auto refusals = store_.write("upload", [&](store::Tx& tx) -> Result<Refusals> {
        Refusals all;
        for (const Batch* batch : group) {
            auto& own = all.emplace_back();
            for (const protocol::NewReport& report : batch->reports) {
                TACIT_TRY(own.emplace_back(), protocol::store_report(tx, report));
            }
        }
        return all;
    });
    TACIT_FAILPOINT("upload.after_commit");
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (refusals) {
            group[i]->result = std::move((*refusals)[i]);
        } else {
            group[i]->result = tl::make_unexpected(refusals.error());
        }
    }
}

}  // namespace tacit::work
