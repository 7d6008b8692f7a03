#include "collector/work/job_builder.h"

#include <algorithm>

namespace tacit::work {

Turn JobBuilder::turn() {
    Turn turn;
    const auto built = [&]() -> Result<bool> {
        TACIT_TRY(const store::TaskState state, parts_.store.read("job builder: state", [&](store::Reader& reader) {
            return reader.task_state(task_->key);
        }));
        if (state.stopped) return false;
        TACIT_TRY(const bool resumed, resume());
        if (resumed) return true;
        TACIT_TRY(const auto bucket, next_bucket());
        if (!bucket) return false;
        seen_.erase(*bucket);
        const auto begun = std::chrono::steady_clock::now();
        TACIT_TRY(auto made, jobs_.build(*task_, *bucket, timing_.job_reports_max));
        if (made.early > 0) hold(*bucket);
        if (metrics_ != nullptr) {
            metrics_->observe(ops::Timer::verify_job, std::chrono::steady_clock::now() - begun);
            for (const auto& [reason, count] : made.rejected)
                metrics_->add(ops::Counter::reports_rejected, reason, count);
        }
        if (made.job) queue_.push(*std::move(made.job));
        return true;
    }();
    if (!built) {
        turn.fail(built.error());
    } else if (*built) {
        turn.progress();
    }
    return turn;
}

Result<bool> JobBuilder::resume() {
    if (!stored_) {
        TACIT_TRY(auto jobs, parts_.store.read("job builder: stored jobs",
                                               [&](store::Reader& reader) { return reader.leader_jobs(task_->key); }));
        stored_.emplace(std::make_move_iterator(jobs.begin()), std::make_move_iterator(jobs.end()));
    }
    if (stored_->empty()) return false;
    TACIT_TRY(auto open, jobs_.reopen(*task_, stored_->front()));
    stored_->pop_front();
    queue_.push(std::move(open));
    return true;
}

// A bucket whose time has come: full, asked for by a collection, or lingered long enough.
Result<std::optional<wire::Time>> JobBuilder::next_bucket() {
    struct Found {
        wire::Time time;
        bool full, closing;
    };
    const auto found =
        parts_.store.read("job builder: ready", [&](store::Reader& reader) -> Result<std::vector<Found>> {
            std::vector<Found> all;
            TACIT_TRY(const auto buckets, reader.ready_buckets(task_->key, timing_.job_reports_max));
            for (const auto& [time, count] : buckets) {
                TACIT_TRY(const auto batch, reader.batch_at(task_->key, time));
                all.push_back({time, count >= timing_.job_reports_max, batch.has_value()});
            }
            return all;
        });
    if (!found) return tl::make_unexpected(found.error());

    const Moment now = std::chrono::steady_clock::now();
    std::erase_if(seen_, [&](const auto& entry) {
        return std::none_of(found->begin(), found->end(),
                            [&](const Found& bucket) { return bucket.time == entry.first; });
    });
    for (const Found& bucket : *found) {
        const Moment since = seen_.try_emplace(bucket.time, now).first->second;
        if (held(bucket.time, now)) continue;
        if (bucket.full || bucket.closing || now - since >= timing_.linger) return bucket.time;
    }
    return std::optional<wire::Time>();
}

void JobBuilder::hold(wire::Time bucket) {
    const std::scoped_lock lock(hold_mutex_);
    hold_until_[bucket] = std::chrono::steady_clock::now() + timing_.early_hold;
}

bool JobBuilder::held(wire::Time bucket, Moment now) {
    const std::scoped_lock lock(hold_mutex_);
    const auto found = hold_until_.find(bucket);
    if (found == hold_until_.end()) return false;
    if (found->second > now) return true;
    hold_until_.erase(found);
    return false;
}

}  // namespace tacit::work
