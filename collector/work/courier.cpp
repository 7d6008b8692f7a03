#include "collector/work/courier.h"

#include "collector/ops/log.h"

namespace tacit::work {
namespace {

// What a reply means for the one who asked: at most one of these is set.
struct Heard {
    std::optional<peer::Answered> answer;
    std::optional<wire::ProblemType> refused;
    int status = 0;                       // of a refusal
    std::optional<std::string> location;  // asynchronous: ask there; empty: repeat
};

Heard hear(Turn& turn, peer::Reply reply) {
    Heard heard;
    if (auto* answered = std::get_if<peer::Answered>(&reply)) {
        heard.answer = std::move(*answered);
    } else if (const auto* refused = std::get_if<peer::Refused>(&reply)) {
        heard.refused = refused->problem.type;
        heard.status = refused->problem.status;
    } else if (auto* later = std::get_if<peer::Later>(&reply)) {
        heard.location = std::move(later->location);
        turn.block(later->retry_after);
    } else {
        turn.block(std::get<peer::Unavailable>(reply).retry_after);
    }
    return heard;
}

}  // namespace

Courier::Courier(const protocol::Parts& parts, protocol::TaskPtr task, peer::Transport& transport, JobQueue& queue,
                 JobBuilder& builder, const Timing& timing, ops::Metrics* metrics)
    : parts_(parts),
      task_(task),
      jobs_(parts),
      collections_(parts),
      closing_(parts),
      queue_(queue),
      builder_(builder),
      timing_(timing),
      metrics_(metrics),
      calls_(transport, task, metrics),
      watch_(parts, task, calls_, timing) {}

Turn Courier::turn() {
    Turn turn;
    const auto done = [&]() -> Result<void> {
        TACIT_TRY(const store::TaskState state, parts_.store.read("courier: state", [&](store::Reader& reader) {
            return reader.task_state(task_->key);
        }));
        if (state.stopped) return {};
        turn.add(watch_.turn());
        TACIT_CHECK(carry_job(turn));
        if (state.close_document && !helper_closed_) TACIT_CHECK(carry_closing(turn));
        TACIT_TRY(const auto collections, collections_.active(*task_));
        for (const store::Collection& collection : collections) {
            // The helper takes an interval that ends in the future only once it knows of the closing.
            if (!state.close_document || helper_closed_) TACIT_CHECK(carry_collection(turn, collection));
        }
        if (!turn.progressed || std::chrono::steady_clock::now() >= checkpoint_due_) TACIT_CHECK(tidy());
        return {};
    }();
    if (!done) turn.fail(done.error());
    return turn;
}

Result<void> Courier::carry_job(Turn& turn) {
    if (!job_) job_ = queue_.pop();
    if (!job_) return {};
    const auto& location = job_->job.location;
    Heard heard = hear(turn, location ? calls_.poll(*location) : calls_.aggregation_job(job_->job.request));
    if (heard.location && !heard.location->empty() && heard.location != location)
        return jobs_.set_location(*task_, *job_, *std::move(heard.location));
    if (heard.refused) {
        turn.block();
        // An answer that is not there any more is made again, and a refusal of the request itself comes again with it.
        if (location) return jobs_.set_location(*task_, *job_, std::nullopt);
        TACIT_CHECK(jobs_.refused(*task_, *heard.refused));
    }
    if (!heard.answer) return {};

    TACIT_TRY(const auto outcome, jobs_.absorb(*task_, *job_, heard.answer->body));
    if (outcome.returned > 0) builder_.hold(job_->job.time);
    if (metrics_ != nullptr) {
        metrics_->add(ops::Counter::jobs_finished);
        metrics_->add(ops::Counter::reports_aggregated, outcome.aggregated);
        for (const auto& [reason, count] : outcome.rejected)
            metrics_->add(ops::Counter::reports_rejected, reason, count);
    }
    job_.reset();
    look_for_uncollected_ = true;
    deleted_something_ = true;
    turn.progress();
    return {};
}

Result<void> Courier::carry_closing(Turn& turn) {
    TACIT_TRY(const auto document, closing_.document_for_helper(*task_));
    if (!document) return {};
    const Heard heard = hear(turn, calls_.close(*document));
    if (heard.refused == wire::ProblemType::about_blank && heard.status == 409)
        TACIT_CHECK(closing_.refused_by_helper(*task_));
    if (heard.refused) turn.block();
    if (!heard.answer) return {};
    TACIT_CHECK(closing_.check_helper(*task_, as_text(heard.answer->body)));
    helper_closed_ = true;
    look_for_uncollected_ = true;
    ops::log(ops::Event::task_closed, {task_->id});
    turn.progress();
    return {};
}

Result<void> Courier::carry_collection(Turn& turn, const store::Collection& collection) {
    // A reply may be the last one before a machine was put back: nothing is asked before heads were exchanged.
    if (!parts_.ledger.exchanged(*task_)) return {};
    TACIT_TRY(const auto progress, collections_.step(*task_, collection.id));
    switch (progress.step) {
        case protocol::Collections::Step::wait: return {};
        case protocol::Collections::Step::ask: return ask(turn, collection.id, progress.aggregate_share_request);
        case protocol::Collections::Step::tell: {
            if (!watch_.exchange(turn)) return {};
            TACIT_CHECK(collections_.deliverable(*task_, collection.id));
            ops::log(ops::Event::batch_collected, {task_->id});
            look_for_uncollected_ = true;
            if (metrics_ != nullptr) metrics_->add(ops::Counter::batches_collected);
            turn.progress();
            return {};
        }
        case protocol::Collections::Step::done:
            ops::log(ops::Event::collection_failed, {task_->id});
            look_for_uncollected_ = true;
            turn.progress();
            return {};
    }
    return {};
}

Result<void> Courier::ask(Turn& turn, const wire::CollectionJobId& id, const Bytes& request) {
    const auto location = locations_.find(id);
    TACIT_TRY(std::string header, parts_.ledger.header(*task_));
    Heard heard = hear(turn, location != locations_.end() ? calls_.poll(location->second)
                                                          : calls_.aggregate_share(request, std::move(header)));
    if (heard.location && !heard.location->empty()) locations_[id] = *std::move(heard.location);
    if (heard.refused && location != locations_.end()) {  // as above
        locations_.erase(location);
        turn.block();
        return {};
    }
    if (heard.refused) {
        TACIT_TRY(const bool decided, collections_.refused(*task_, id, *heard.refused));
        if (!decided) {
            turn.block();
            return {};
        }
        ops::log(*heard.refused == wire::ProblemType::batchMismatch ? ops::Event::batch_mismatch
                                                                    : ops::Event::collection_failed,
                 {task_->id});
        turn.progress();
    }
    if (!heard.answer) return {};
    if (const auto checked = parts_.ledger.check_header(*task_, heard.answer->ledger_head); !checked) {
        ops::log(ops::Event::peer_head_conflicts, {task_->id});
        turn.block();
        return {};
    }
    TACIT_CHECK(collections_.absorb(*task_, id, heard.answer->body));
    locations_.erase(id);
    deleted_something_ = true;
    turn.progress();
    return {};
}

Result<void> Courier::tidy() {
    if (look_for_uncollected_) {
        TACIT_TRY(const std::uint64_t count, closing_.delete_uncollected(*task_));
        if (count > 0) {
            ops::log(ops::Event::uncollected_deleted, {task_->id});
            deleted_something_ = true;
        }
        look_for_uncollected_ = false;
    }
    if (!deleted_something_) return {};
    checkpoint_due_ = std::chrono::steady_clock::now() + timing_.checkpoint_every;
    if (parts_.store.checkpoint()) deleted_something_ = false;  // else readers are in the way: later
    return {};
}

}  // namespace tacit::work
