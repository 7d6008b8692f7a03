#include "collector/publisher/collect.h"

#include <algorithm>

#include "collector/ops/failpoint.h"
#include "collector/publisher/text.h"
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
                "nothing was collected: while the survey is open, wait for more answers, then run the same command "
                "again; once it "
                "is closed, no more can come, and so few can never be published";
            break;
        case wire::ProblemType::batchOverlap:
            what = "a part of this interval was collected before, in another request";
            remedy = "name an interval that begins after it; tacit-collector status shows what is collected";
            break;
        case wire::ProblemType::batchInvalid:
            what = "this interval cannot be collected: it is not over, or not inside the task";
            remedy = "wait until its last day is over (UTC), or end the survey with --close";
            break;
        case wire::ProblemType::batchMismatch:
            what = "leader and helper disagree about the reports of this batch; nothing was collected";
            remedy = "both operators: tacit-collector status says which batch and what to do";
            break;
        case wire::ProblemType::unrecognizedTask:
            what = leader + " does not know this task";
            remedy = "its operator finishes the pairing (pair complete) and restarts serve";
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

Result<peer::Answered> ask(const Contact& contact, peer::Call call, std::string_view if_later) {
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
    if (const auto* refused = std::get_if<peer::Refused>(&reply)) return explain(refused->problem, contact.task);
    return std::get<peer::Answered>(std::move(reply));
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
    TACIT_TRY(peer::Answered answered,
              ask(contact, std::move(call),
                  "waiting for the leader: reports are being verified, or the helper does not answer yet"));
    TACIT_CHECK(decode<wire::CollectionJobResp>(answered.body));
    file.response = std::move(answered.body);
    TACIT_CHECK(save(folder, file));
    TACIT_FAILPOINT("publisher.answer_saved");
    return file;
}

Result<void> close_task(const Contact& contact) {
    peer::Call call;
    call.method = peer::Method::post;
    call.url = contact.task.leader.url + "tacit/tasks/" + wire::to_text(contact.id) + "/close";
    call.media_type = "application/json";
    call.body = to_bytes(as_bytes("{}"));
    TACIT_CHECK(ask(contact, std::move(call), "uploads are stopped; waiting until the helper has closed the task too"));
    return {};
}

Result<wire::Interval> next_interval(const task::Task& task, const std::vector<CollectionFile>& collected, bool closed,
                                     std::chrono::sys_seconds now) {
    const wire::Interval whole = task::interval(task);
    wire::Time from = whole.start;
    for (const CollectionFile& file : collected) {
        if (file.response.empty()) return file.interval;  // begun before; to be finished first
        from = std::max(from, file.interval.start + file.interval.duration);
    }
    const wire::Time end = whole.start + whole.duration;
    const wire::Time to = closed ? end : std::min(end, task::units(task, now.time_since_epoch().count()));
    if (from >= end)
        return fail(Fault::refused, "everything of this task is collected", {}, "publish it: tacit-collector publish");
    if (to <= from)
        return fail(Fault::refused, "there is no finished day to collect yet", {},
                    "run this from " + moment_text(begin_of(task, from + 1)) + ", or end the survey now with --close");
    return wire::Interval{from, to - from};
}

}  // namespace tacit::publisher
