#include "collector/status_text.h"

#include <algorithm>

#include "collector/protocol/ledger_book.h"
#include "collector/terms_text.h"
#include "schemas/release/text.h"
#include "schemas/task/close.h"

namespace tacit::collector {
namespace {

std::string batch_line(const task::Draft& task, const store::Batch& batch, std::uint64_t report_count) {
    std::string line = "    " + release::interval_text(task, batch.interval) + ": ";
    switch (batch.state) {
        case store::BatchState::closing: return line + "being collected\n";
        case store::BatchState::collected: return line + "collected\n";
        case store::BatchState::refused: return line + "refused for ever after an incident; see the ledger\n";
        case store::BatchState::corrupt:
            return line +
                   "CORRUPT: leader and helper disagree about its reports; nothing was collected.\n      this side "
                   "counts " +
                   std::to_string(report_count) + " reports; ask the other operator what theirs says\n" +
                   "      do: to give the batch up, both operators stop their servers and run: tacit-collector "
                   "discard\n";
    }
    return line + "\n";
}

struct Found {
    store::TaskState state;
    std::vector<std::pair<store::Batch, std::uint64_t>> batches;  // with the reports that are still kept
    std::uint64_t pending = 0;
    std::size_t jobs = 0;
    std::vector<store::Collection> collections;
    std::vector<std::pair<wire::ReportError, std::uint64_t>> rejected;
    std::size_t ledger_lines = 0;
    bool other_texts = false;  // than those of which the ledger says that they are shown
};

Result<Found> look(store::Store& store, const StoredTask& stored, wire::Role role) {
    return store.read("status", [&](store::Reader& reader) -> Result<Found> {
        TACIT_TRY(const auto key, reader.find_task(stored.terms.id, role));
        Found found;
        if (!key) return found;
        TACIT_TRY(found.state, reader.task_state(*key));
        TACIT_TRY(const auto batches, reader.batches(*key));
        for (const store::Batch& batch : batches) {
            TACIT_TRY(const auto buckets, reader.buckets(*key, batch.interval));
            std::uint64_t count = 0;
            for (const store::Bucket& bucket : buckets) count += bucket.report_count;
            found.batches.emplace_back(batch, count);
        }
        TACIT_TRY(found.rejected, reader.rejected(*key));
        TACIT_TRY(const auto ledger, reader.ledger(*key));
        found.ledger_lines = ledger.size();
        TACIT_TRY(const auto texts, protocol::noted_texts(reader, *key));
        found.other_texts = texts && stored.texts && sha256(as_bytes(*stored.texts)) != *texts;
        if (role != wire::Role::leader) return found;
        TACIT_TRY(found.pending, reader.pending_count(*key, task::interval(stored.task)));
        TACIT_TRY(const auto jobs, reader.leader_jobs(*key));
        found.jobs = jobs.size();
        TACIT_TRY(found.collections, reader.unfinished_collections(*key));
        return found;
    });
}

}  // namespace

std::string coarse_count(std::uint64_t count) {
    if (count == 0) return "none";
    std::uint64_t step = 10;
    while (count >= step && step < 1'000'000) step *= 10;
    return count >= step ? "a million or more" : "under " + std::to_string(step);
}

Result<Status> status_of(store::Store& store, const StoredTask& stored, wire::Role role) {
    const task::Task& task = stored.task;
    TACIT_TRY(const Found found, look(store, stored, role));
    const auto moment = [](std::int64_t seconds) {
        return release::moment_text(std::chrono::sys_seconds(std::chrono::seconds(seconds)));
    };
    std::string text = wire::to_text(stored.terms.id) + " (" + std::string(wire::name(role)) + ")\n";
    text += "  survey " + task.definition.id + " " + task.definition.version + ", with " +
            (role == wire::Role::leader ? task.helper.name + " as helper" : task.leader.name + " as leader") + "\n";
    text += "  open from " + moment(task.opens) + " until " + moment(task.closes) +
            (found.state.close_document ? "; CLOSED by the publisher" : "") + "\n";
    text += analysis_line(task);
    if (role == wire::Role::leader)
        text += "  reports that wait to be verified: " + coarse_count(found.pending) +
                (found.jobs > 0 ? "; jobs that wait for the helper: " + std::to_string(found.jobs) : std::string()) +
                "\n";
    std::uint64_t rejected = 0;
    for (const auto& [reason, count] : found.rejected) rejected += count;
    text += "  rejected so far: " + coarse_count(rejected) + "\n";
    for (const auto& [reason, count] : found.rejected)
        text += "    " + std::string(wire::name(reason)) + ": " + coarse_count(count) + "\n";
    text += found.batches.empty() ? "  nothing was collected yet\n" : "  batches:\n";
    for (const auto& [batch, count] : found.batches) text += batch_line(task, batch, count);
    for (const store::Collection& collection : found.collections) {
        if (collection.state == store::CollectionState::draining)
            text += found.pending > 0 ? "  a collection waits until its reports are verified\n"
                                      : "  a collection waits for the helper\n";
        if (collection.state == store::CollectionState::asking)
            text += "  a collection waits for the helper's answer\n";
    }
    text += "  ledger: " + std::to_string(found.ledger_lines) + " lines\n";
    if (found.ledger_lines == 0) text += "  do: start the server once, which loads the task: tacit-collector serve\n";
    if (found.state.stopped) text += "  STOPPED: " + *found.state.stopped + "\n";
    if (found.other_texts)
        text += "  NOT SERVED: the wording in texts/1.json is not the one that was agreed on\n  do: " +
                std::string(kTextsNotEdited) + "\n";
    const bool corrupt = std::any_of(found.batches.begin(), found.batches.end(),
                                     [](const auto& batch) { return batch.first.state == store::BatchState::corrupt; });
    return Status{std::move(text), found.ledger_lines > 0 && !found.state.stopped && !found.other_texts && !corrupt};
}

}  // namespace tacit::collector
