#include "client/native/sender.h"

#include <algorithm>
#include <thread>

#include "client/core/counted.h"
#include "client/core/host.h"
#include "client/native/conversation.h"
#include "crypto/base/check.h"
#include "schemas/wire/media_type.h"
#include "schemas/wire/problem.h"

namespace tacit::native {
namespace {

constexpr int kAttempts = 4;
constexpr std::chrono::milliseconds kWaitMax{10'000};

std::int64_t seconds_now(const Clock& clock) { return clock.now().time_since_epoch().count(); }

std::chrono::sys_days today(const Clock& clock) { return std::chrono::floor<std::chrono::days>(clock.now()); }

// Why a server refused a whole request, in its own words where it has any.
Error refused_by(const std::string& host, const Response& response) {
    const auto problem = wire::parse_problem(as_text(response.body));
    std::string why = "status " + std::to_string(response.status);
    if (problem && problem->type != wire::ProblemType::about_blank) why = wire::title(problem->type);
    if (problem && problem->type == wire::ProblemType::unrecognizedTask)
        return {Fault::refused,
                host + " does not take part in this survey any more",
                {},
                "It may have been deleted. Ask whoever gave you the address."};
    if (response.status == 413)
        return {
            Fault::refused, host + " does not take reports of this size", {}, "Its operator has to raise the limit."};
    return {Fault::refused, host + " refused the report: " + why, {}, "Tell its operator."};
}

Spool::State state_of(client::Outcome outcome) {
    switch (outcome) {
        case client::Outcome::stored: return Spool::State::sent;
        case client::Outcome::unknown: return Spool::State::unknown;
        case client::Outcome::closed:
        case client::Outcome::refused: return Spool::State::refused;
        case client::Outcome::outdated:
        case client::Outcome::too_early:
        case client::Outcome::not_started: break;
    }
    TACIT_ASSERT(false);
}

}  // namespace

Result<client::Reporter> reporter_for(const client::Believed& believed, const hpke::Aead& aes) {
    client::SealingKeys keys;
    TACIT_TRY(keys.leader, client::choose_sealing_key(believed.leader_keys, &aes));
    TACIT_TRY(keys.helper, client::choose_sealing_key(believed.helper_keys, &aes));
    return client::Reporter::make(believed.terms.id, believed.terms.configuration, std::move(keys));
}

Result<wire::Time> report_time(const task::Task& task, const Clock& clock) {
    const std::int64_t now = seconds_now(clock);
    if (now < task.opens)
        return fail(Fault::refused, "this survey opens on " + date_text(task.opens), {}, "Come back then.");
    if (now >= task.closes)
        return fail(Fault::refused, "this survey closed on " + date_text(task.closes), {},
                    "Nothing was sent. If that date is still to come, check the clock of this device.");
    return task::units(task, now);
}

Result<void> still_counts(Transport& transport, const client::Believed& believed, const Clock& clock) {
    const auto text = transport.get_ok(task_url(believed.task.leader.url, believed.terms.id, "counted.json"));
    if (!text) return {};
    TACIT_CHECK(report_time(believed.task, clock));
    if (client::still_counts(believed.task, believed.terms.id, as_text(*text), seconds_now(clock))) return {};
    return fail(Fault::refused, "this survey takes no more answers today: those of this day were collected already", {},
                "Nothing was sent. If its operators closed it for good, it stays so; else come back tomorrow (UTC).");
}

Result<client::Outcome> upload(Transport& transport, const task::Task& task, const wire::TaskId& id, ByteView request,
                               std::chrono::milliseconds first_wait) {
    const std::string url = task.leader.url + "tasks/" + wire::to_text(id) + "/reports";
    const std::string host = client::host_of(task.leader.url);
    std::chrono::milliseconds wait = first_wait;
    for (int attempt = 1;; ++attempt) {
        auto response = transport.post(url, wire::text(wire::MediaType::upload_req), request);
        const bool overloaded = response && (response->status >= 500 || response->status == 429);
        if (response && response->status == 200) return client::read_upload_answer(response->body, request);
        if (response && !overloaded) return tl::make_unexpected(refused_by(host, *response));
        if (!response && response.error().fault != Fault::unavailable) return tl::make_unexpected(response.error());
        if (attempt == kAttempts) {
            if (!response) return tl::make_unexpected(response.error());
            return fail(Fault::unavailable, host + " cannot take reports just now", {}, "Try again later.");
        }
        if (response && response->retry_after.count() > 0) wait = response->retry_after;
        std::this_thread::sleep_for(std::min(wait, kWaitMax));
        wait *= 2;
    }
}

Sender::Sender(const World& world, TaskAddress address, client::Believed believed, client::Reporter reporter)
    : world_(world), address_(std::move(address)), believed_(std::move(believed)), reporter_(std::move(reporter)) {}

Result<Sender> Sender::make(const World& world, const TaskAddress& address, client::Believed believed) {
    TACIT_TRY(client::Reporter reporter, reporter_for(believed, world.aes));
    return Sender(world, address, std::move(believed), std::move(reporter));
}

Result<Sender::Delivery> Sender::deliver(Spool& spool, const std::string& name,
                                         const circuits::Measurement* measurement) {
    const wire::TaskId& task = believed_.terms.id;
    TACIT_TRY(Spool::Entry entry, spool.find(task, name));
    if (entry.state != Spool::State::absent && entry.state != Spool::State::waiting)
        return Delivery{entry.state, true, entry.day};
    Bytes request = std::move(entry.request);
    if (entry.state == Spool::State::absent) {
        TACIT_ASSERT(measurement != nullptr);
        TACIT_TRY(request, seal(spool, name, *measurement, false));
    }

    for (bool rebuilt = entry.rebuilt;; rebuilt = true) {
        TACIT_TRY(const client::Outcome outcome,
                  upload(world_.transport, believed_.task, task, request, world_.first_wait));
        switch (outcome) {
            case client::Outcome::stored:
            case client::Outcome::unknown:
            case client::Outcome::closed:
            case client::Outcome::refused:
                TACIT_CHECK(spool.settle(task, name, state_of(outcome), today(world_.clock)));
                return Delivery{state_of(outcome), false, {}};
            case client::Outcome::too_early:
                return fail(Fault::unavailable, "the server says that this report comes from the future", {},
                            "The clock of this device runs ahead: set it right, and run the same command later.");
            case client::Outcome::not_started:
                TACIT_CHECK(spool.forget(task, name));
                return fail(Fault::unavailable, "the survey has not opened yet", {}, "Run the same command later.");
            case client::Outcome::outdated:
                if (rebuilt || measurement == nullptr) {
                    TACIT_CHECK(spool.forget(task, name));
                    return fail(Fault::unavailable, "the servers changed their keys before this report reached them",
                                {}, "It was never stored. Run the same command again.");
                }
                TACIT_CHECK(fresh_keys());
                TACIT_TRY(request, seal(spool, name, *measurement, true));
        }
    }
}

Result<Bytes> Sender::seal(Spool& spool, const std::string& name, const circuits::Measurement& measurement,
                           bool rebuilt) {
    TACIT_TRY(const wire::Time time, report_time(believed_.task, world_.clock));
    TACIT_TRY(Bytes request, reporter_.upload_request(world_.random, measurement, time));
    TACIT_CHECK(spool.put(believed_.terms.id, name, request, rebuilt));
    return request;
}

Result<void> Sender::fresh_keys() {
    TACIT_TRY(believed_, visit(world_.transport, address_));
    TACIT_TRY(reporter_, reporter_for(believed_, world_.aes));
    return {};
}

}  // namespace tacit::native
