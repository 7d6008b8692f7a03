#include "collector/cmd.h"
#include "collector/discard.h"
#include "collector/moment.h"
#include "collector/ops/keys.h"
#include "collector/peer/peer.h"
#include "collector/protocol/ledger_book.h"
#include "collector/protocol/refused_batches.h"
#include "collector/seams.h"
#include "collector/store/open.h"
#include "collector/task_folder.h"
#include "schemas/release/text.h"

namespace tacit::collector {
namespace {

struct RestoreOptions {
    std::string task;
    bool refuse_batches = false;
    bool without_peer = false;
    std::string interval;
};

Result<std::string> fetch_peer_ledger(const ops::Config& config, const protocol::Task& task) {
    const auto transport = peer::http_transport(config.tls_ca);
    peer::Call call;
    call.url = task.peer().url + "tacit/tasks/" + wire::to_text(task.id) + "/ledger";
    const peer::Reply reply = peer::attempt(*transport, call);
    if (const auto* answered = std::get_if<peer::Answered>(&reply)) return std::string(as_text(answered->body));
    return fail(
        Fault::unavailable, "the ledger of " + task.peer().name + " cannot be fetched", task.peer().url,
        "ask its operator to start the server; --without-peer refuses everything up to now that is not collected here");
}

// Lets the other aggregator show the last ledger head of ours that it knows: what is lost is to be known before it is
// given up, or the server would stop once more at its first exchange. No answer is no obstacle.
void hear_peer(const ops::Config& config, protocol::LedgerBook& ledger, const protocol::Task& task) {
    const auto message = ledger.message(task);
    if (!message) return;
    const auto transport = peer::http_transport(config.tls_ca);
    peer::Call call;
    call.method = peer::Method::post;
    call.url = task.peer().url + "tacit/tasks/" + wire::to_text(task.id) + "/ledger_head";
    call.media_type = "application/json";
    call.body = to_bytes(as_bytes(*message));
    call.token = &task.secrets.peer_token;
    const peer::Reply reply = peer::attempt(*transport, call);
    if (const auto* answered = std::get_if<peer::Answered>(&reply))
        static_cast<void>(
            ledger.absorb(task, as_text(answered->body)));  // notes what is lost; that it fails then is expected
}

// One task in one role, opened as the server would.
struct Opened {
    store::Store& store;
    protocol::LedgerBook& ledger;
    const StoredTask& stored;
    protocol::TaskPtr task;
};
using Body = std::function<Result<void>(const Opened&)>;

// Runs `body` for each role that this collector has in the task. The server must not run.
Result<void> with_task(const ops::Config& config, const std::string& given, const Body& body) {
    TACIT_TRY(const wire::TaskId id, pick_task(config.tasks, given));
    TACIT_TRY(const StoredTask stored, load_stored_task(config.tasks, id));
    TACIT_TRY(ops::KeyFile keys, ops::load_keys(config.keys));
    TACIT_TRY(const std::unique_ptr<store::Store> store, store::open(config.database));
    const auto clock = make_clock();
    protocol::LedgerBook ledger(*store, *clock, config.ledgers);
    const auto signing_key = std::make_shared<const sign::SecretKey>(std::move(keys.signing));
    for (const ops::TaskKeys& of : keys.tasks) {
        if (of.task != id || of.role == wire::Role::collector) continue;
        TACIT_TRY(const protocol::TaskPtr task,
                  protocol::open_task(*store, stored.json, of.role,
                                      {of.verify_key.clone(), of.peer_token.clone(), of.publisher_token.clone()},
                                      signing_key));
        TACIT_CHECK(ledger.open(*task));
        TACIT_CHECK(body({*store, ledger, stored, task}));
    }
    say("Next: start the server again: tacit-collector --config " + config.file.string() + " serve");
    return {};
}

Result<void> restore(const ops::Config& config, const RestoreOptions& options) {
    if (!options.refuse_batches)
        return fail(
            Fault::refused, "say what to do about batches that this machine may have forgotten", {},
            "--refuse-batches gives them up for ever, which is the only safe way: their noise was drawn once already");
    return with_task(config, options.task, [&](const Opened& opened) -> Result<void> {
        std::optional<std::string> peer_ledger;
        if (!options.without_peer) {
            hear_peer(config, opened.ledger, *opened.task);
            TACIT_TRY(peer_ledger, fetch_peer_ledger(config, *opened.task));
        }
        std::optional<std::string_view> view;
        if (peer_ledger) view = *peer_ledger;
        TACIT_TRY(const std::string ledger_before, opened.ledger.text(*opened.task));
        TACIT_TRY(const std::vector<wire::Interval> refused, opened.ledger.refuse_batches(*opened.task, view));
        TACIT_TRY(const std::string ledger_after, opened.ledger.text(*opened.task));
        const std::string role = " (" + std::string(wire::name(opened.task->role)) + ").";
        if (ledger_after == ledger_before) {
            say("Nothing was given up, and the ledger stays as it was: " + opened.task->peer().name +
                " misses nothing that was here. The task goes on" + role);
            return {};
        }
        say("The incident is in the ledger of this task, and the task goes on" + role);
        if (refused.empty()) say("  No batch had to be refused.");
        for (const wire::Interval& interval : refused)
            say("  refused for ever: " + release::interval_text(opened.stored.task, interval));
        // Which lines of the ledger are lost only the other organisation knows (protocol/head_message.h).
        if (options.without_peer) {
            const wire::Interval given_up = protocol::up_to(*opened.task, make_clock()->now());
            say("  If " + opened.task->peer().name + " is back before " +
                release::moment_text(release::begin_of(opened.stored.task, given_up.start + given_up.duration)) +
                ", the task just goes on. If later, it may stop once more: run this then without --without-peer. "
                "Nothing that was collected since is lost by that.");
        }
        return {};
    });
}

Result<void> discard(const ops::Config& config, const RestoreOptions& options) {
    return with_task(config, options.task, [&](const Opened& opened) -> Result<void> {
        std::optional<wire::Interval> interval;
        if (!options.interval.empty()) {
            TACIT_TRY(interval, parse_interval(opened.stored.task, options.interval, make_clock()->now()));
        }
        TACIT_TRY(const auto given_up, discard_batches(opened.store, opened.ledger, *opened.task, interval));
        for (const wire::Interval& one : given_up)
            say("Given up for ever: " + release::interval_text(opened.stored.task, one));
        say("The other organisation does the same on its side; its --interval is the one above.");
        return {};
    });
}

}  // namespace

void add_restore(programs::Command app, const std::string& config_file) {
    const auto options = std::make_shared<RestoreOptions>();
    const auto run = [options, &config_file](Result<void> (*body)(const ops::Config&, const RestoreOptions&)) {
        return [options, &config_file, body] {
            return with_config(config_file, [&](const ops::Config& config) { return finish(body(config, *options)); });
        };
    };
    programs::Command command = app.add_command("restore", "go on after this machine was put back to an earlier state");
    command.add_option("task", options->task, "task id or its beginning (default: the only task)");
    command.add_flag("--refuse-batches", options->refuse_batches,
                     "give up for ever what may have been collected before");
    command.add_flag("--without-peer", options->without_peer, "do not fetch the other organisation's ledger");
    command.runs(run(restore));

    command = app.add_command("discard", "give up a batch about which the two aggregators disagree");
    command.add_option("task", options->task, "task id or its beginning (default: the only task)");
    command.add_option("--interval", options->interval, "FROM..TO (default: every batch that is marked corrupt)");
    command.runs(run(discard));
}

}  // namespace tacit::collector
