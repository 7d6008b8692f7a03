#include <CLI/CLI.hpp>

#include "collector/cmd.h"
#include "collector/ops/keys.h"
#include "collector/peer/peer.h"
#include "collector/protocol/ledger_book.h"
#include "collector/publisher/text.h"
#include "collector/seams.h"
#include "collector/store/open.h"
#include "collector/task_folder.h"

namespace tacit::collector {
namespace {

struct Options {
    std::string task;
    bool refuse_batches = false;
    bool without_peer = false;
};

Result<std::string> fetch_peer_ledger(const ops::Config& config, const protocol::Task& task) {
    const auto transport = peer::http_transport(config.tls_ca);
    peer::Call call;
    call.url = task.peer().url + "tacit/tasks/" + wire::to_text(task.id) + "/ledger";
    const peer::Reply reply = peer::attempt(*transport, call);
    if (const auto* answered = std::get_if<peer::Answered>(&reply)) return std::string(as_text(answered->body));
    return fail(Fault::unavailable, "the ledger of " + task.peer().name + " cannot be fetched", task.peer().url,
                "ask its operator to start the server; --without-peer refuses everything up to now that is not collected here");
}

Result<void> restore_one(const ops::Config& config, const Options& options, store::Store& store,
                         protocol::LedgerBook& ledger, const StoredTask& stored, const ops::TaskKeys& keys,
                         const std::shared_ptr<const sign::SecretKey>& signing_key) {
    TACIT_TRY(const protocol::TaskPtr task,
              protocol::open_task(store, stored.json, keys.role,
                                  {keys.verify_key.clone(), keys.peer_token.clone(), keys.publisher_token.clone()},
                                  signing_key));
    TACIT_CHECK(ledger.open(*task));
    std::optional<std::string> peer_ledger;
    if (!options.without_peer) {
        TACIT_TRY(peer_ledger, fetch_peer_ledger(config, *task));
    }
    std::optional<std::string_view> view;
    if (peer_ledger) view = *peer_ledger;
    TACIT_TRY(const std::vector<wire::Interval> refused, ledger.refuse_batches(*task, view));
    say("The incident is in the ledger of this task, and the task goes on (" + std::string(wire::name(keys.role)) + ").");
    if (refused.empty()) say("  No batch had to be refused.");
    for (const wire::Interval& interval : refused)
        say("  refused for ever: " + publisher::interval_text(stored.task, interval));
    return {};
}

Result<void> restore(const ops::Config& config, const Options& options) {
    if (!options.refuse_batches)
        return fail(Fault::refused, "say what to do about batches that this machine may have forgotten", {},
                    "--refuse-batches gives them up for ever, which is the only safe way: their noise was drawn once already");
    TACIT_TRY(const wire::TaskId id, pick_task(config.tasks, options.task));
    TACIT_TRY(const StoredTask stored, load_stored_task(config.tasks, id));
    TACIT_TRY(ops::KeyFile keys, ops::load_keys(config.keys));
    auto store = store::open(config.database);
    if (!store) {
        Error error = store.error();
        if (error.remedy.empty()) error.remedy = "stop the server first; restore needs the database for itself";
        return tl::make_unexpected(std::move(error));
    }
    const auto clock = make_clock();
    protocol::LedgerBook ledger(**store, *clock, config.ledgers);
    const auto signing_key = std::make_shared<const sign::SecretKey>(std::move(keys.signing));
    for (const ops::TaskKeys& task : keys.tasks) {
        if (task.task == id && task.role != wire::Role::collector)
            TACIT_CHECK(restore_one(config, options, **store, ledger, stored, task, signing_key));
    }
    say("Next: start the server again: tacit-collector --config " + config.file.string() + " serve");
    return {};
}

}  // namespace

void add_restore(CLI::App& app, Cli& cli) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("restore", "after this machine was put back to an earlier state, or a batch is corrupt");
    command->add_option("task", options->task, "task id or its beginning (default: the only task)");
    command->add_flag("--refuse-batches", options->refuse_batches, "give up for ever what may have been collected before");
    command->add_flag("--without-peer", options->without_peer, "do not fetch the other organisation's ledger");
    command->callback([options, &cli] {
        cli.run = [options, &cli] {
            return with_config(cli, [&](const ops::Config& config) { return finish(restore(config, *options)); });
        };
    });
}

}  // namespace tacit::collector
