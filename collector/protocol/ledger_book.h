// This collector's ledgers (design.md section 6): what became of each batch, one signed and chained line an event.
//
// A line is written in the transaction of what it tells. After the commit and before the reply goes out, sync() puts it
// into the task's ledger file. The other aggregator keeps our latest signed head and shows it to us: one that our
// ledger does not contain means that this machine was put back to an earlier state, and drawing noise again for a batch
// would undo the first. Thread-safe.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collector/protocol/head_message.h"
#include "collector/protocol/ledger_file.h"
#include "collector/protocol/tasks.h"
#include "collector/store/store.h"
#include "crypto/base/clock.h"
#include "schemas/task/entry.h"
#include "schemas/task/ledger.h"
#include "schemas/wire/problem.h"

namespace tacit::protocol {

// The hash of texts/1.json, as this aggregator's ledger says it.
Result<std::optional<Sha256>> noted_texts(store::Reader& reader, store::TaskKey task);

class LedgerBook {
public:
    // `folder` holds one file a task and role.
    LedgerBook(store::Store& store, const Clock& clock, std::filesystem::path folder)
        : store_(store), clock_(clock), folder_(std::move(folder)) {}

    // What open() found; each is worth a line in the log.
    struct Opened {
        std::uint64_t lines_restored = 0;  // lines of the database that the file did not have
        std::vector<wire::Interval>
            batches_refused;  // batches that the file knows as collected or given up, and the database does not
    };
    // At start, before anything else is done with the task: makes file and database one again. Writes task_created for
    // a new task. A line of the file without its row means a restored database: a batch that it names as collected or
    // given up is refused for ever. Stops the task where the two tell different stories.
    Result<Opened> open(const Task& task);

    // Adds a line in this transaction.
    Result<void> append(store::Tx& tx, const Task& task, const task::Event& event) const;
    // Puts what was committed into the file, on disk. After every commit that may have added a line, before its reply.
    Result<void> sync(const Task& task);
    // Says in the ledger, once, which wording is shown. Fails with Fault::refused where the ledger names another one.
    Result<void> note_texts(const Task& task, const Sha256& texts);
    // The whole ledger as it is served: every line ends in a line feed.
    Result<std::string> text(const Task& task) const;

    // The exchange of heads. Either side posts message() to the other, answers with answer(), and takes the answer in
    // with absorb(). Both stop the task where the other knows a head of ours that our ledger does not contain.
    Result<std::string> message(const Task& task) const;
    Result<std::string, wire::Problem> answer(const Task& task, std::string_view message);
    // True: the other has our latest head. False: post message() once more.
    Result<bool> absorb(const Task& task, std::string_view answer);
    // The same in the header Tacit-Ledger-Head of an AggregateShareReq and of its answer.
    Result<std::string> header(const Task& task) const;
    Result<void, wire::Problem> check_header(const Task& task, std::string_view header);

    // Whether heads were exchanged since this process started. Until then nothing of the task is collected.
    bool exchanged(const Task& task) const;

    // `restore --refuse-batches`: records the incident, refuses for ever what may have been collected and was
    // forgotten, and lets the task go on. What that is, the other aggregator's ledger says; without it, every batch up
    // to now that is not collected here. Returns the intervals that are now refused. Where heads were exchanged and
    // nothing is lost there is no incident.
    Result<std::vector<wire::Interval>> refuse_batches(const Task& task, std::optional<std::string_view> peer_ledger);

private:
    struct Book {
        std::mutex mutex;
        std::optional<LedgerFile> file;
        std::optional<Sha256> agreed;  // the head of ours that the other showed last, if it is all right
        bool exchanged = false;
    };
    Book& book(const Task& task) const;
    Result<void> open_file(const Task& task, Book& book) const;
    Result<void> set_file_aside(const Task& task, Book& book) const;
    Result<void> sync(const Task& task, Book& book) const;
    Result<void> append_refused(store::Tx& tx, const Task& task, std::span<const wire::Interval> batches) const;
    Result<HeadReview> hear(const Task& task, const HeadMessage& message) const;

    store::Store& store_;
    const Clock& clock_;
    const std::filesystem::path folder_;
    mutable std::mutex mutex_;
    mutable std::map<std::int64_t, std::unique_ptr<Book>> books_;  // by TaskKey
};

}  // namespace tacit::protocol
