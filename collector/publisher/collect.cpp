#include "collector/publisher/collect.h"

#include <algorithm>

#include "collector/ops/failpoint.h"
#include "schemas/release/text.h"
#include "schemas/task/ledger.h"
#include "schemas/wire/media_type.h"

namespace tacit::publisher {
namespace {

constexpr std::chrono::seconds kPollCap{10};

tl::unexpected<Error> explain(const wire::Problem& problem, const task::Task& task) {
    const std::string leader = "the leader (" + task.leader.url + ")";
    std::string remedy = problem.detail;
    std::string what = leader + " refused";
    switch (problem.type) {
        case wire::ProblemType::invalidBatchSize:
            what = "the batch has fewer reports than the minimum of " + std::to_string(task.min_batch_size);
            remedy =
                "nothing was collected: while the survey is open, wait for more answers, then run tacit-collector collect "
                "again; once it is closed, no more can come, and so few can never be published";
            break;
        case wire::ProblemType::batchOverlap:
            what = "a part of this interval was asked for in another request or given up, and can never be collected again";
            remedy = "run tacit-collector collect without --interval: it goes on after what is collected or given up; "
                     "tacit-collector status at the leader lists both";
            break;
        case wire::ProblemType::batchInvalid:
            what = "this interval cannot be collected: it is not over, not inside the task, or was given up when a server was "
                   "restored";
            remedy = "run tacit-collector collect without --interval, which goes on after days that were given up, once the "
                     "last day is over (UTC); or end the survey with --close";
            break;
        case wire::ProblemType::batchMismatch:
            what = "leader and helper disagree about the reports of this batch; nothing was collected";
            remedy = "both operators: tacit-collector status says which batch and what to do";
            break;
        case wire::ProblemType::unrecognizedTask:
            what = leader + " does not know this task";
            remedy =
                "its operator finishes the pairing (pair complete); a running server then takes the task up by itself";
            break;
        default:
            if (problem.status == 401 || problem.status == 403) {
                what = leader + " does not accept this publisher's token";
                remedy = "import the access file of this task again: tacit-collector pair receive access.json";
            } else if (remedy.empty()) {
                what += " with status " + std::to_string(problem.status);
                remedy = "check the address in task.json and ask the leader's operator for the log";
            }
    }
    return fail(Fault::refused, std::move(what), {}, std::move(remedy));
}

// What to tell the person who waits.
std::string waiting_text(const peer::Reply& reply, std::string_view if_later) {
    if (const auto* unavailable = std::get_if<peer::Unavailable>(&reply)) return to_text(unavailable->error);
    return std::string(if_later);
}

Result<peer::Reply> ask(const Contact& contact, peer::Call call, std::string_view if_later) {
    std::string said;
    call.token = &contact.token;
    TACIT_TRY(peer::Reply reply,
              peer::until_answered(contact.transport, std::move(call),
                                   peer::Backoff(contact.random, std::chrono::milliseconds(250), kPollCap),
                                   contact.pause, [&](const peer::Reply& so_far) {
                                       const std::string text = waiting_text(so_far, if_later);
                                       if (text != said) contact.say(text);
                                       said = text;
                                   }));
    return reply;
}

// The answer, or the refusal in words.
Result<peer::Answered> answered(const Contact& contact, peer::Reply reply) {
    if (const auto* refused = std::get_if<peer::Refused>(&reply)) return explain(refused->problem, contact.task);
    return std::get<peer::Answered>(std::move(reply));
}

// Whether the same request would be refused for ever, or only for these days.
bool is_about_the_interval(const peer::Reply& reply) {
    const auto* refused = std::get_if<peer::Refused>(&reply);
    if (refused == nullptr) return false;
    const wire::ProblemType type = refused->problem.type;
    return type == wire::ProblemType::batchInvalid || type == wire::ProblemType::invalidBatchSize ||
           type == wire::ProblemType::batchMismatch || type == wire::ProblemType::batchOverlap;
}

std::string of_task(const Contact& contact, const std::string& resource) {
    return contact.task.leader.url + "tacit/tasks/" + wire::to_text(contact.id) + "/" + resource;
}

}  // namespace

Result<CollectionFile> collect(const Contact& contact, const std::filesystem::path& folder,
                               const wire::Interval& interval) {
    TACIT_TRY(const std::vector<CollectionFile> known, load_all(folder, contact.id));
    const auto same =
        std::find_if(known.begin(), known.end(), [&](const CollectionFile& file) { return file.interval == interval; });
    CollectionFile file;
    if (same != known.end()) {
        file = *same;
    } else {
        TACIT_TRY(file, new_collection(contact.id, interval));
        TACIT_CHECK(save(folder, file));
    }
    if (!file.response.empty()) return file;
    TACIT_FAILPOINT("publisher.request_saved");

    peer::Call call;
    call.method = peer::Method::post;
    call.url = contact.task.leader.url + "tasks/" + wire::to_text(contact.id) + "/collection_jobs";
    call.media_type = wire::text(wire::MediaType::collection_job_req);
    call.body = file.request;
    call.answer_size_max = std::size_t{64} << 20;
    TACIT_TRY(peer::Reply reply,
              ask(contact, std::move(call),
                  "waiting for the leader: reports are being verified, the helper does not answer yet, or a clock is behind"));
    if (is_about_the_interval(reply)) TACIT_CHECK(forget(folder, file));
    TACIT_TRY(peer::Answered answer, answered(contact, std::move(reply)));
    TACIT_CHECK(decode<wire::CollectionJobResp>(answer.body));
    file.response = std::move(answer.body);
    TACIT_CHECK(save(folder, file));
    TACIT_FAILPOINT("publisher.answer_saved");
    return file;
}

Result<void> close_task(const Contact& contact, bool even_if_too_few) {
    peer::Call call;
    call.method = peer::Method::post;
    call.url = of_task(contact, "close");
    call.media_type = "application/json";
    call.body = to_bytes(as_bytes(even_if_too_few ? R"({"even_if_too_few":true})" : "{}"));
    TACIT_TRY(peer::Reply reply, ask(contact, std::move(call), "waiting for the leader"));
    if (const auto* refused = std::get_if<peer::Refused>(&reply);
        refused != nullptr && refused->problem.type == wire::ProblemType::invalidBatchSize)
        return fail(Fault::refused,
                    "the survey goes on: what is not collected yet has fewer answers than the minimum of " +
                        std::to_string(contact.task.min_batch_size) + ", and could never be published",
                    {},
                    "wait for more answers; or, to end the survey now and give these answers up, run tacit-collector "
                    "collect --close --even-if-too-few");
    TACIT_CHECK(answered(contact, std::move(reply)));
    return {};
}

Result<std::vector<wire::Interval>> given_up(const Contact& contact) {
    using Reason = task::BatchRefused::Reason;
    peer::Call call;
    call.url = of_task(contact, "ledger");
    call.answer_size_max = std::size_t{64} << 20;
    TACIT_TRY(peer::Reply reply, ask(contact, std::move(call), "waiting for the leader"));
    TACIT_TRY(const peer::Answered answer, answered(contact, std::move(reply)));
    const task::LedgerOf leader{contact.id, wire::Role::leader, contact.task.leader.signing_key};
    TACIT_TRY(const task::Chain chain, task::verify_chain(as_text(answer.body), leader));
    std::vector<wire::Interval> intervals;
    for (const task::Entry& entry : chain.entries) {
        const auto* refused = std::get_if<task::BatchRefused>(&entry.event);
        if (refused != nullptr && (refused->reason == Reason::restored || refused->reason == Reason::discarded))
            intervals.push_back(refused->batch);
    }
    std::sort(intervals.begin(), intervals.end());
    return intervals;
}

Result<wire::Interval> next_interval(const task::Task& task, const std::vector<CollectionFile>& collected,
                                     const std::vector<wire::Interval>& given_up, bool closed,
                                     std::chrono::sys_seconds now) {
    const wire::Interval whole = task::interval(task);
    const auto finish = [](const wire::Interval& interval) { return interval.start + interval.duration; };
    const wire::Time end = finish(whole);
    wire::Time from = whole.start;
    wire::Time to = closed ? end : std::min(end, task::units(task, now.time_since_epoch().count()));
    for (const CollectionFile& file : collected) {
        const bool lost = std::any_of(given_up.begin(), given_up.end(), [&](const wire::Interval& interval) {
            return wire::overlap(interval, file.interval);
        });
        if (file.response.empty() && lost) continue;
        if (file.response.empty()) return file.interval;  // begun before; to be finished first
        from = std::max(from, finish(file.interval));
    }
    for (const wire::Interval& interval : given_up) {  // by start
        if (interval.start <= from)
            from = std::max(from, finish(interval));
        else
            to = std::min(to, interval.start);
    }
    if (from >= end)
        return fail(Fault::refused, "everything of this task is collected", {}, "publish it: tacit-collector publish");
    if (to <= from)
        return fail(Fault::refused, "there is no finished day to collect yet", {},
                    "run this from " + release::moment_text(release::begin_of(task, from + 1)) +
                        ", or end the survey now with --close");
    return wire::Interval{from, to - from};
}

}  // namespace tacit::publisher
